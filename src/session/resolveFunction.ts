import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type Hex,
  isHex,
  parseAbiItem,
  size,
  toFunctionSelector,
  toFunctionSignature,
} from "viem";
import type { Complaint } from "../config/parseInput.ts";
import { plainTransfer } from "./selectors.ts";

/** A function that a session may call. */
export interface ResolvedFunction {
  readonly selector: Hex;
  /** `name(types)`, where more than the selector is known. */
  readonly signature?: string;
  /** Its parameters, where more than the selector is known. */
  readonly inputs?: readonly AbiParameter[];
  /** Whether it takes native value, where the target's ABI says so. */
  readonly payable?: boolean;
}

/** What looks like a function's signature and is none. */
const notFunctions = ["constructor", "fallback", "receive"];

/**
 * Finds the selector that a person means.
 *
 * @param written A signature, a selector, or a bare name where an ABI is given.
 * @param abi The target's ABI; what it does not have is refused.
 * @returns The function, or what is wrong with it.
 */
export function resolveFunction(written: string, abi?: Abi): ResolvedFunction | Complaint {
  const declared = abi?.filter((item): item is AbiFunction => item.type === "function");
  const signatures = declared?.map((item) => toFunctionSignature(item)).join(", ");
  const offered = `The ABI offers ${signatures || "no function"}.`;

  if (isHex(written) || written.startsWith("0x")) {
    if (!isHex(written) || size(written) !== 4 || written.length !== 10) {
      const bytes = isHex(written) ? ` of ${(written.length - 2) / 2} bytes` : "";
      return {
        problem: `is not a selector${bytes && `: it is hexadecimal data${bytes}`}`,
        remedy:
          'A selector is 4 bytes, 0x and 8 digits ("0xd09de08a"); or give the signature ("increment()").',
      };
    }
    const selector = written.toLowerCase() as Hex;
    if (selector === plainTransfer) {
      return {
        problem: "is SmartSession's sign for a plain transfer of value, whose amount nothing here can limit",
        remedy: "Give a function of the target.",
      };
    }
    const found = declared?.find((item) => toFunctionSelector(item) === selector);
    if (declared && !found) return { problem: "is a selector that the ABI does not have", remedy: offered };
    return found ? describe(found, declared) : { selector };
  }

  if (written.includes("(")) {
    const item = parseSignature(written);
    if (!item) {
      return {
        problem: "is not a function's signature",
        remedy: 'Write the name and the types of its arguments: "transfer(address,uint256)".',
      };
    }
    const resolved = describe(item);
    const found = declared?.find((one) => toFunctionSelector(one) === resolved.selector);
    if (declared && !found) return { problem: "is a function that the ABI does not have", remedy: offered };
    return found ? withNames(describe(found, declared), item) : resolved;
  }

  const named = declared?.filter((item) => item.name === written) ?? [];
  const [one, other] = named;
  if (!declared) {
    return {
      problem: "is a function's name alone, which does not tell its selector",
      remedy: 'Write the types of its arguments too ("increment()"), or give the target\'s ABI.',
    };
  }
  if (!one) return { problem: "is a function that the ABI does not have", remedy: offered };
  if (other) {
    return {
      problem: "is a name that several functions have",
      remedy: `Write which: ${named.map((item) => toFunctionSignature(item)).join(", ")}.`,
    };
  }
  return describe(one, declared);
}

/** A signature does not tell whether the function takes value; the target's ABI does. */
function describe(item: AbiFunction, declared?: readonly AbiFunction[]): ResolvedFunction {
  const selector = toFunctionSelector(item);
  const same = declared?.filter((one) => toFunctionSelector(one) === selector) ?? [];
  // Before Solidity 0.4.16 an ABI had no stateMutability.
  const told = same.length > 0 && same.every(({ stateMutability }) => stateMutability !== undefined);
  return {
    selector,
    signature: toFunctionSignature(item),
    inputs: item.inputs,
    ...(told && { payable: same.some(({ stateMutability }) => stateMutability === "payable") }),
  };
}

/** The names that were written, where the ABI has none; where it has others, a rule could be for either. */
function withNames(
  resolved: ResolvedFunction,
  { inputs: written }: AbiFunction,
): ResolvedFunction | Complaint {
  const inputs = resolved.inputs ?? [];
  for (const [index, { name }] of inputs.entries()) {
    const other = written[index]?.name;
    if (!name || !other || name === other) continue;
    return {
      problem: `calls its argument ${index} ${other}, and the ABI calls it ${name}`,
      remedy: "Write the names that the ABI has, or the types alone.",
    };
  }
  const named = inputs.map((input, index) => ({ ...input, name: input.name || written[index]?.name || "" }));
  return { ...resolved, inputs: named as ResolvedFunction["inputs"] & object };
}

function parseSignature(written: string): AbiFunction | undefined {
  try {
    const item = parseAbiItem(`function ${written.replace(/^function\s+/, "")}`);
    const { type, name } = item as { type: string; name?: string };
    return type === "function" && !notFunctions.includes(name ?? "") ? (item as AbiFunction) : undefined;
  } catch {
    return undefined;
  }
}
