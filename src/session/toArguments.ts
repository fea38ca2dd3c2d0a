import { type AbiParameter, type Address, encodeAbiParameters, getAddress, isAddress } from "viem";
import type { Complaint } from "../config/parseInput.ts";
import {
  type AddressWord,
  addressOf,
  isAddressWord,
  type KnownAddresses,
  unknownWord,
} from "./addressWords.ts";

/** Arguments that cannot be meant, and where: `[1].recipient`. */
export type ArgumentsComplaint = Complaint & { readonly at: string; readonly value: unknown };

/**
 * Reads a call's arguments as JSON has them: numbers as numbers or digits, structs by name or by position.
 *
 * @param inputs The function's parameters.
 * @param written The arguments.
 * @param known What words stand for, where an address is asked for: `account`, `token`.
 * @returns The arguments as viem encodes them, or what is wrong and where.
 */
export function toArguments(
  inputs: readonly AbiParameter[],
  written: readonly unknown[],
  known: KnownAddresses,
): readonly unknown[] | ArgumentsComplaint {
  if (written.length !== inputs.length) {
    const types = inputs.map(({ type }) => type).join(", ");
    return {
      at: "",
      value: written,
      problem: `has ${written.length} arguments, and the function takes ${inputs.length}`,
      remedy: `Give ${types ? `one for each of: ${types}` : "none"}.`,
    };
  }
  const read: unknown[] = [];
  for (const [index, input] of inputs.entries()) {
    let unknown: AddressWord | undefined;
    const value = convert(input, written[index], (word) => {
      const address = addressOf(word, known);
      if (address === undefined) unknown = word;
      return address;
    });
    if (unknown) return { at: `[${index}]`, value: written[index], ...unknownWord(unknown, known) };
    try {
      encodeAbiParameters([input], [value]);
    } catch {
      return {
        at: `[${index}]`,
        value: written[index],
        problem: `is no ${input.type}`,
        remedy:
          "Give numbers as digits, bytes and addresses as 0x and hexadecimal digits, structs by their names.",
      };
    }
    read.push(value);
  }
  return read;
}

/** Gives what a word stands for; undefined where that is not known. */
type Resolve = (word: AddressWord) => Address | undefined;

function convert(parameter: AbiParameter, value: unknown, resolve: Resolve): unknown {
  const { type } = parameter;
  const [, element] = /^(.*)\[\d*\]$/.exec(type) ?? [];
  if (element !== undefined) {
    const of = { ...parameter, type: element } as AbiParameter;
    return Array.isArray(value) ? value.map((one) => convert(of, one, resolve)) : value;
  }
  if (type === "tuple" && "components" in parameter)
    return convertTuple(parameter.components, value, resolve);
  if (/^u?int/.test(type)) return toNumber(value);
  if (type !== "address") return value;
  if (isAddressWord(value)) return resolve(value);
  return typeof value === "string" && isAddress(value) ? getAddress(value) : value;
}

function convertTuple(components: readonly AbiParameter[], value: unknown, resolve: Resolve): unknown {
  if (typeof value !== "object" || value === null) return value;
  const members = components.map((component, index) => {
    const key = Array.isArray(value) ? index : (component.name ?? "");
    return [key, convert(component, (value as Record<PropertyKey, unknown>)[key], resolve)] as const;
  });
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}

function toNumber(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
}
