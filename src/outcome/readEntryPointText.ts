import type { Hex } from "viem";
import type { FailedOp } from "../submission/decodeFailedOp.ts";

/** EntryPoint's refusal, as a text has it. */
export interface FailedOpText extends FailedOp {
  /** Whether the inner revert data ends in the middle: the text was cut. */
  readonly cut?: true;
}

/** Longer than EntryPoint passes on of an account's revert data, and its words around it. */
const longest = 20_000;

/**
 * Finds EntryPoint's refusal in a text, where bundlers such as alto put the account's revert data as hexadecimal digits.
 * It takes time by the text's length alone, whatever the text is.
 *
 * @param text The text.
 * @returns The refusal, or undefined where no code of EntryPoint is in it.
 */
export function readEntryPointText(text: string): FailedOpText | undefined {
  const found = /\bAA\d\d\b/.exec(text);
  if (!found) return undefined;
  const [code] = found;
  const [line = ""] = text.slice(found.index, found.index + longest).split(/[\n"\\]/, 1);
  const at = line.indexOf("0x");
  if (at === -1) return { code, reason: line.trim() };
  const reason = line.slice(0, at).trim();
  const [digits = ""] = /^[0-9a-fA-F]*/.exec(line.slice(at + 2)) ?? [];
  const behind = line.slice(at + 2 + digits.length).trimStart();
  const isCut = digits.length % 2 === 1 || /^(…|\.\.\.)/.test(behind);
  const inner = `0x${digits.slice(0, digits.length - (digits.length % 2))}` as Hex;
  return { code, reason, inner, ...(isCut && { cut: true as const }) };
}
