import {
  type AbiParameter,
  type Address,
  concat,
  encodeAbiParameters,
  type Hex,
  hexToBigInt,
  numberToHex,
  size,
  slice,
} from "viem";
import type { KnownAddresses } from "../../session/addressWords.ts";
import type { ParsedPermission } from "../../session/parsePermission.ts";
import type { ExampleOfEntry } from "../../session/SessionsFile.ts";
import { toArguments } from "../../session/toArguments.ts";
import { type WordRange, wordIn, wordRange } from "./wordRange.ts";

/** A call of a permission's function: native value in wei, and call data. */
export interface SampleCall {
  readonly value: bigint;
  readonly data: Hex;
}

/** Whose addresses a sample may name: those that words stand for, and somebody else's. */
export interface SampleParties extends KnownAddresses {
  readonly other: Address;
}

/**
 * Makes a call that a permission allows: the example of its entry, or else arguments of its function's types, of which
 * every word that a rule is for is set so that the rule holds.
 *
 * @param permission The permission.
 * @param parties Whose addresses it may name.
 * @param example What the entry gives. Default: nothing.
 * @returns The call; undefined where no word keeps all the rules that are for it.
 */
export function sampleCall(
  permission: ParsedPermission,
  { other, ...known }: SampleParties,
  { args, value = 0n }: ExampleOfEntry = {},
): SampleCall | undefined {
  const { selector, inputs = [] } = permission.function;
  if (args !== undefined) {
    const given = toArguments(inputs, args, known) as readonly unknown[];
    return { value, data: concat([selector, encodeAbiParameters(inputs, given)]) };
  }
  const values = inputs.map((input) => defaultOf(input, other));
  const data = concat([selector, encodeAbiParameters(inputs, values)]);
  const kept = keepRules(data, permission);
  return kept === undefined ? undefined : { value, data: kept };
}

/**
 * The words of the call data that rules are for, and what each may be.
 *
 * @param permission The permission.
 * @returns Their places behind the selector, in bytes, with their ranges.
 */
export function ruledWords({ argumentRules }: ParsedPermission): ReadonlyMap<bigint, WordRange> {
  const comparisons = argumentRules.flatMap((rule) => rule.comparisons);
  const offsets = [...new Set(comparisons.map(({ offset }) => offset))];
  return new Map(
    offsets.map((offset) => [offset, wordRange(comparisons.filter((one) => one.offset === offset))]),
  );
}

/**
 * Sets a word of call data.
 *
 * @param data The call data.
 * @param offset Where the word begins behind the selector, in bytes.
 * @param word The word.
 * @returns The call data with the word.
 */
export function withWord(data: Hex, offset: bigint, word: bigint): Hex {
  const [start, end] = [4 + Number(offset), 36 + Number(offset)];
  const parts = [slice(data, 0, start), numberToHex(word, { size: 32 })];
  return concat(end < size(data) ? [...parts, slice(data, end)] : parts);
}

/** The word at a place. */
export const wordAt = (data: Hex, offset: bigint): bigint =>
  hexToBigInt(slice(data, 4 + Number(offset), 36 + Number(offset)));

function keepRules(data: Hex, permission: ParsedPermission): Hex | undefined {
  let kept: Hex | undefined = data;
  for (const [offset, range] of ruledWords(permission)) {
    const word: bigint | undefined = kept && wordIn(range, wordAt(kept, offset));
    kept = kept && word !== undefined ? withWord(kept, offset, word) : undefined;
  }
  return kept;
}

/** One for numbers, somebody for addresses; nothing for what may be empty. */
function defaultOf(parameter: AbiParameter, somebody: Address): unknown {
  const { type } = parameter;
  const [, element, length] = /^(.*)\[(\d*)\]$/.exec(type) ?? [];
  if (element !== undefined) {
    const one = () => defaultOf({ ...parameter, type: element } as AbiParameter, somebody);
    return Array.from({ length: Number(length) }, one);
  }
  if (type === "tuple" && "components" in parameter) {
    return parameter.components.map((component) => defaultOf(component, somebody));
  }
  if (type === "address") return somebody;
  if (type === "bool") return false;
  if (type === "string") return "";
  if (/^u?int/.test(type)) return 1n;
  const [, bytes = "0"] = /^bytes(\d+)$/.exec(type) ?? [];
  return `0x${"00".repeat(Number(bytes))}`;
}
