/** What a process that runs a part of the suite is told, in its environment. */
export interface PartOfRun {
  /** Whether other processes run on the other releases of SmartSession that are there. */
  readonly isOneOfAll: boolean;
  /** Whether another process has the first part, and says what the run is on. */
  readonly isLater: boolean;
}

/**
 * Tells which part of a run this process is.
 *
 * @returns What it was told; nothing of that where it runs by itself: the processes that tests start inherit the
 * variables, but not the channel.
 */
export const partOfRun = (): PartOfRun => ({
  isOneOfAll: process.connected && process.env.TEST_IS_ONE_OF_ALL === "true",
  isLater: process.connected && process.env.TEST_IS_LATER === "true",
});

/**
 * Tells a process which part it is.
 *
 * @param part Which part.
 * @returns The variables for its environment.
 */
export const toVariables = ({ isOneOfAll, isLater }: PartOfRun): Record<string, string> => ({
  TEST_IS_ONE_OF_ALL: `${isOneOfAll}`,
  TEST_IS_LATER: `${isLater}`,
});
