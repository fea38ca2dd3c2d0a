import { type Address, isAddressEqual } from "viem";
import { erc20SpendingLimit } from "./policies/erc20SpendingLimit.ts";
import type { Policy } from "./policies/Policy.ts";
import { sudo } from "./policies/sudo.ts";
import { timeFrame } from "./policies/timeFrame.ts";
import { uniAction } from "./policies/uniAction.ts";
import { usageLimit } from "./policies/usageLimit.ts";
import { valueLimit } from "./policies/valueLimit.ts";

/** Every policy that permissions are compiled to, in the order in which an action has them. */
// biome-ignore lint/suspicious/noExplicitAny: each has a configuration and a state of its own.
export const policies: readonly Policy<any, unknown>[] = [
  timeFrame,
  uniAction,
  valueLimit,
  erc20SpendingLimit,
  usageLimit,
  sudo,
];

/**
 * The policy that stands at an address.
 *
 * @param address Where SmartSession says it asked.
 * @returns The policy, or undefined where it is not one of ours.
 */
export function policyAt(address: Address): (typeof policies)[number] | undefined {
  return policies.find((policy) => isAddressEqual(policy.address, address));
}
