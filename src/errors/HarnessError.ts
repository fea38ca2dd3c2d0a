/** What every error of this library may be given beside its first line. */
export interface HarnessErrorOptions {
  /** What to do about it, the likeliest first. */
  readonly remedies?: readonly string[];
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * The base of every error that this library throws: a short first line, then what to do about it.
 *
 * @example
 * ```ts
 * try {
 *   await harness.createAccount();
 * } catch (error) {
 *   if (error instanceof HarnessError) console.error(error.code, error.message);
 * }
 * ```
 */
export abstract class HarnessError extends Error {
  /** A stable name for programs, for example `INVALID_INPUT`. */
  abstract readonly code: string;
  /** The first line of the message. */
  readonly shortMessage: string;
  /** What to do about it, the likeliest first. */
  readonly remedies: readonly string[];

  /**
   * @param shortMessage What went wrong, in one line.
   * @param options Remedies and the cause.
   */
  constructor(shortMessage: string, { remedies = [], cause }: HarnessErrorOptions = {}) {
    super([shortMessage, ...remedies.map((remedy) => `  → ${remedy}`)].join("\n"), { cause });
    this.name = new.target.name;
    this.shortMessage = shortMessage;
    this.remedies = remedies;
  }

  /**
   * Looks through this error and those that led to it.
   *
   * @param matches Which error is looked for.
   * @returns The first that matches, from this one inward, or undefined.
   */
  walk(matches: (error: unknown) => boolean): unknown {
    let at: unknown = this;
    while (at !== undefined && !matches(at)) at = at instanceof Error ? at.cause : undefined;
    return at;
  }
}
