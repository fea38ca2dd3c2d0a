import type { Outcome } from "../refusal/Outcome.ts";
import type { Layer, Rule } from "../refusal/Refusal.ts";

/** How a step should end. */
export type Expectation =
  | { readonly status: "accepted" }
  | { readonly status: "rejected"; readonly layer: Layer; readonly code: string; readonly rule: Rule };

/** Something about the chain that should be so after a step. */
export interface Check {
  readonly what: string;
  readonly expected: bigint | boolean;
  readonly actual: bigint | boolean;
}

/** One step of a scenario, as it went. */
export interface Step {
  readonly title: string;
  readonly expected: Expectation;
  /** What became of the user operation. */
  readonly outcome: Outcome;
  /** What the chain says afterwards. */
  readonly checks: readonly Check[];
  /** Whether the outcome and every check are as they should be. */
  readonly ok: boolean;
  /** How long the step took, in milliseconds. */
  readonly milliseconds: number;
}

/**
 * Whether an outcome is the one that was expected, by layer, error and rule.
 *
 * @param outcome What became of the operation.
 * @param expected How it should end.
 * @returns True where it did.
 */
export function isExpected(outcome: Outcome, expected: Expectation): boolean {
  if (outcome.status === "accepted" || expected.status === "accepted")
    return outcome.status === expected.status;
  const { layer, code, rule } = outcome.refusal;
  return layer === expected.layer && code === expected.code && rule === expected.rule;
}
