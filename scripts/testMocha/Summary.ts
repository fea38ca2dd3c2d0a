/** How many tests ended how, as Hardhat adds them up. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly todo: number;
}

/**
 * Adds up how tests ended.
 *
 * @param summaries How they ended, each for some of them.
 * @returns How all of them did.
 */
export const addUp = (summaries: readonly Summary[]): Summary =>
  summaries.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
      todo: sum.todo + one.todo,
    }),
    { passed: 0, failed: 0, skipped: 0, todo: 0 },
  );
