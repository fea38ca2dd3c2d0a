import type { Complaint } from "../config/parseInput.ts";
import { lastTimestamp } from "../config/schemas.ts";

/** What a time looks like as text: Unix seconds, or ISO 8601 with a zone. */
export const timePattern = /^(\d{1,15}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.0+)?)?(Z|[+-]\d{2}:\d{2}))$/;

/**
 * Reads a time.
 *
 * @param written Unix seconds as a number or decimal digits, or ISO 8601 with a zone: `2027-01-01T00:00:00Z`.
 * @returns Unix seconds, or what is wrong with it.
 */
export function parseTime(written: number | string): bigint | Complaint {
  if (typeof written === "number" || /^\d+$/.test(written)) return BigInt(written);
  const milliseconds = Date.parse(written);
  // A day that its month does not have would be taken for one of the next.
  const [year = 0, month = 0, day = 0] = written.slice(0, 10).split("-").map(Number);
  const dayOfMonth = new Date(Date.UTC(year, month - 1, day)).getUTCDate();
  if (Number.isNaN(milliseconds) || dayOfMonth !== day) {
    return {
      problem: "is no time that there is",
      remedy: "Look at its month, day, hours, minutes, seconds and zone.",
    };
  }
  if (milliseconds < 0) {
    return { problem: "is before 1970", remedy: "Give a time from 1970-01-01T00:00:00Z on." };
  }
  const seconds = BigInt(milliseconds / 1000);
  if (seconds <= lastTimestamp) return seconds;
  return {
    problem: "is beyond the year 5138",
    remedy: "Give an earlier time, or leave it out where no expiry is meant.",
  };
}
