const english = new Intl.NumberFormat("en");

/**
 * A count, for people.
 *
 * @param count The count.
 * @returns `1,234`, `−5`.
 */
export function countText(count: number | bigint): string {
  return english.format(count).replace("-", "−");
}
