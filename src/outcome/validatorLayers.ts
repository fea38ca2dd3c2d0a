import { type Address, type Hex, isAddressEqual, slice, toFunctionSelector } from "viem";
import { policyErrorsAbi } from "../abis/policyErrorsAbi.ts";
import { sessionValidatorErrorsAbi } from "../abis/sessionValidatorErrorsAbi.ts";
import type { Account } from "../account/Account.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import type { World } from "../world/World.ts";
import type { FailedCall } from "./callTrace.ts";
import { declaredError, decodeRevert, type NamedError } from "./decodeRevert.ts";

/** How SmartSession asks a session validator (ERC-7780); it asks nobody else so. */
const asksSignature = toFunctionSelector("validateSignatureWithData(bytes32,bytes,bytes)");

/** How it asks the account whether its owner has signed that a session be enabled (ERC-1271). */
const asksOwner = toFunctionSelector("isValidSignature(bytes32,bytes)");

/**
 * Names what SmartSession's `validateUserOp` reverted with: its own error, or that of a policy, of the
 * session validator or of the account below it.
 *
 * @param world Where.
 * @param account The account of the operation, whom SmartSession asks whether its owner enables a session.
 * @param answer The revert data, and whose revert it was where that is known.
 * @param known Whether it came with the refusal or was asked for.
 * @returns The layers that spoke, from outside in.
 */
export function validatorLayers(
  world: World,
  account: Account,
  { revert, callee }: { readonly revert: Hex; readonly callee?: FailedCall },
  known: RefusalLayer["known"],
): RefusalLayer[] {
  const { SmartSession } = world.contracts;
  if (callee?.input.startsWith(asksSignature)) {
    const { address, data } = callee;
    const error = decodeRevert(sessionValidatorErrorsAbi, data, callee.halt);
    return [{ layer: "SmartSession", address, data, known, ...error }];
  }
  const error = decodeRevert(world.release.errorsAbi, revert);
  const own = { address: SmartSession.address, data: revert, known, ...error };
  if (callee) {
    const { address, data, halt } = callee;
    if (account.machinery.some((one) => isAddressEqual(one, address))) {
      const said = { layer: "account", address, data, known } as const;
      const rule = callee.input.startsWith(asksOwner) && ({ rule: "enableSignature" } as const);
      return [{ ...said, ...rule, ...decodeRevert(account.errorsAbi, data, halt) }];
    }
    // SmartSession cuts a policy's error to one word: the whole is asked for.
    const whole = decodeRevert(policyErrorsAbi, data, halt);
    return [
      { layer: "SmartSession", ...own },
      { layer: "policy", address, data, known: "asked", ...whole },
    ];
  }
  if (error.code === "PolicyViolation") {
    return [{ layer: "policy", ...own, address: (error.args as { policy: Address }).policy }];
  }
  if (error.code === "PolicyCheckReverted") {
    return [
      { layer: "SmartSession", ...own },
      { layer: "policy", data: revert, known, ...cutError(error.args) },
    ];
  }
  // Without a trace a name is all there is: what the session validator alone declares is its own.
  if (declaredError(sessionValidatorErrorsAbi, revert)) {
    return [
      { layer: "SmartSession", data: revert, known, ...decodeRevert(sessionValidatorErrorsAbi, revert) },
    ];
  }
  return [{ layer: "SmartSession", ...own }];
}

/** The first 4 of the 32 bytes that are left of a policy's error name it; its arguments are lost. */
function cutError({ truncated }: RefusalLayer["args"]): NamedError {
  const selector = slice(truncated as Hex, 0, 4);
  const unnamed = selector === "0x00000000" ? "no data" : selector;
  return { code: declaredError(policyErrorsAbi, selector) ?? unnamed, args: { truncated } };
}
