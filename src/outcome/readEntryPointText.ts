import type { Hex } from "viem";
import type { FailedOp } from "../submission/decodeFailedOp.ts";
import { isEntryPointText } from "./isEntryPointText.ts";

/** EntryPoint's refusal, as a text has it. */
export interface FailedOpText extends FailedOp {
  /** Whether the inner revert data ends in the middle: the text was cut. */
  readonly cut?: true;
}

/** Longer than EntryPoint passes on of an account's revert data, and its words around it. */
const longest = 20_000;

/** Not a part of a UUID, nor an error of that name. */
const codes = /(?<![\w-])AA\d\d(?![\w(-])/g;

/** What was reverted with follows at once; between them a Safe's code, and what lists and quotes are written with. */
const passedOn = /^AA\d\d (?:postOp )?reverted(?: \(or OOG\))?(?:[:,]? *GS\d{3})?[\s:,"'`\\([]*(?=0x)/i;

/** An address: in a text it is the sender's, or the paymaster's. */
const addressDigits = 40;

/**
 * Finds EntryPoint's refusal in a text, where bundlers such as alto put the account's revert data as hexadecimal digits.
 * It takes time by the text's length alone, whatever the text is.
 *
 * @param text The text.
 * @returns The first refusal in EntryPoint's own words; where there is none, in any; undefined where no code of EntryPoint
 * is in it.
 */
export function readEntryPointText(text: string): FailedOpText | undefined {
  const places = [...text.matchAll(codes)].map(({ index }) => index);
  const at = places.find((place) => isEntryPointText(text.slice(place, place + 60))) ?? places[0];
  if (at === undefined) return undefined;
  const [line = ""] = text.slice(at, at + longest).split("\n", 1);
  const code = line.slice(0, 4);
  const [before] = passedOn.exec(line) ?? [];
  const digits = before && /^[0-9a-f]*/i.exec(line.slice(before.length + 2))?.[0];
  if (before === undefined || digits === undefined || digits.length === addressDigits) {
    return { code, reason: (line.split(/["\\]/, 1)[0] as string).trim() };
  }
  const behind = line.slice(before.length + 2 + digits.length).trimStart();
  const isCut = digits.length % 2 === 1 || /^(…|\.\.\.)/.test(behind);
  const inner = `0x${digits.slice(0, digits.length - (digits.length % 2)).toLowerCase()}` as Hex;
  const reason = before.replace(/[\s:,"'`\\([]+$/, "");
  return { code, reason, inner, ...(isCut && { cut: true as const }) };
}
