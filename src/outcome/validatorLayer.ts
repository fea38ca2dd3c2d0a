import type { Address, Hex } from "viem";
import { policyErrorsAbi } from "../abis/policyErrorsAbi.ts";
import { sessionValidatorErrorsAbi } from "../abis/sessionValidatorErrorsAbi.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import type { World } from "../world/World.ts";
import { declaresError, decodeRevert } from "./decodeRevert.ts";

/** Errors in which SmartSession reports that a policy refused. */
const reportsPolicy = new Set(["PolicyViolation", "PolicyCheckReverted"]);

/**
 * Names what SmartSession's `validateUserOp` reverted with: its own error, or one of a policy or of the session
 * validator that it passes on.
 *
 * @param world Where.
 * @param data The revert data.
 * @param known Whether it came with the refusal or was asked for.
 * @returns The layer that refused.
 */
export function validatorLayer(world: World, data: Hex, known: RefusalLayer["known"]): RefusalLayer {
  const { SmartSession, OwnableValidator } = world.contracts;
  if (declaresError(policyErrorsAbi, data)) {
    return { layer: "policy", data, known, ...decodeRevert(policyErrorsAbi, data) };
  }
  if (declaresError(sessionValidatorErrorsAbi, data)) {
    const error = decodeRevert(sessionValidatorErrorsAbi, data);
    return { layer: "SmartSession", address: OwnableValidator.address, data, known, ...error };
  }
  const error = decodeRevert(world.release.errorsAbi, data);
  if (!reportsPolicy.has(error.code)) {
    return { layer: "SmartSession", address: SmartSession.address, data, known, ...error };
  }
  const { policy } = error.args as { policy?: Address };
  return { layer: "policy", ...(policy && { address: policy }), data, known, ...error };
}
