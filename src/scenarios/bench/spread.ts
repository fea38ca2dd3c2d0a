/** How samples lie. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  /** A twentieth of the samples is less. */
  readonly low: number;
  /** A twentieth of the samples is more. */
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
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { count: sorted.length, median: at(0.5), low: at(0.05), high: at(0.95) };
}
