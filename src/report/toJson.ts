/** What JSON leaves as it is, and a terminal or a reader may be misled by: controls behind ASCII's, and bidi formats. */
const misleading = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * JSON for machines: two spaces deep, bigints as decimal strings. What others chose (a token's symbol) may be in it: what
 * would steer a terminal is written as an escape.
 *
 * @param value What is to be written; functions and undefined are left out.
 * @returns The text, without a line break at its end.
 */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value, (_, one) => (typeof one === "bigint" ? one.toString() : one), 2);
  return json.replace(misleading, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
