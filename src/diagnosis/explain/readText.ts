import { stripVTControlCharacters } from "node:util";
import type { Hex } from "viem";
import { errorsByName, errorsBySelector } from "../../abis/declaredErrors.ts";
import { isEntryPointText } from "../../outcome/isEntryPointText.ts";
import { readEntryPointText } from "../../outcome/readEntryPointText.ts";
import { codeOfWords } from "./codeOfWords.ts";
import type { Evidence } from "./Evidence.ts";
import { type FoundHex, findHex } from "./findHex.ts";
import { jsonIn } from "./jsonIn.ts";
import { type FoundInJson, readJson } from "./readJson.ts";
import { readOperation } from "./readOperation.ts";

/** How much of a text is read: what an error says comes first. */
const longest = 100_000;

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
  const text = stripVTControlCharacters(whole.slice(0, longest));
  const cut = whole.length > longest ? ["Only the first 100,000 characters of the text were read."] : [];
  const json = given ?? readJson(jsonIn(text).values);
  const { text: inJson, ...found } = json;
  const dump = readDump(text);
  const own = found.bundler ? `${found.bundler.message}\n${inJson ?? ""}` : inJson;
  const words = stripVTControlCharacters(own ?? dump.details ?? withoutArguments(text)).trim();
  const code = found.bundler?.code ?? codeOfWords(dump.details === undefined ? words : text);
  const refusal = readEntryPointText(words);
  // A code without EntryPoint's own words behind it may be anybody's.
  const entryPoint = refusal && isEntryPointText(refusal.reason) ? refusal : undefined;
  const remarks = [...cut, ...found.remarks, ...dump.remarks, ...others(words)];
  const operation = found.operation ?? dump.operation;
  const isBundlers = code !== undefined || (dump.details !== undefined && dump.operation !== undefined);
  const bundler = isBundlers
    ? { ...(code !== undefined && { code }), message: found.bundler?.message ?? words }
    : undefined;
  const tokens = findHex(words);
  const revert = entryPoint || found.revert ? undefined : revertOf(words, tokens);
  const named = entryPoint || found.revert || revert ? undefined : (refusal?.code ?? nameOf(words));
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

/** More refusals than one. */
function others(text: string): readonly string[] {
  const told = [...text.matchAll(/(?<![\w-])AA\d\d(?= )/g)].filter(({ index }) =>
    isEntryPointText(text.slice(index, index + 60)),
  );
  const codes = [...new Set(told.map(([code]) => code))];
  return codes.length > 1
    ? [`There are several refusals of EntryPoint in the text (${codes.join(", ")}): the first was taken.`]
    : [];
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

/** Words before an error's digits, and what may stand between. */
const announced =
  /\b(revert\w*|return data|custom ?error\w*|error|error data|data|reason|failed|with)\b[^a-z0-9]*$/i;
/** The same, farther off. */
const announcedBefore = /revert|return data|custom ?error|error data/i;
/** `callData=`, `signature: `: what a field of something holds. */
const labelled = /\b(\w+)["']?\s*[:=]\s*["'([]*$/;
/** Labels of an error's digits. */
const labels = /^(\w*error|data|reason|\w*reverted|result|output|response|returndata|return_data)$/i;

/** Digits that are an error's: what follows a word for it, and of that before all what is known. */
function revertOf(text: string, tokens: readonly FoundHex[]): FoundHex | undefined {
  const [address, hash] = [42, 66];
  const may = tokens.filter(({ hex, at }) => {
    if (hex.length < 10 || hex.length === address || hex.length === hash) return false;
    const label = labelled.exec(text.slice(Math.max(0, at - 40), at))?.[1];
    return label === undefined || labels.test(label);
  });
  const before = ({ at }: FoundHex) => text.slice(Math.max(0, at - 80), at);
  const isKnown = ({ hex }: FoundHex) => errorsBySelector(hex.slice(0, 10)).length > 0 || isEverybodys(hex);
  return (
    may.find((one) => isKnown(one) && (announced.test(before(one)) || announcedBefore.test(before(one)))) ??
    may.find((one) => announcedBefore.test(before(one)))
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
