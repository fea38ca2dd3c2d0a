import type { Complaint } from "../config/parseInput.ts";

const minute = 60n;
const hour = 60n * minute;
const day = 24n * hour;

/** Seconds of each unit. A month is thirty days. */
const units: readonly (readonly [name: RegExp, seconds: bigint])[] = [
  [/^(min|minutes?)$/, minute],
  [/^(h|hours?)$/, hour],
  [/^(d|days?)$/, day],
  [/^(w|weeks?)$/, 7n * day],
  [/^months?$/, 30n * day],
];

/** The durations to offer to a person. */
export const durations = ["1 hour", "6 hours", "1 day", "1 week", "1 month"] as const;

/**
 * Reads a duration by name.
 *
 * @param written A number and a unit: `1 hour`, `24h`, `7d`, `1 month` (of thirty days).
 * @returns Seconds, or what is wrong with it.
 */
export function parseDuration(written: string): bigint | Complaint {
  const [, count, name] = /^\s*(\d{1,9})\s*([a-z]+)\s*$/i.exec(written) ?? [];
  const seconds = units.find(([unit]) => name !== undefined && unit.test(name.toLowerCase()))?.[1];
  if (seconds === undefined || BigInt(count ?? 0) === 0n) {
    return {
      problem: "is not a duration",
      remedy: `Give a number and a unit (min, h, d, w, month): ${durations.map((one) => `"${one}"`).join(", ")}, "24h".`,
    };
  }
  return BigInt(count ?? 0) * seconds;
}
