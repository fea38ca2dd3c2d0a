import { type Hex, isHex, numberToHex, pad, size } from "viem";
import { type Complaint, readValue } from "../config/parseInput.ts";
import { addressSchema, uintSchema } from "../config/schemas.ts";
import { isAddressWord, unknownWord } from "./addressWords.ts";

/** A value of an elementary type as it stands in the call data: one word. */
export interface Word {
  readonly word: Hex;
  /** As a person reads it. */
  readonly text: string;
}

/**
 * Encodes a value of an elementary type as one word (Contract ABI Specification).
 *
 * @param type The ABI type: `uint128`, `int8`, `address`, `bool`, `bytes4`.
 * @param value What a person wrote.
 * @returns The word, or what is wrong with the value.
 */
export function toWord(type: string, value: unknown): Word | Complaint {
  if (type === "address") {
    if (isAddressWord(value)) return unknownWord(value, undefined);
    const read = readValue(addressSchema, value);
    return "problem" in read ? read : { word: pad(read.value), text: read.value };
  }
  if (type === "bool") {
    if (typeof value !== "boolean") return { problem: "is not a boolean", remedy: "Give true or false." };
    return { word: numberToHex(value ? 1 : 0, { size: 32 }), text: String(value) };
  }
  const [, bytes] = /^bytes([12]?\d|3[0-2])$/.exec(type) ?? [];
  if (bytes !== undefined) {
    if (!isHex(value) || size(value) !== Number(bytes) || value.length % 2 !== 0) {
      return { problem: `is not a ${type}`, remedy: `Give 0x and ${Number(bytes) * 2} hexadecimal digits.` };
    }
    return { word: pad(value, { dir: "right" }), text: value };
  }
  return numberWord(type, value);
}

/** How many bits a number of a type has, and whether it has a sign; undefined for what is no number. */
export function numberType(type: string): { readonly bits: number; readonly signed: boolean } | undefined {
  const [, unsigned, bits = "256"] = /^(u?)int(\d+)?$/.exec(type) ?? [];
  return unsigned === undefined ? undefined : { bits: Number(bits), signed: unsigned === "" };
}

function numberWord(type: string, value: unknown): Word | Complaint {
  const { bits, signed } = numberType(type) ?? { bits: 0, signed: false };
  if (bits === 0) {
    return { problem: `cannot be compared: the argument is of type ${type}`, remedy: "Leave the rule out." };
  }
  const half = 2n ** BigInt(bits - 1);
  const range = signed ? { min: -half, max: half - 1n } : {};
  const read = readValue(uintSchema({ bits, unit: type, ...range }), value);
  if ("problem" in read) return read;
  return { word: numberToHex(BigInt.asUintN(256, read.value), { size: 32 }), text: String(read.value) };
}
