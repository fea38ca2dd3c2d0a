import { type AbiParameter, type Address, concat, encodeAbiParameters, type Hex } from "viem";
import { z } from "zod";
import { complain, parseInput } from "../config/parseInput.ts";
import { addressSchema } from "../config/schemas.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { Call } from "../world/Call.ts";
import type { KnownAddresses } from "./addressWords.ts";
import { amountPattern, parseAmount } from "./parseAmount.ts";
import { resolveFunction } from "./resolveFunction.ts";
import { toArguments } from "./toArguments.ts";

/** A call as a person writes it. */
export interface WrittenCall {
  /** The session's function by name, or a signature, or a selector. */
  readonly function: string;
  /** Its arguments: numbers as digits; `account`, or a preset's target by name, for an address; arrays and structs as JSON where they are text. */
  readonly args?: readonly unknown[];
  /** Native value: digits of wei, or an amount with a unit (`0.05 ether`). Default: none. */
  readonly value?: string | number;
  /** The contract. Default: the session's target. */
  readonly to?: Address;
}

/** What is known of the session whose key makes the calls. */
export interface UseContext extends Pick<KnownAddresses, "targets" | "network"> {
  /** The account that makes the calls: what the word `account` stands for in their arguments. */
  readonly account: Address;
  /** The session's target. */
  readonly target: Address;
  readonly function: {
    readonly selector: Hex;
    readonly signature?: string;
    readonly inputs?: readonly AbiParameter[];
  };
}

const callSchema = z.strictObject(
  {
    function: z.string({
      error: complain("is not a function", 'Give a name or a signature: "increment()".'),
    }),
    args: z.array(z.unknown(), { error: complain("are not arguments", "Give an array.") }).exactOptional(),
    value: z
      .union([z.string(), z.number()], {
        error: complain("is not an amount", 'Give digits of wei, or "0.05 ether".'),
      })
      .exactOptional(),
    to: addressSchema.exactOptional(),
  },
  { error: complain("is not a call", "Give { function, args?, value?, to? }.") },
);

/**
 * Reads a call that a session's key is to make.
 *
 * @param written The call.
 * @param context The session.
 * @returns The call, encoded.
 * @throws InvalidInputError naming the field: `function`, `args[1]`, `value`, `to`.
 */
export function parseUse(written: WrittenCall, context: UseContext): Call {
  const given = parseInput(callSchema, written, "call");
  const { selector, inputs } = findFunction(given.function, context.function);
  const value = given.value === undefined ? 0n : readValue(given.value);
  return {
    to: given.to ?? context.target,
    value,
    data: concat([selector, encodeArguments(inputs, given.args ?? [], context)]),
  };
}

/** The session's own function by its name; another one by its signature or selector, whatever becomes of that. */
function findFunction(
  name: string,
  own: UseContext["function"],
): { readonly selector: Hex; readonly inputs: readonly AbiParameter[] | undefined } {
  const isOwn = name === own.signature?.split("(")[0] || name === own.selector || name === own.signature;
  if (isOwn) return { selector: own.selector, inputs: own.inputs };
  const resolved = resolveFunction(name);
  if ("problem" in resolved) {
    const offered = own.signature ? ` The session's own is ${own.signature}.` : "";
    const isName = /^[A-Za-z_$][\w$]*$/.test(name);
    // There is no ABI to give here.
    const remedy = isName
      ? `Write the types of its arguments too, as in "${name}(uint256)" or "${name}()".`
      : resolved.remedy;
    throw refuse("function", name, resolved.problem, `${remedy}${offered}`);
  }
  return { selector: resolved.selector, inputs: resolved.inputs };
}

function encodeArguments(
  inputs: readonly AbiParameter[] | undefined,
  written: readonly unknown[],
  known: KnownAddresses,
): Hex {
  if (inputs === undefined) {
    if (written.length === 0) return "0x";
    throw refuse(
      "args",
      written,
      "cannot be encoded: of the function, only the selector is known",
      "Give the function's signature.",
    );
  }
  const values = written.map((value, index) => fromText(inputs[index], value));
  const read = toArguments(inputs, values, known);
  if ("problem" in read) throw refuse(`args${read.at}`, read.value, read.problem, read.remedy);
  return encodeAbiParameters(inputs as AbiParameter[], [...read]);
}

/** On a command line everything is text. */
function fromText(parameter: AbiParameter | undefined, value: unknown): unknown {
  if (typeof value !== "string" || !parameter) return value;
  if (parameter.type === "bool") return value === "true" ? true : value === "false" ? false : value;
  if (!parameter.type.startsWith("tuple") && !parameter.type.endsWith("]")) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // it is refused as what it is not
  }
}

function readValue(written: string | number): bigint {
  const text = String(written);
  const value = amountPattern.test(text) ? parseAmount(written) : notAnAmount;
  if (typeof value === "bigint") return value;
  throw refuse("value", written, value.problem, value.remedy);
}

const notAnAmount = {
  problem: "is not an amount of native value",
  remedy: 'Give wei in decimal digits, or a unit: "0.05 ether", "5 gwei".',
};

const refuse = (field: string, value: unknown, problem: string, remedy: string) =>
  new InvalidInputError([{ field, value, problem, remedy }]);
