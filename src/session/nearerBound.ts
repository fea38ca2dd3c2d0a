/**
 * Which end of a time range a time is beyond, or where it is inside, nearer to.
 *
 * @param range In Unix seconds, as is the time; 0 where there is no beginning or no end.
 * @returns The bound.
 */
export function nearerBound({
  validAfter,
  validUntil,
  timestamp,
}: {
  validAfter: bigint;
  validUntil: bigint;
  timestamp: bigint;
}): "validAfter" | "validUntil" {
  if (validUntil === 0n) return "validAfter";
  if (validAfter === 0n) return "validUntil";
  return timestamp - validAfter < validUntil - timestamp ? "validAfter" : "validUntil";
}
