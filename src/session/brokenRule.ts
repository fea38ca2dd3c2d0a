import { type Address, isAddressEqual } from "viem";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { Rule } from "../refusal/Refusal.ts";
import type { DecodedSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { toUserOpConfigId } from "./ids.ts";
import type { PolicyRole } from "./policies/Policy.ts";
import { usageLimit } from "./policies/usageLimit.ts";
import { policyAt } from "./policyAt.ts";

/**
 * Tells which rule of a permission a policy refused for.
 *
 * @param world Where.
 * @param account The account of the operation.
 * @param signed What the operation's signature says.
 * @param refusing The policy, and its error (`PolicyViolation` where it just said no).
 * @returns The rule, or undefined where the policy is none of ours or its error is about something else.
 */
export async function brokenRule(
  world: World,
  account: Address,
  signed: DecodedSignature,
  { address, code }: { readonly address: Address; readonly code: string },
): Promise<Rule | undefined> {
  const policy = policyAt(address);
  if (policy !== usageLimit) return policy?.rule(code, "action");
  return usageLimit.rule(code, await roleOfUsageLimit(world, account, signed));
}

/** A session may have it in both roles, and SmartSession does not say which refused: its counter does. */
async function roleOfUsageLimit(
  { client, contracts }: World,
  account: Address,
  { permissionId, enables }: DecodedSignature,
): Promise<PolicyRole> {
  // Where enabling lists it for operations it begins anew, and the first operation is always allowed.
  const beginsAnew = enables?.userOpPolicies.some(({ policy }) => isAddressEqual(policy, usageLimit.address));
  if (beginsAnew) return "action";
  const multiplexer = contracts.SmartSession.address;
  const [enabled, { limit, used }] = await Promise.all([
    client.readContract({
      address: multiplexer,
      abi: smartSessionAbi,
      functionName: "isUserOpPolicyEnabled",
      args: [account, permissionId, usageLimit.address],
    }),
    usageLimit.readState({ client, multiplexer, account, configId: toUserOpConfigId(account, permissionId) }),
  ]);
  // The policies of the operation are asked first.
  return enabled && used >= limit ? "userOp" : "action";
}
