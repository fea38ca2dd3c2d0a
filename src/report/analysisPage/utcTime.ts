import { type Html, html } from "./html.ts";

/** The last second that a date is written with four digits of; a session's end may be any time of 48 bits. */
export const endOfDates = 253_402_300_799n;

/**
 * A time in UTC, for people and machines.
 *
 * @param seconds Unix seconds.
 * @param precision What is left out: the seconds, or the time of the day.
 * @returns The time as a `time` element: `2026-12-01 10:00`.
 */
export function utcTime(seconds: bigint, precision: "minute" | "day" = "minute"): Html {
  if (seconds > endOfDates) return html`after the year 9999`;
  const iso = new Date(Number(seconds) * 1000).toISOString();
  return html`<time datetime="${iso}">${utcText(seconds, precision)}</time>`;
}

/**
 * A time in UTC, for people.
 *
 * @param seconds Unix seconds.
 * @param precision What is left out: the seconds, or the time of the day.
 * @returns `2026-12-01 10:00`, `2026-12-01`; `@253402300800`, Unix seconds, after the year 9999.
 */
export function utcText(seconds: bigint, precision: "minute" | "day" = "minute"): string {
  if (seconds > endOfDates) return `@${seconds}`;
  const [date, time = ""] = new Date(Number(seconds) * 1000).toISOString().split("T");
  return precision === "day" ? `${date}` : `${date} ${time.slice(0, 5)}`;
}
