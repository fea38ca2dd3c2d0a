import type { Hex } from "viem";

/**
 * Takes a value for hexadecimal digits, however they are written.
 *
 * @param value The value.
 * @returns The digits, small; undefined where it is something else.
 */
export const asHex = (value: unknown): Hex | undefined =>
  typeof value === "string" && /^0x[0-9a-f]*$/i.test(value) ? (value.toLowerCase() as Hex) : undefined;

/**
 * Takes a value for a hash, as transactions and user operations have.
 *
 * @param value The value.
 * @returns The hash; undefined where it is something else.
 */
export const asHash = (value: unknown): Hex | undefined => {
  const hex = asHex(value);
  return hex?.length === 66 ? hex : undefined;
};
