import { HarnessError } from "./HarnessError.ts";

/** One thing that is wrong with an input. */
export interface InputProblem {
  /** Which field, as a path: `validUntil`, `sessions[2].target`. */
  readonly field: string;
  /** What was given. */
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

  /** @param problems Everything that is wrong; at least one. */
  constructor(problems: readonly [InputProblem, ...InputProblem[]]) {
    super(problems.map(({ field, value, problem }) => `${field}: ${show(value)} ${problem}`).join("\n"), {
      remedies: problems.map(({ remedy }) => remedy),
    });
    this.problems = problems;
  }

  /** The first field that is wrong. */
  get field(): string | undefined {
    return this.problems[0]?.field;
  }
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return String(value);
}
