import type { Hex } from "viem";

/** Hexadecimal digits in a text. */
export interface FoundHex {
  /** Whole bytes. */
  readonly hex: Hex;
  /** Where they begin. */
  readonly at: number;
  /** Whether a digit is missing, or dots follow: the text was cut. */
  readonly cut: boolean;
}

/** More than any error has. */
const most = 1_000;

/**
 * Finds what is written with `0x` in a text. What was shortened in its middle (`0x1234…abcd`), as addresses are, is nothing
 * that could be read.
 *
 * @param text The text.
 * @returns The finds, in their order.
 */
export function findHex(text: string): readonly FoundHex[] {
  const found: FoundHex[] = [];
  const beginning = /0x/gi;
  for (let match = beginning.exec(text); match && found.length < most; match = beginning.exec(text)) {
    const { index: at } = match;
    let end = at + 2;
    while (isDigit(text.charCodeAt(end))) end += 1;
    beginning.lastIndex = end;
    const digits = end - at - 2;
    const dots = /^(…|\.\.\.)([0-9a-f]?)/i.exec(text.slice(end, end + 4));
    if (dots?.[2]) continue;
    const hex = text.slice(at, end - (digits % 2)).toLowerCase() as Hex;
    found.push({ hex, at, cut: digits % 2 === 1 || dots !== null });
  }
  return found;
}

/** 0–9, A–F, a–f. */
const isDigit = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
