import fc from "fast-check";
import type { Drawing } from "./drawing.ts";

/**
 * Draws cases until one fails, and brings it to a short one.
 *
 * @param property What has to hold.
 * @param drawing How much is drawn, and from where.
 * @param Failure The error that it fails with; another one is a mistake in the test, and thrown.
 * @param shrink Whether a case is brought to a short one. Default: yes.
 * @returns The case, with its error and how to play it again; undefined where none failed.
 */
export async function findCounterexample<Case>(
  property: fc.IAsyncProperty<Case>,
  { runs, seed, path }: Pick<Drawing, "runs"> & Partial<Drawing>,
  Failure: new (message: string) => Error,
  shrink = true,
): Promise<string | undefined> {
  const details = await fc.check(property, {
    numRuns: runs,
    endOnFailure: !shrink,
    ...(seed !== undefined && { seed }),
    ...(path !== undefined && { path }),
  });
  if (!details.failed) return undefined;
  const { errorInstance, counterexamplePath } = details;
  if (!(errorInstance instanceof Failure)) throw errorInstance;
  const again = `FC_SEED=${details.seed} FC_PATH=${counterexamplePath}`;
  return `${errorInstance.message}\n\n${fc.defaultReportMessage(details)}\nAgain: ${again}`;
}
