import { HarnessError, type HarnessErrorOptions } from "./HarnessError.ts";
import { presentable } from "./presentable.ts";

/** Mistakes that a program may want to tell from others, whatever their words. */
export type ProblemKind =
  /** A time in milliseconds where seconds are meant. */
  | "milliseconds"
  /** A limit that no policy can keep. */
  | "unenforceable"
  /** What could never be used. */
  | "dead"
  /** The fallback action, which opens every target. */
  | "fallback"
  /** A target that decides for accounts. */
  | "deciding"
  /** A name that another has as well. */
  | "repeatedName";

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
  /** What sort of mistake it is, where that is told from others. */
  readonly kind?: ProblemKind;
}

/** An input cannot be meant: nothing was sent or written. */
export class InvalidInputError extends HarnessError {
  override readonly code = "INVALID_INPUT";
  /** Everything that is wrong, in the order of the input. */
  readonly problems: readonly [InputProblem, ...InputProblem[]];
  /** The file whose fields these are, as it was given; undefined where they come from elsewhere. */
  readonly source: string | undefined;

  /**
   * @param given Everything that is wrong; at least one.
   * @param options The error that showed it, where there was one; the file whose fields these are.
   */
  constructor(
    [first, ...rest]: readonly [InputProblem, ...InputProblem[]],
    { cause, source }: Pick<HarnessErrorOptions, "cause"> & { readonly source?: string | undefined } = {},
  ) {
    const problems = [toPresentable(first), ...rest.map(toPresentable)] as const;
    const where = source === undefined ? "" : `${source}: `;
    const lines = problems.map(
      ({ field, value, problem, remedy }) => `${where}${field}: ${quote(value)} ${problem}\n  → ${remedy}`,
    );
    super(lines.join("\n"), { cause });
    this.problems = problems;
    this.source = source;
  }
}

const toPresentable = (problem: InputProblem): InputProblem => ({
  ...problem,
  field: String(presentable(problem.field)),
  value: presentable(problem.value),
});

function quote(value: unknown): string {
  return typeof value === "string" && !value.startsWith("(") ? JSON.stringify(value) : String(value);
}
