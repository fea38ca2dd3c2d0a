import type { Hex } from "viem";
import { type Rule, usageLimit } from "../../src/index.ts";
import type { ExpectedRefusal } from "./expectOutcome.ts";

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

/** A limit of uses has come to its end. */
export const usedUp = (
  reverted: readonly string[],
  permissionId: Hex,
  rule: "maxUses" | "maxOperations" = "maxUses",
): ExpectedRefusal => ({
  layer: "policy",
  code: "PolicyViolation",
  rule,
  args: { permissionId, policy: usageLimit.address },
  layers: [...reverted, "policy PolicyViolation"],
  policy: "UsageLimitPolicy",
});
