import { isHex } from "viem";

/** Longer texts are somebody's whole request: their beginning tells. */
const longest = 500;

/**
 * Makes what was given fit to be shown: no control character of a terminal, and no more of it than is read.
 *
 * @param text What was given.
 * @returns The text on one line.
 */
export function plain(text: string): string {
  const shown = text
    .slice(0, longest)
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim();
  return text.length > longest ? `${shown}…` : shown;
}

/**
 * The same of an error's arguments.
 *
 * @param value Numbers, texts, lists and objects of them.
 * @returns The value, its texts made plain. Hexadecimal digits stay as they are.
 */
export function plainArgs(value: unknown): unknown {
  if (typeof value === "string") return isHex(value) ? value : plain(value);
  if (Array.isArray(value)) return value.slice(0, longest).map(plainArgs);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plainArgs(one)]));
}
