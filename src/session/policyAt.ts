import { type Address, isAddressEqual } from "viem";
import type { Rule } from "../refusal/Refusal.ts";
import { sudo } from "./policies/sudo.ts";
import { timeFrame } from "./policies/timeFrame.ts";
import { usageLimit } from "./policies/usageLimit.ts";

const policies = [sudo, timeFrame, usageLimit] as const;

/**
 * The policy that stands at an address.
 *
 * @param address Where SmartSession says it asked.
 * @returns Its name and the rule that it enforces, or undefined where the policy is not one of ours.
 */
export function policyAt(address: Address): { readonly name: string; readonly rule: Rule } | undefined {
  return policies.find((policy) => isAddressEqual(policy.address, address));
}
