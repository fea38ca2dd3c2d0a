/** How samples lie. */
export interface Spread {
  readonly count: number;
  /** The middle one, or between the middle two. */
  readonly median: number;
  /** The sample that about a twentieth of the others is less than. */
  readonly low: number;
  /** The sample that about a twentieth of the others is more than. */
  readonly high: number;
}

/**
 * Says how samples lie.
 *
 * @param samples At least one.
 * @returns Their median, and where nine tenths of them are.
 */
export function spread(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((one, other) => one - other);
  const last = sorted.length - 1;
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return {
    count: sorted.length,
    median: (at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2,
    low: at(Math.round(last * 0.05)),
    high: at(Math.round(last * 0.95)),
  };
}
