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
 * Finds what is written with `0x` in a text.
 *
 * @param text The text.
 * @returns The finds, in their order.
 */
export function findHex(text: string): readonly FoundHex[] {
  const found: FoundHex[] = [];
  for (let at = text.indexOf("0x"); at !== -1 && found.length < most; ) {
    let end = at + 2;
    while (isDigit(text.charCodeAt(end))) end += 1;
    const digits = end - at - 2;
    const cut = digits % 2 === 1 || /^(…|\.\.\.)/.test(text.slice(end, end + 3));
    found.push({ hex: text.slice(at, end - (digits % 2)) as Hex, at, cut });
    at = text.indexOf("0x", end);
  }
  return found;
}

/** 0–9, A–F, a–f. */
const isDigit = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
