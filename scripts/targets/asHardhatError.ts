/** What is used of Hardhat's own errors, whose class is in no package of ours. */
export interface KnownHardhatError extends Error {
  /** The digits of its code: 10410 for HHE10410. */
  readonly number: number;
  readonly messageArguments: Readonly<Record<string, unknown>>;
  /** The message, without the code. */
  readonly formattedMessage: string;
}

/**
 * Takes an error for one of Hardhat's own, where it is one.
 *
 * @param error Any error.
 * @returns The error; undefined where it is none of Hardhat's.
 */
export function asHardhatError(error: unknown): KnownHardhatError | undefined {
  const isOne = error instanceof Error && error.name === "HardhatError" && "formattedMessage" in error;
  return isOne ? (error as KnownHardhatError) : undefined;
}
