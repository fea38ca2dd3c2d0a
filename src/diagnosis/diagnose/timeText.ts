/** The last second that a date can be, by JavaScript's calendar. */
const lastDate = 8_640_000_000_000n;

/**
 * A time, and how far it is.
 *
 * @param time Unix seconds.
 * @param now Unix seconds.
 * @returns `1795378003 (2026-11-22T20:06:43Z, 60 s from now)`.
 */
export function timeText(time: bigint, now: bigint): string {
  const distance = time < now ? `${now - time} s ago` : `${time - now} s from now`;
  const date =
    time <= lastDate ? `${new Date(Number(time) * 1000).toISOString().replace(".000Z", "Z")}, ` : "";
  return `${time} (${date}${distance})`;
}
