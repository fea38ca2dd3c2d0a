import type { Hex } from "viem";
import type { Rule } from "../../src/index.ts";
import type { AccountOfMatrix } from "./accounts.ts";
import type { SceneByHand } from "./byHand.ts";
import type { ExpectedRefusal } from "./expectOutcome.ts";
import { type NamedPolicy, notGranted, violated } from "./refusals.ts";

/** An error of a policy, which SmartSession cuts and the harness asks for whole. */
export interface PolicyError {
  readonly code: string;
  readonly rule: Rule;
  readonly args?: ExpectedRefusal["args"];
}

/**
 * How the refusals of policies look on a kind of account.
 *
 * @param matrix The kind of account.
 * @param scene The scene with the account.
 * @returns The refusals.
 */
export function policyRefusals(
  { reverted }: Pick<AccountOfMatrix, "reverted">,
  { smartSession, account }: Pick<SceneByHand, "smartSession" | "account">,
) {
  const reverts = (policy: NamedPolicy, { code, rule, args = {} }: PolicyError): ExpectedRefusal => ({
    layer: "policy",
    code,
    rule,
    args,
    policy: policy.name,
    layers: [...reverted, "SmartSession PolicyCheckReverted", `policy ${code}`],
  });

  return {
    /** A policy says no. */
    violates: (policy: NamedPolicy, rule: Rule, permissionId: Hex) =>
      violated(reverted, policy, rule, permissionId),
    /** A policy reverts. */
    reverts,
    /** A policy adds up what no number can hold. */
    overflows: (policy: NamedPolicy, rule: Rule) =>
      reverts(policy, { code: "Panic", rule, args: { reason: 17n } }),
    /** A policy was enabled with what it cannot judge by. */
    unusable: (policy: NamedPolicy, configId: Hex) =>
      reverts(policy, {
        code: "PolicyNotInitialized",
        rule: "policyConfigured",
        args: { id: configId, multiplexer: smartSession, account: account.address },
      }),
    /** No action of the session is the call's. */
    notGranted: (permissionId: Hex) => notGranted(reverted, permissionId),
  };
}
