import { type Address, type Hex, slice, toFunctionSelector } from "viem";
import { policyErrorsAbi } from "../abis/policyErrorsAbi.ts";
import { sessionValidatorErrorsAbi } from "../abis/sessionValidatorErrorsAbi.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import type { World } from "../world/World.ts";
import type { FailedCallee } from "./askValidator.ts";
import { declaresError, decodeRevert } from "./decodeRevert.ts";

/** How SmartSession asks a session validator (ERC-7780); it asks nobody else so. */
const asksSignature = toFunctionSelector("validateSignatureWithData(bytes32,bytes,bytes)");

/**
 * Names what SmartSession's `validateUserOp` reverted with: its own error, or that of a policy or of the session
 * validator below it.
 *
 * @param world Where.
 * @param answer The revert data, and whose revert it was where that is known.
 * @param known Whether it came with the refusal or was asked for.
 * @returns The layers that spoke, from outside in.
 */
export function validatorLayers(
  world: World,
  { revert, callee }: { readonly revert: Hex; readonly callee?: FailedCallee },
  known: RefusalLayer["known"],
): RefusalLayer[] {
  const { SmartSession } = world.contracts;
  if (callee?.input.startsWith(asksSignature)) {
    const { address, data } = callee;
    const error = callee.halt
      ? { code: callee.halt, args: {} }
      : decodeRevert(sessionValidatorErrorsAbi, data);
    return [{ layer: "SmartSession", address, data, known, ...error }];
  }
  const error = decodeRevert(world.release.errorsAbi, revert);
  const own = { address: SmartSession.address, data: revert, known, ...error };
  if (callee) {
    // SmartSession cuts a policy's error to one word: the whole is asked for.
    const { address, data, halt } = callee;
    const whole = halt ? { code: halt, args: {} } : decodeRevert(policyErrorsAbi, data);
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
  if (declaresError(sessionValidatorErrorsAbi, revert)) {
    return [
      { layer: "SmartSession", data: revert, known, ...decodeRevert(sessionValidatorErrorsAbi, revert) },
    ];
  }
  return [{ layer: "SmartSession", ...own }];
}

/** The first 4 of the 32 bytes that are left of a policy's error name it; its arguments are lost. */
function cutError({ truncated }: RefusalLayer["args"]): Pick<RefusalLayer, "code" | "args"> {
  const selector = slice(truncated as Hex, 0, 4);
  const item = policyErrorsAbi.find(
    ({ name, inputs }) =>
      toFunctionSelector({ type: "function", name, inputs, outputs: [], stateMutability: "view" }) ===
      selector,
  );
  return { code: item?.name ?? (selector === "0x00000000" ? "no data" : selector), args: { truncated } };
}
