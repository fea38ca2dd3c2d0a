const units = [
  [86_400n, "d"],
  [3_600n, "h"],
  [60n, "min"],
  [1n, "s"],
] as const;

/**
 * A time in words, and how far it is.
 *
 * @param time Unix seconds.
 * @param now The chain's time, in Unix seconds.
 * @returns `2026-12-01 10:00:00Z (in 23 h)`.
 */
export function timeText(time: bigint, now: bigint): string {
  const iso = new Date(Number(time) * 1000).toISOString().replace("T", " ").replace(".000Z", "Z");
  return `${iso} (${distanceText(time, now)})`;
}

/**
 * How far a time is.
 *
 * @param time Unix seconds.
 * @param now The chain's time, in Unix seconds.
 * @returns `in 23 h`, `2 d ago`, `now`: in the greatest unit, rounded down.
 */
export function distanceText(time: bigint, now: bigint): string {
  const seconds = time > now ? time - now : now - time;
  if (seconds === 0n) return "now";
  const [size, unit] = units.find(([length]) => seconds >= length) ?? [1n, "s"];
  const amount = `${seconds / size} ${unit}`;
  return time > now ? `in ${amount}` : `${amount} ago`;
}
