import { type Address, getAddress, type Hex, isAddress, isHex, size } from "viem";
import { z } from "zod";
import { complain } from "./parseInput.ts";

const missing = (input: unknown) => (input === undefined ? "is missing" : undefined);

/** An address, checksummed or in one case. */
export const addressSchema = z
  .string({
    error: ({ input }) =>
      complain(missing(input) ?? "is not an address", "Give an address: 0x and 40 hexadecimal digits."),
  })
  .refine((text: string) => isAddress(text, { strict: false }) === true, {
    abort: true,
    error: complain("is not an address", "Give an address: 0x and 40 hexadecimal digits."),
  })
  .refine((text: string) => text === text.toLowerCase() || isAddress(text), {
    error: complain(
      "is an address with a wrong checksum: a digit may be mistyped (ERC-55)",
      "Copy it anew, or give it in lower case where it is certain.",
    ),
  })
  .transform((text): Address => getAddress(text));

/** 32 bytes. */
export const bytes32Schema = z.custom<Hex>((value) => isHex(value) && size(value) === 32, {
  error: complain("is not 32 bytes", "Give 0x and 64 hexadecimal digits."),
});

/**
 * A whole number from 0, given as a bigint, a number or decimal digits.
 *
 * @param parameters How many bits it may take, what it counts, and the least that is meant.
 */
export function uintSchema({ bits, unit, min = 0n }: { bits: number; unit: string; min?: bigint }) {
  const max = 2n ** BigInt(bits) - 1n;
  const remedy = `Give a whole number of ${unit}, from ${min} to ${bits <= 64 ? max : `2^${bits} - 1`}.`;
  return z.unknown().transform((input, context): bigint => {
    const value = toBigInt(input);
    const problem =
      missing(input) ??
      (value === undefined
        ? "is not a whole number"
        : value < 0n
          ? "is negative"
          : value < min
            ? `is less than ${min}`
            : value > max
              ? `does not fit ${bits} bits`
              : undefined);
    if (problem === undefined) return value as bigint;
    context.addIssue({ code: "custom", message: complain(problem, remedy) });
    return z.NEVER;
  });
}

/** An amount of native value, in wei. */
export const weiSchema = uintSchema({ bits: 256, unit: "wei" });

/** The year 5138 in seconds, or March 1973 in milliseconds: a time beyond it was meant in milliseconds. */
const firstMilliseconds = 100_000_000_000n;

/**
 * A time in Unix seconds. TimeFrame's `uint48` would take milliseconds without a word, and such a session
 * would in effect never expire.
 */
export const timestampSchema = uintSchema({ bits: 48, unit: "seconds since 1970 (Unix time)" }).superRefine(
  (value, context) => {
    if (value < firstMilliseconds) return;
    context.addIssue({
      code: "custom",
      message: complain(
        "is milliseconds, it seems: in seconds it is beyond the year 5138",
        `Give seconds: ${value / 1000n} (Date.now() / 1000, rounded down).`,
      ),
    });
  },
);

function toBigInt(input: unknown): bigint | undefined {
  if (typeof input === "bigint") return input;
  if (typeof input === "number") return Number.isSafeInteger(input) ? BigInt(input) : undefined;
  if (typeof input === "string" && /^-?\d+$/.test(input)) return BigInt(input);
  return undefined;
}
