/**
 * A time as a person reads it.
 *
 * @param time Unix seconds.
 * @returns `2027-01-01T00:00:00Z`.
 */
export const timeText = (time: bigint): string =>
  new Date(Number(time) * 1000).toISOString().replace(".000Z", "Z");
