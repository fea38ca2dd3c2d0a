import type { AbiParameter } from "viem";
import type { Complaint } from "../config/parseInput.ts";
import { wordSize } from "./wordSize.ts";

/** An argument that is one word of the call data, always at the same place. */
export interface FoundArgument {
  /** As it was written, by name where it has one. */
  readonly name: string;
  /** Its ABI type: `uint256`, `address`. */
  readonly type: string;
  /** Where its word begins behind the selector, in bytes. */
  readonly offset: bigint;
}

/** More than any call data holds. */
const mostMembers = 100_000;

/**
 * Finds an argument's place in the call data (Contract ABI Specification, "Formal Specification of the
 * Encoding": the head).
 *
 * @param inputs The function's parameters.
 * @param written The argument's name, or its position from 0; inside structs and fixed arrays with dots.
 * @returns The argument, or what is wrong: not there, or not of one word at a fixed place.
 */
export function findArgument(
  inputs: readonly AbiParameter[],
  written: string | number,
): FoundArgument | Complaint {
  let level = inputs;
  let offset = 0n;
  let names: string[] = [];
  let found: AbiParameter | undefined;
  for (const part of String(written).split(".")) {
    const index = /^\d{1,6}$/.test(part)
      ? Number(part)
      : level.findIndex(({ name }) => part !== "" && name === part);
    found = level[index];
    if (!found) {
      return {
        problem: "is no argument of the function",
        remedy: offer(level, names.join(".")),
      };
    }
    if (level.filter(({ name }) => name === part).length > 1) {
      return { problem: "is the name of several arguments", remedy: "Give its position from 0." };
    }
    if (isDynamic(found)) {
      return {
        problem: `is at or in ${[...names, found.name || part].join(".")}, of type ${found.type}, whose place in the call data the caller chooses: UniActionPolicy compares one word at a fixed place`,
        remedy: "Give an argument of a fixed size, or grant a function whose arguments are.",
        kind: "unenforceable",
      };
    }
    offset += level.slice(0, index).reduce((total, one) => total + headSize(one), 0n);
    names = [...names, found.name || part];
    level = membersOf(found) ?? [];
  }
  if (found === undefined || membersOf(found)) {
    return {
      problem: `is of type ${found?.type}, of several words: UniActionPolicy compares one`,
      remedy: `Give one of its members: ${written}.${level[0]?.name || 0}.`,
    };
  }
  return { name: names.join("."), type: found.type, offset };
}

/**
 * How many bytes of call data a function's arguments take at the least.
 *
 * @param inputs The function's parameters.
 * @returns The size of their heads, in bytes.
 */
export function headsSize(inputs: readonly AbiParameter[]): bigint {
  return inputs.reduce((total, one) => total + headSize(one), 0n);
}

function offer(level: readonly AbiParameter[], path: string): string {
  if (level.length === 0) return path ? `${path} has no members.` : "The function has no arguments.";
  const inPath = (part: string) => (path ? `${path}.${part}` : part);
  const names = level.flatMap(({ name, type }) =>
    name ? [`${inPath(name)}${type === "tuple" ? ".…" : ""}`] : [],
  );
  return names.length > 0
    ? `Give one of: ${names.join(", ")}; or its position, from ${inPath("0")} to ${inPath(String(level.length - 1))}.`
    : `Give its position, from ${inPath("0")} to ${inPath(String(level.length - 1))}; names come with the signature or the ABI.`;
}

/** The members of a struct or a fixed array; undefined for what has none. */
function membersOf(parameter: AbiParameter): readonly AbiParameter[] | undefined {
  const array = fixedArray(parameter);
  if (array) return Array.from({ length: Math.min(array.length, mostMembers) }, () => array.element);
  return parameter.type === "tuple" ? componentsOf(parameter) : undefined;
}

const componentsOf = (parameter: AbiParameter): readonly AbiParameter[] =>
  "components" in parameter && Array.isArray(parameter.components) ? parameter.components : [];

function isDynamic({ type, ...rest }: AbiParameter): boolean {
  if (type === "bytes" || type === "string" || type.endsWith("[]")) return true;
  const array = fixedArray({ ...rest, type } as AbiParameter);
  if (array) return isDynamic(array.element);
  return type === "tuple" && componentsOf({ ...rest, type } as AbiParameter).some(isDynamic);
}

/** `T[k]`. */
function fixedArray(parameter: AbiParameter) {
  const [, type, length] = /^(.*)\[(\d+)\]$/.exec(parameter.type) ?? [];
  if (type === undefined) return undefined;
  return { element: { ...parameter, name: "", type } as AbiParameter, length: Number(length) };
}

function headSize(parameter: AbiParameter): bigint {
  const array = isDynamic(parameter) ? undefined : fixedArray(parameter);
  if (array) return BigInt(array.length) * headSize(array.element);
  const members = isDynamic(parameter) ? undefined : membersOf(parameter);
  return members ? headsSize(members) : wordSize;
}
