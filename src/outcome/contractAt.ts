import { type Abi, type Address, isAddressEqual } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { policyErrorsAbi } from "../abis/policyErrorsAbi.ts";
import type { ObservedAccount } from "../account/Account.ts";
import type { Layer } from "../refusal/Refusal.ts";
import { policyAt } from "../session/policyAt.ts";
import type { Call } from "../world/Call.ts";
import type { World } from "../world/World.ts";
import { asksPolicy } from "./asksPolicy.ts";
import type { FailedCall } from "./callTrace.ts";

/** Who a contract is, on the way of a user operation. */
export interface KnownContract {
  readonly layer: Layer;
  readonly address: Address;
  /** What it may revert with, as far as it is known. */
  readonly abi: Abi;
}

/**
 * Tells who stands at an address: which layer refuses when it reverts, and how its errors are named.
 *
 * @param world Where.
 * @param account The account of the operation.
 * @param calls The operation's calls: their ABIs name the errors of their targets.
 * @param address The address.
 * @param asked Who called it and with which selector first, where that is known: what SmartSession asks as a policy
 * is one.
 * @returns The contract; what is none of the known ones is a target.
 */
export function contractAt(
  world: World,
  account: ObservedAccount,
  calls: readonly Call[],
  address: Address,
  asked?: Pick<FailedCall, "caller" | "input">,
): KnownContract {
  const is = (other: Address) => isAddressEqual(address, other);
  const { EntryPoint, SmartSession } = world.contracts;
  if (account.machinery.some(is)) return { layer: "account", address, abi: account.errorsAbi };
  if (is(SmartSession.address)) return { layer: "SmartSession", address, abi: world.release.errorsAbi };
  if (is(EntryPoint.address)) return { layer: "EntryPoint", address, abi: entryPoint07Abi };
  const asPolicy =
    asked?.caller &&
    isAddressEqual(asked.caller, SmartSession.address) &&
    asksPolicy(asked.input.slice(0, 10));
  if (asPolicy || policyAt(address)) return { layer: "policy", address, abi: policyErrorsAbi };
  return { layer: "target", address, abi: calls.find(({ to }) => is(to))?.abi ?? [] };
}
