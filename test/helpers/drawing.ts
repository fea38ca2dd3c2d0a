/** How much is drawn, and from where. */
export interface Drawing {
  /** How many cases. */
  readonly runs: number;
  /** The seed; another one each time where it is undefined. */
  readonly seed: number | undefined;
  /** Where a failed run stood (fast-check's `path`): only that case is played again. */
  readonly path: string | undefined;
}

/**
 * How much a property test draws: as much as the environment asks for (FC_RUNS), from the seed and on the path that a
 * failure printed (FC_SEED, FC_PATH).
 *
 * @param runs How many cases where the environment does not say.
 * @returns The drawing.
 */
export const readDrawing = (runs: number): Drawing => ({
  runs: number("FC_RUNS") ?? runs,
  seed: number("FC_SEED"),
  path: process.env.FC_PATH,
});

function number(name: string): number | undefined {
  const text = process.env[name];
  return text === undefined || text === "" ? undefined : Number(text);
}
