/**
 * Writes a time of the chain's.
 *
 * @param seconds Unix seconds.
 * @returns `1795378003 (2026-11-22T20:06:43Z)`; the number alone where no calendar has it.
 */
export function writtenTime(seconds: unknown): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime())
    ? String(seconds)
    : `${seconds} (${date.toISOString().replace(".000Z", "Z")})`;
}
