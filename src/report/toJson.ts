/**
 * JSON for machines: two spaces deep, bigints as decimal strings.
 *
 * @param value What is to be written; functions and undefined are left out.
 * @returns The text, without a line break at its end.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, one) => (typeof one === "bigint" ? one.toString() : one), 2);
}
