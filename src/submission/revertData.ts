import { type Hex, isHex } from "viem";

/**
 * Finds the bytes that a call reverted with, wherever a provider or viem has put them.
 *
 * @param error What was thrown.
 * @returns The revert data, or undefined where the error is not a revert.
 */
export function revertData(error: unknown): Hex | undefined {
  for (let at = error; typeof at === "object" && at !== null; at = (at as { cause?: unknown }).cause) {
    const { data } = at as { data?: unknown };
    if (isHex(data)) return data;
    if (typeof data === "object" && data !== null) {
      const nested = (data as { data?: unknown }).data;
      if (isHex(nested)) return nested;
    }
  }
  return undefined;
}
