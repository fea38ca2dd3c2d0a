import { type Hex, isHex } from "viem";
import type { Evidence } from "./Evidence.ts";
import { readHex } from "./readHex.ts";
import { type FoundInJson, readJson } from "./readJson.ts";
import { type FoundInText, readText } from "./readText.ts";

/**
 * Finds out what was given, whatever it is.
 *
 * @param input The input, as it was pasted or piped.
 * @returns What was found in it.
 */
export function readInput(input: string): Evidence {
  const text = input.replace(/^\uFEFF/, "").trim();
  const digits = readHex(text);
  if (digits) return digits;
  const json = parse(text);
  if (json === undefined) return asText(readText(text));
  if (typeof json === "string") return readInput(json);
  const found = readJson(json);
  return asJson(found, readText(wordsOf(found), found));
}

/** JSON, or undefined where it is none. A number alone is no JSON that anybody would paste. */
function parse(text: string): unknown {
  if (!/^[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const wordsOf = ({ bundler, text }: FoundInJson) => bundler?.message ?? text ?? "";

function asJson(found: FoundInJson, read: FoundInText): Evidence {
  const { receipt, refusal, bundler, operation } = found;
  if (refusal) return { input: "outcome", ...read };
  if (receipt) return { input: "user operation receipt", ...read };
  if (bundler || read.entryPoint || read.revert || read.named) return { input: "bundler error", ...read };
  if (operation) return { input: "user operation", ...read };
  return { input: read.hash ? "transaction" : "nothing known", ...read };
}

function asText(read: FoundInText): Evidence {
  const { entryPoint, revert, named, bundler, operation, hash } = read;
  if (entryPoint || revert || named || bundler) return { input: "error text", ...read };
  if (operation) return { input: "user operation", ...read };
  return { input: hash ? "transaction" : "nothing known", ...read };
}

/** Whether it is a hash, as transactions and user operations have. */
export const isHash = (value: unknown): value is Hex => isHex(value) && value.length === 66;
