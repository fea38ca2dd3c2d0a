import { concat, type Hex, hexToBigInt, numberToHex } from "viem";
import type { Complaint } from "../config/parseInput.ts";
import type { FoundArgument } from "./findArgument.ts";
import type { ArgumentCondition, ArgumentRule } from "./Permission.ts";
import { numberType, toWord, type Word } from "./toWord.ts";

/** A comparison of one word of the call data, as UniActionPolicy makes it. */
export interface Comparison {
  /** Where the word begins behind the selector, in bytes. */
  readonly offset: bigint;
  readonly condition: ArgumentCondition;
  /** What it is compared with; for `inRange` two halves of 16 bytes, least and most. */
  readonly ref: Hex;
  /** The most that the word may come to in all calls together. */
  readonly maxTotal?: bigint;
}

/** An argument rule that is in order. */
export interface ParsedArgumentRule {
  readonly argument: FoundArgument;
  /** The rule as a person reads it: `amount <= 100, at most 500 in all calls together`. */
  readonly text: string;
  /** What enforces it; more than one comparison where one alone could be evaded. */
  readonly comparisons: readonly Comparison[];
}

/** Which field of the rule is wrong. */
export type RuleComplaint = Complaint & { readonly field: "condition" | "value" | "maxTotal" };

const signs: Readonly<Record<ArgumentCondition, string>> = {
  equal: "==",
  notEqual: "!=",
  lessThan: "<",
  lessThanOrEqual: "<=",
  greaterThan: ">",
  greaterThanOrEqual: ">=",
  inRange: "in",
};
/** As many as UniActionPolicy has room for. */
export const maxComparisons = 16;

const halfWord = 2n ** 128n;

/**
 * Reads one argument rule: what UniActionPolicy, which compares whole words without a sign, has to be told so
 * that the rule holds for the argument's type.
 *
 * @param rule What a person wrote.
 * @param argument The argument that it is about.
 * @returns The rule, or which of its fields is wrong and why.
 */
export function parseArgumentRule(
  { condition, value, maxTotal }: ArgumentRule,
  argument: FoundArgument,
): ParsedArgumentRule | RuleComplaint {
  const { name, type, offset } = argument;
  const total = maxTotal === undefined ? undefined : parseTotal(type, maxTotal);
  if (typeof total === "object") return { field: "maxTotal", ...total };
  if (condition === undefined) {
    if (value !== undefined) {
      return {
        field: "condition",
        problem: "is missing: the rule has a value and does not say how it compares",
        remedy: `Give one of: ${Object.keys(signs).join(", ")}.`,
      };
    }
    if (total === undefined) {
      return {
        field: "condition",
        problem: "is missing, and maxTotal as well: the rule limits nothing",
        remedy: "Give a condition and a value, or maxTotal.",
      };
    }
    const anything: Comparison = {
      offset,
      condition: "greaterThanOrEqual",
      ref: numberToHex(0n, { size: 32 }),
      maxTotal: total,
    };
    return { argument, text: `${name}: ${inTotal(total)}`, comparisons: [anything] };
  }

  const unfit = fitness(type, condition);
  if (unfit) return { field: "condition", ...unfit };
  const read = condition === "inRange" ? readRange(type, value) : readValue(type, value);
  if ("problem" in read) return { field: "value", ...read };
  const main: Comparison = {
    offset,
    condition,
    ref: read.word,
    ...(total !== undefined && { maxTotal: total }),
  };
  const text = `${name} ${signs[condition]} ${read.text}`;
  return {
    argument,
    text: total === undefined ? text : `${text}, ${inTotal(total)}`,
    comparisons: [main, ...guard(type, main)],
  };
}

const inTotal = (total: bigint) => `at most ${total} in all calls together`;

function parseTotal(type: string, maxTotal: unknown): bigint | Complaint {
  if (numberType(type)?.signed !== false) {
    return {
      problem: `cannot be kept: the argument is of type ${type}, and only unsigned numbers add up`,
      remedy: "Leave it out.",
      kind: "unenforceable",
    };
  }
  const read = readValue("uint256", maxTotal);
  return "problem" in read ? read : hexToBigInt(read.word);
}

/** What UniActionPolicy's unsigned comparison of words would not mean for a type. */
function fitness(type: string, condition: ArgumentCondition): Complaint | undefined {
  const number = numberType(type);
  if (condition === "equal") return undefined;
  if (number === undefined && condition !== "notEqual") {
    return { problem: `has no meaning for type ${type}`, remedy: "Give equal or notEqual." };
  }
  if (type === "bool") return { problem: "has no meaning for type bool", remedy: "Give equal." };
  if (/^bytes\d+$/.test(type) && type !== "bytes32") {
    return {
      problem: `cannot be kept for ${type}: the word's other bytes, which a target may ignore, could be set to evade it`,
      remedy: "Give equal.",
      kind: "unenforceable",
    };
  }
  if (number?.signed && condition !== "inRange") {
    if (condition === "notEqual" && number.bits === 256) return undefined;
    return {
      problem: `cannot be kept for ${type}: UniActionPolicy compares without a sign, and takes negative numbers for the greatest`,
      remedy: "Give equal, or inRange with bounds that are not negative.",
      kind: "unenforceable",
    };
  }
  return undefined;
}

function readValue(type: string, value: unknown) {
  if (value !== undefined) return toWord(type, value);
  return { problem: "is missing", remedy: "Give what the argument is compared with." };
}

/** The policy keeps both bounds in one word, 16 bytes each. */
function readRange(type: string, value: unknown): Word | Complaint {
  if (!Array.isArray(value) || value.length !== 2) {
    return { problem: "is not a range", remedy: "Give the least and the most: [1, 100]." };
  }
  const [least, most] = value.map((bound) => readValue(type, bound));
  if (least === undefined || most === undefined) return { problem: "is not a range", remedy: "Give two." };
  if ("problem" in least) return least;
  if ("problem" in most) return most;
  const [from, to] = [hexToBigInt(least.word), hexToBigInt(most.word)];
  if (from >= halfWord || to >= halfWord) {
    return {
      problem: "has a bound that UniActionPolicy cannot hold: each has 128 bits, without a sign",
      remedy: "Give bounds from 0 to 2^128 - 1, or two rules: greaterThanOrEqual and lessThanOrEqual.",
      kind: "unenforceable",
    };
  }
  if (from > to) {
    return { problem: "has its least above its most", remedy: "Give the least first.", kind: "dead" };
  }
  const word = concat([numberToHex(from, { size: 16 }), numberToHex(to, { size: 16 })]);
  return { word, text: `${from} to ${to}` };
}

/**
 * Bits above a narrow type's own, which some targets ignore, would make a word another, or a greater one: where
 * that could evade the comparison, the word is held to its type as well.
 */
function guard(type: string, { offset, condition }: Comparison): readonly Comparison[] {
  const bits = type === "address" ? 160 : (numberType(type)?.bits ?? 256);
  const evadable = condition === "notEqual" || condition.startsWith("greaterThan");
  if (bits === 256 || !evadable) return [];
  return [{ offset, condition: "lessThanOrEqual", ref: numberToHex(2n ** BigInt(bits) - 1n, { size: 32 }) }];
}
