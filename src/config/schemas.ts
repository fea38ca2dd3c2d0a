import { type Abi, type Address, getAddress, type Hex, isAddress } from "viem";
import { z } from "zod";
import type { ProblemKind } from "../errors/InvalidInputError.ts";
import { complain } from "./parseInput.ts";

const missing = (input: unknown) => (input === undefined ? "is missing" : undefined);

const oneCase = (text: string) =>
  text === text.toLowerCase() || text.slice(2) === text.slice(2).toUpperCase();
const notAnAddress = "Give an address: 0x and 40 hexadecimal digits.";

/** An address, checksummed or in one case. */
export const addressSchema = z
  .string({ error: ({ input }) => complain(missing(input) ?? "is not an address", notAnAddress) })
  .superRefine((text, context) => {
    const problem = /^0x[0-9a-fA-F]{64}$/.test(text)
      ? "is 32 bytes long, as a private key is: an address is asked for"
      : !/^0x[0-9a-fA-F]{40}$/.test(text)
        ? "is not an address"
        : undefined;
    if (problem) context.addIssue({ code: "custom", message: complain(problem, notAnAddress) });
    else if (!oneCase(text) && !isAddress(text)) {
      context.addIssue({
        code: "custom",
        message: complain(
          "is an address with a wrong checksum: a digit may be mistyped (ERC-55)",
          "Copy it anew, or give it in lower case where it is certain.",
        ),
      });
    }
  })
  .transform((text): Address => getAddress(text.toLowerCase()));

/** 32 bytes. */
export const bytes32Schema = z.custom<Hex>(
  (value) => typeof value === "string" && /^0x[0-9a-fA-F]{64}$/.test(value),
  {
    error: complain("is not 32 bytes", "Give 0x and 64 hexadecimal digits."),
  },
);

/** Bytes, at least one. */
export const bytesSchema = z.custom<Hex>(
  (value) => typeof value === "string" && /^0x([0-9a-fA-F]{2})+$/.test(value),
  { error: complain("is not hexadecimal bytes", "Give 0x and two digits a byte.") },
);

/** A contract's ABI, as an array of items. */
export const abiSchema = z.custom<Abi>((value) => Array.isArray(value) && value.every(isAbiItem), {
  error: complain(
    "is not an ABI",
    "Give the array of items that a compiler writes; viem's parseAbi makes it from signatures.",
  ),
});

function isAbiItem(item: unknown): boolean {
  if (typeof item !== "object" || item === null) return false;
  const { type, name, inputs, stateMutability } = item as Record<string, unknown>;
  if (type === "constructor" || type === "fallback" || type === "receive") return true;
  const known = type === "function" || type === "event" || type === "error";
  const mutability = stateMutability === undefined || mutabilities.includes(String(stateMutability));
  return known && mutability && typeof name === "string" && isParameters(inputs);
}

const mutabilities = ["pure", "view", "nonpayable", "payable"];

function isParameters(parameters: unknown): boolean {
  return Array.isArray(parameters) && parameters.every(isParameter);
}

function isParameter(parameter: unknown): boolean {
  const { type, components } = (parameter ?? {}) as Record<string, unknown>;
  // `uint` is short for `uint256` in Solidity, and no type of an ABI: its selector would be another.
  if (typeof type !== "string" || /^u?int(\[|$)/.test(type)) return false;
  return components === undefined || isParameters(components);
}

/**
 * A whole number, given as a bigint, a number or decimal digits.
 *
 * @param range How many bits it may take, what it counts, and the least and the most that is meant.
 * @returns The schema, which reads it as a bigint.
 */
export function uintSchema({
  bits,
  unit,
  min = 0n,
  max = 2n ** BigInt(bits) - 1n,
  offered = max,
  lessIs,
}: {
  bits: number;
  unit: string;
  min?: bigint;
  max?: bigint;
  /** The most that is worth offering, where more is refused for a reason of its own. */
  offered?: bigint;
  /** What sort of mistake it is to give less than the least, but not less than 0. */
  lessIs?: ProblemKind;
}) {
  const written = (bound: bigint) =>
    bound === 2n ** BigInt(bits) - 1n && bits > 64 ? `2^${bits} - 1` : String(bound);
  const most = written(max);
  const remedy = `Give a whole number${unit && ` of ${unit}`}, from ${min} to ${written(offered)}.`;
  return z.unknown().transform((input, context): bigint => {
    const value = toBigInt(input);
    if (value !== undefined && value >= min && value <= max) return value;
    const kind = value !== undefined && value >= 0n && value < min ? lessIs : undefined;
    context.addIssue({ code: "custom", message: complain(describe(input, value, min, most), remedy, kind) });
    return z.NEVER;
  });
}

function describe(input: unknown, value: bigint | undefined, min: bigint, most: string): string {
  if (input === undefined) return "is missing";
  if (typeof input === "number" && Number.isInteger(input) && !Number.isSafeInteger(input)) {
    return "is a number too great to be exact: write it as a bigint (with an n) or as digits";
  }
  if (value === undefined) return "is not a whole number";
  if (value < 0n) return "is negative";
  return value < min ? `is less than ${min}` : `is more than ${most}`;
}

const gasUnits = uintSchema({ bits: 128, unit: "gas" });
const gasPrice = uintSchema({ bits: 128, unit: "wei for each unit of gas" });

/** The gas limits of a user operation, and optionally its fees (ERC-4337 v0.7). */
export const gasSchema = z.strictObject(
  {
    callGasLimit: gasUnits,
    verificationGasLimit: gasUnits,
    preVerificationGas: gasUnits,
    maxFeePerGas: gasPrice.optional(),
    maxPriorityFeePerGas: gasPrice.optional(),
  },
  {
    error: complain(
      "are not gas limits",
      "Give { callGasLimit, verificationGasLimit, preVerificationGas }, or leave gas out and the bundler is asked.",
    ),
  },
);

/** Who pays for a user operation instead of its account (ERC-4337 v0.7). */
export const paymasterSchema = z.strictObject(
  {
    address: addressSchema,
    data: z
      .custom<Hex>((value) => typeof value === "string" && /^0x([0-9a-fA-F]{2})*$/.test(value), {
        error: complain("is not hexadecimal bytes", "Give 0x and two digits a byte, or leave it out."),
      })
      .exactOptional(),
    verificationGasLimit: gasUnits.exactOptional(),
    postOpGasLimit: gasUnits.exactOptional(),
  },
  {
    error: complain(
      "is not a paymaster",
      "Give { address, data?, verificationGasLimit?, postOpGasLimit? }, or leave it out and the account pays.",
    ),
  },
);

/** An amount of native value, in wei. */
export const weiSchema = uintSchema({ bits: 256, unit: 'wei (parseEther("0.05") of viem makes them)' });

/** The year 5138 in seconds, or March 1973 in milliseconds: a time beyond it was meant in milliseconds. */
const firstMilliseconds = 100_000_000_000n;
/** The last second that {@link timestampSchema} takes. */
export const lastTimestamp = firstMilliseconds - 1n;

/** From where on a time was meant in a smaller unit: each is where March 1973 is in it. */
const smallerUnits = [
  { name: "nanoseconds", from: firstMilliseconds * 1_000_000n, inSecond: 1_000_000_000n },
  { name: "microseconds", from: firstMilliseconds * 1000n, inSecond: 1_000_000n },
  { name: "milliseconds", from: firstMilliseconds, inSecond: 1000n },
] as const;
/** The year 5138 in nanoseconds. */
const lastNanosecond = firstMilliseconds * 1_000_000_000n - 1n;

/**
 * A time in Unix seconds. TimeFrame's `uint48` would take milliseconds without a word, and such a session
 * would in effect never expire.
 */
export const timestampSchema = uintSchema({
  bits: 256,
  unit: "seconds since 1970 (Unix time)",
  max: lastNanosecond,
  offered: lastTimestamp,
}).superRefine((value, context) => {
  const unit = smallerUnits.find(({ from }) => value >= from);
  if (!unit) return;
  const how = unit.name === "milliseconds" ? " (Date.now() / 1000, rounded down)" : "";
  context.addIssue({
    code: "custom",
    message: complain(
      `is ${unit.name}, it seems: in seconds it is beyond the year 5138`,
      `Give seconds: ${value / unit.inSecond}${how}.`,
      "milliseconds",
    ),
  });
});

function toBigInt(input: unknown): bigint | undefined {
  if (typeof input === "bigint") return input;
  if (typeof input === "number") return Number.isSafeInteger(input) ? BigInt(input) : undefined;
  if (typeof input === "string" && /^-?\d+$/.test(input)) return BigInt(input);
  return undefined;
}
