import type { Address, Hex } from "viem";
import { type Layer, type ReleaseName, type Rule, usageLimit } from "../../src/index.ts";
import type { ExpectedRefusal } from "./expectOutcome.ts";

/** A refusal of what was mined, its calls undone: see `expectReverted`. */
export type ExpectedRevert = Omit<ExpectedRefusal, "rule">;

/** A policy, as a refusal names it. */
export interface NamedPolicy {
  readonly name: string;
  readonly address: Address;
}

/**
 * A refusal in SmartSession's own words.
 *
 * @param reverted What is heard before them, see `AccountOfMatrix`.
 * @param code The error.
 * @param args Its arguments. Default: none.
 * @param rule The rule. Default: that no action grants the call.
 * @returns What is to be expected.
 */
export const bySmartSession = (
  reverted: readonly string[],
  code: string,
  args: ExpectedRefusal["args"] = {},
  rule: Rule = "action",
): ExpectedRefusal => ({
  layer: "SmartSession",
  code,
  rule,
  args,
  layers: [...reverted, `SmartSession ${code}`],
});

/** No action of the session, or none with a policy, stands for the call. */
export const notGranted = (reverted: readonly string[], permissionId: Hex): ExpectedRefusal =>
  bySmartSession(reverted, "NoPoliciesSet", { permissionId });

/** The account has no such session. */
export const notEnabled = (reverted: readonly string[], permissionId: Hex): ExpectedRefusal =>
  bySmartSession(reverted, "InvalidPermissionId", { permissionId }, "sessionEnabled");

/** The signature is not the session key's over this operation. */
export const wrongKey = (permissionId: Hex): ExpectedRefusal => ({
  layer: "SmartSession",
  code: "SIG_VALIDATION_FAILED",
  rule: "sessionKey",
  args: { permissionId },
  layers: ["bundler -32507", "EntryPoint AA24", "SmartSession SIG_VALIDATION_FAILED"],
});

/** The nonce is not the next one of its key. */
export const wrongNonce: ExpectedRefusal = {
  layer: "EntryPoint",
  code: "AA25",
  rule: "nonce",
  args: { reason: "AA25 invalid account nonce" },
  layers: ["bundler -32500", "EntryPoint AA25"],
};

/**
 * A policy says no.
 *
 * @param reverted What is heard before, see `AccountOfMatrix`.
 * @param policy The policy.
 * @param rule What of the permission is broken.
 * @param permissionId The session.
 * @returns What is to be expected.
 */
export const violated = (
  reverted: readonly string[],
  policy: NamedPolicy,
  rule: Rule,
  permissionId: Hex,
): ExpectedRefusal => ({
  layer: "policy",
  code: "PolicyViolation",
  rule,
  args: { permissionId, policy: policy.address },
  layers: [...reverted, "policy PolicyViolation"],
  policy: policy.name,
});

/** A limit of uses has come to its end. */
export const usedUp = (
  reverted: readonly string[],
  permissionId: Hex,
  rule: "maxUses" | "maxOperations" = "maxUses",
): ExpectedRefusal => violated(reverted, usageLimit, rule, permissionId);

/**
 * A session is used before or after its time frame.
 *
 * @param rule The bound that is broken.
 * @param range The time frame and the chain's time, in Unix seconds.
 * @returns What is to be expected.
 */
export const outOfTime = (
  rule: "validAfter" | "validUntil",
  range: { readonly validAfter: bigint; readonly validUntil: bigint; readonly timestamp: bigint },
): ExpectedRefusal => ({
  layer: "EntryPoint",
  code: "AA22",
  rule,
  args: { reason: "AA22 expired or not due", ...range },
  layers: ["bundler -32503", "EntryPoint AA22", "policy time range"],
  policy: "TimeFramePolicy",
});

/**
 * Who is called refuses, and the operation's calls are undone.
 *
 * @param hiding What is heard before, see `AccountOfMatrix`.
 * @param layer Who refuses.
 * @param code The error.
 * @param args Its arguments. Default: none.
 * @returns What is to be expected.
 */
export const undoneBy = (
  hiding: readonly string[],
  layer: Layer,
  code: string,
  args: ExpectedRevert["args"] = {},
): ExpectedRevert => ({ layer, code, args, layers: [...hiding, `${layer} ${code}`] });

/**
 * A session with what is no policy is not enabled. The beta asks it by ERC-165 what it is, and reverts without a word
 * where there is no code, and with what is there where that reverts.
 *
 * @param hiding What is heard before, see `AccountOfMatrix`.
 * @param release The release of SmartSession.
 * @param policy What is no policy.
 * @param hasCode Whether it is a contract. Default: it is none.
 * @returns What is to be expected.
 */
export const noPolicy = (
  hiding: readonly string[],
  release: ReleaseName,
  policy: Address,
  hasCode = false,
): ExpectedRevert => {
  if (release !== "beta") return undoneBy(hiding, "SmartSession", "UnsupportedPolicy", { policy });
  if (!hasCode) return undoneBy(hiding, "SmartSession", "no data");
  return { ...undoneBy(hiding, "policy", "no data"), policy: "unknown policy" };
};
