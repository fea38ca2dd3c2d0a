import { stripVTControlCharacters } from "node:util";
import { decodeFailedOp } from "../../submission/decodeFailedOp.ts";
import type { Evidence } from "./Evidence.ts";
import { jsonIn } from "./jsonIn.ts";
import { readHex } from "./readHex.ts";
import { type FoundInJson, readJson } from "./readJson.ts";
import { type FoundInText, readText } from "./readText.ts";

/** How deep a text may be a JSON text of a JSON text. */
const deepest = 20;

/**
 * Finds out what was given, whatever it is.
 *
 * @param input The input, as it was pasted or piped.
 * @returns What was found in it.
 */
export function readInput(input: string): Evidence {
  const evidence = read(input, 0);
  const { revert, operation, remarks } = evidence;
  const index = (operation && revert && decodeFailedOp(revert)?.index) ?? 0;
  if (index === 0) return evidence;
  const another = `EntryPoint refused the operation of index ${index} in its bundle: whether that is the one that was given, is not told.`;
  return { ...evidence, remarks: [...remarks, another] };
}

function read(input: string, depth: number): Evidence {
  const text = stripVTControlCharacters(input)
    .replace(/^\uFEFF/, "")
    .trim();
  const digits = readHex(text);
  if (digits) return digits;
  const quoted = quotedIn(text);
  if (quoted !== undefined && depth < deepest) return read(quoted, depth + 1);
  const whole = parse(text);
  const { values, isAll, isCut } =
    whole === undefined ? jsonIn(text) : { values: [whole], isAll: true, isCut: false };
  if (isAll && values.length > 0) {
    const found = readJson(values.length === 1 ? values[0] : values);
    return asJson(found, readText(wordsOf(found), found));
  }
  const found = asText(readText(text));
  if (!isCut) return found;
  // A field of what was cut is nothing that stands for itself.
  const { hash: _, ...kept } = found;
  const remarks = ["This begins as JSON and ends too early: it was cut.", ...found.remarks];
  return { ...kept, input: found.input === "transaction" ? "nothing known" : found.input, remarks };
}

const quotedIn = (text: string): string | undefined => {
  const value = text.startsWith('"') ? parse(text) : undefined;
  return typeof value === "string" ? value : undefined;
};

/** JSON, or undefined where it is none. A number alone is no JSON that anybody would paste. */
function parse(text: string): unknown {
  if (!/^[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const wordsOf = ({ bundler, text = "" }: FoundInJson) => (bundler ? `${bundler.message}\n${text}` : text);

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
