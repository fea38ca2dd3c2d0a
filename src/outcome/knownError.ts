import { HarnessError } from "../errors/HarnessError.ts";

/**
 * Takes an error of this library out of what viem and permissionless have wrapped around it: their words would stand
 * before its own, and its remedies be buried.
 *
 * @param error What was thrown.
 * @returns The error of this library that led to it; where there is none, the error itself.
 */
export function knownError(error: unknown): unknown {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof HarnessError) return at;
  return error;
}
