import { type Address, type Hex, isAddressEqual, slice, toFunctionSelector } from "viem";
import { policyErrorsAbi } from "../abis/policyErrorsAbi.ts";
import { sessionValidatorErrorsAbi } from "../abis/sessionValidatorErrorsAbi.ts";
import type { ObservedAccount } from "../account/Account.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import type { DecodedSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { asksPolicy, configuresPolicy } from "./asksPolicy.ts";
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
 * @param signed What the operation's signature says.
 * @param answer The revert data, and whose revert it was where that is known.
 * @param known Whether it came with the refusal or was asked for.
 * @returns The layers that spoke, from outside in.
 */
export function validatorLayers(
  world: World,
  account: ObservedAccount,
  signed: DecodedSignature | undefined,
  { revert, callee }: { readonly revert: Hex; readonly callee?: FailedCall },
  known: RefusalLayer["known"],
): RefusalLayer[] {
  const { address } = world.contracts.SmartSession;
  const error = decodeRevert(world.release.errorsAbi, revert);
  const own = { layer: "SmartSession", address, data: revert, known, ...error } as const;
  if (callee) return calleeLayers(account, own, callee);

  // Without a trace a name is all there is.
  if (error.code === "PolicyViolation") {
    return [{ ...own, layer: "policy", address: (error.args as { policy: Address }).policy }];
  }
  if (error.code === "PolicyCheckReverted") {
    return [own, { layer: "policy", data: revert, known, ...cutError(error.args) }];
  }
  if (declaredError(world.release.errorsAbi, revert)) return [own];
  const foreign = decodeRevert(
    [...sessionValidatorErrorsAbi, ...account.errorsAbi, ...policyErrorsAbi],
    revert,
  );
  // While a session is enabled the account and the policies are asked, too, and nothing tells whose words these are.
  if (signed?.enables) return [{ ...own, ...foreign, rule: "unknown" }];
  return declaredError(sessionValidatorErrorsAbi, revert)
    ? [{ layer: "SmartSession", data: revert, known, ...foreign }]
    : [own];
}

/** SmartSession asked somebody, who reverted: by what was asked it is known who that is. */
function calleeLayers(account: ObservedAccount, own: RefusalLayer, callee: FailedCall): RefusalLayer[] {
  const { address, input, data, halt } = callee;
  const { known } = own;
  const asked = input.slice(0, 10);
  if (asked === asksSignature) {
    const error = decodeRevert(sessionValidatorErrorsAbi, data, halt);
    return [{ layer: "SmartSession", address, data, known, ...error }];
  }
  if (asked === asksOwner && account.machinery.some((one) => isAddressEqual(one, address))) {
    // The owner's validator speaks through the account.
    const error = decodeRevert([...account.errorsAbi, ...sessionValidatorErrorsAbi], data, halt);
    return [{ layer: "account", address, data, known, rule: "enableSignature", ...error }];
  }
  // SmartSession cuts a policy's error to one word: the whole is asked for.
  const whole = { address, data, known: "asked", ...decodeRevert(policyErrorsAbi, data, halt) } as const;
  if (asked === configuresPolicy) return [own, { layer: "policy", rule: "policyConfigured", ...whole }];
  if (asksPolicy(asked)) return [own, { layer: "policy", ...whole }];
  // A module registry (ERC-7484), or a session validator that is asked what it is.
  return [{ ...own, address, data, ...decodeRevert([], data, halt), rule: "unknown" }];
}

/** The first 4 of the 32 bytes that are left of a policy's error name it; its arguments are lost. */
function cutError({ truncated }: RefusalLayer["args"]): NamedError {
  const selector = slice(truncated as Hex, 0, 4);
  const unnamed = selector === "0x00000000" ? "no data" : selector;
  return { code: declaredError(policyErrorsAbi, selector) ?? unnamed, args: { truncated } };
}
