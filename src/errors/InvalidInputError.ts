import { HarnessError } from "./HarnessError.ts";

/** One thing that is wrong with an input. */
export interface InputProblem {
  /** Which field, as a path: `validUntil`, `sessions[2].target`. */
  readonly field: string;
  /** What was given; what may be a secret, or is no plain value, is described instead. */
  readonly value: unknown;
  /** What is wrong with it. */
  readonly problem: string;
  /** What to give instead. */
  readonly remedy: string;
}

/** An input cannot be meant: nothing was sent or written. */
export class InvalidInputError extends HarnessError {
  override readonly code = "INVALID_INPUT";
  /** Everything that is wrong, in the order of the input. */
  readonly problems: readonly InputProblem[];

  /** @param given Everything that is wrong; at least one. */
  constructor(given: readonly [InputProblem, ...InputProblem[]]) {
    const problems = given.map((problem) => ({ ...problem, value: presentable(problem.value) }));
    const lines = problems.map(
      ({ field, value, problem, remedy }) => `${field}: ${quote(value)} ${problem}\n  → ${remedy}`,
    );
    super(lines.join("\n"));
    this.problems = problems;
  }
}

/** Longer texts are cut: they are pasted, not typed. */
const longest = 100;

/** A value that may be shown: an error must not carry a key into a log, whichever field it was put in. */
function presentable(value: unknown): unknown {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "(a list)" : "(an object)";
  if (typeof value === "function") return "(a function)";
  if (typeof value !== "string") return value;
  const mayBeSecret = /[0-9a-f]{64}/i.test(value) || value.trim().split(/\s+/).length >= 12;
  if (mayBeSecret) return "(not shown: it may be a private key or a recovery phrase)";
  return value.length > longest ? `${value.slice(0, longest)}…` : value;
}

function quote(value: unknown): string {
  return typeof value === "string" && !value.startsWith("(") ? JSON.stringify(value) : String(value);
}
