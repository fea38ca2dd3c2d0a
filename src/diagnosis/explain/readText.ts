import type { Hex } from "viem";
import { errorsByName, errorsBySelector } from "../../abis/declaredErrors.ts";
import { readEntryPointText } from "../../outcome/readEntryPointText.ts";
import { codeOfWords } from "./codeOfWords.ts";
import type { Evidence } from "./Evidence.ts";
import { type FoundHex, findHex } from "./findHex.ts";
import { type FoundInJson, readJson } from "./readJson.ts";
import { readOperation } from "./readOperation.ts";

/** How much of a text is read: what an error says comes first. */
const longest = 100_000;
/** How often a JSON object is looked for in a text. */
const tries = 10;

/** What a text told. */
export type FoundInText = Omit<Evidence, "input">;

/**
 * Reads an error as programs print it: a bundler's words, viem's and permissionless' dump of a request, what Hardhat,
 * ethers and anvil say of a revert. It takes time by the text's length alone.
 *
 * @param whole The text.
 * @param given What is known already, of a JSON that the text was in.
 * @returns What was found.
 */
export function readText(whole: string, given?: FoundInJson): FoundInText {
  const text = whole.slice(0, longest);
  const cut = whole.length > longest ? ["Only the first 100,000 characters of the text were read."] : [];
  const json = given ?? embeddedJson(text);
  const { text: inJson, ...found } = json;
  const dump = readDump(text);
  const words = found.bundler?.message ?? inJson ?? dump.details ?? withoutArguments(text);
  const code = found.bundler?.code ?? codeOfWords(dump.details === undefined ? words : text);
  const entryPoint = readEntryPointText(words);
  const remarks = [...cut, ...found.remarks, ...dump.remarks];
  const operation = found.operation ?? dump.operation;
  const isBundlers = code !== undefined || (dump.details !== undefined && dump.operation !== undefined);
  const bundler = isBundlers ? { ...(code !== undefined && { code }), message: words } : undefined;
  const tokens = findHex(words);
  const revert = entryPoint || found.revert ? undefined : revertOf(words, tokens);
  const named = entryPoint || found.revert || revert ? undefined : nameOf(words);
  const hash = found.hash ?? (entryPoint || revert || named || bundler ? undefined : onlyHash(tokens));
  return {
    ...found,
    ...(bundler && { bundler }),
    ...(entryPoint && { entryPoint }),
    ...(revert && { revert: revert.hex, ...(revert.cut && { cut: true }) }),
    ...(named && { named }),
    ...(operation && { operation }),
    ...(hash && { hash }),
    remarks,
  };
}

/** viem's dump ends in the request and the bundler's own words. */
function readDump(text: string) {
  const fields: Record<string, string> = {};
  let details: string | undefined;
  for (const line of text.split("\n")) {
    const at = line.indexOf(":");
    if (at < 1 || at > 40) continue;
    const [name, value] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    if (name === "Details") details = value;
    else if (/^[a-zA-Z]+$/.test(name) && value !== "") fields[name] ??= value;
  }
  const read = readOperation(fields);
  return {
    details,
    operation: read && "operation" in read ? read.operation : undefined,
    remarks: read && "problem" in read ? [read.problem] : [],
  };
}

/** What a request was made of is not what was answered. */
function withoutArguments(text: string): string {
  const at = text.search(/Request Arguments:|Raw Call Arguments:|Request body:|transaction=\{/);
  return at === -1 ? text : text.slice(0, at);
}

function embeddedJson(text: string): FoundInJson {
  let at = -1;
  for (let tried = 0; tried < tries; tried += 1) {
    at = text.indexOf("{", at + 1);
    if (at === -1) break;
    const end = endOfObject(text, at);
    if (end === undefined) continue;
    try {
      const found = readJson(JSON.parse(text.slice(at, end)));
      if (Object.keys(found).length > 1) return found;
    } catch {
      // It only looked like JSON.
    }
  }
  return { remarks: [] };
}

/** Where an object ends whose strings may hold brackets. */
function endOfObject(text: string, from: number): number | undefined {
  let [depth, inString] = [0, false];
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (inString && character === "\\") at += 1;
    else if (character === '"') inString = !inString;
    else if (!inString && character === "{") depth += 1;
    else if (!inString && character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** Digits that are an error's: of one that is known, else what follows the word for it. */
function revertOf(text: string, tokens: readonly FoundHex[]): FoundHex | undefined {
  const [address, hash] = [42, 66];
  const may = tokens.filter(({ hex }) => hex.length >= 10 && hex.length !== address && hex.length !== hash);
  const known = may.find(({ hex }) => errorsBySelector(hex.slice(0, 10)).length > 0 || isEverybodys(hex));
  if (known) return known;
  return may.find(({ at }) =>
    /revert|return data|custom error|error data/i.test(text.slice(Math.max(0, at - 80), at)),
  );
}

const isEverybodys = (hex: Hex) => hex.startsWith("0x08c379a0") || hex.startsWith("0x4e487b71");

/** `custom error 'NoPoliciesSet(…)'`, `Error: NoPoliciesSet(…)`, the name alone; or a code of a Safe. */
function nameOf(text: string): string | undefined {
  const safe = /\bGS\d{3}\b/.exec(text)?.[0];
  if (safe) return safe;
  const names = text.match(/\b[A-Z][A-Za-z0-9_]{3,60}(?=\(|['"]|\s*$)/g) ?? [];
  return names.slice(0, 200).find((name) => errorsByName(name).length > 0);
}

function onlyHash(tokens: readonly FoundHex[]): Hex | undefined {
  const hashes = new Set(tokens.map(({ hex }) => hex).filter((hex) => hex.length === 66));
  return hashes.size === 1 ? [...hashes][0] : undefined;
}
