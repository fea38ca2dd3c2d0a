import { concat, type Hex, numberToHex } from "viem";

/**
 * A number as a word of call data or of init data (ABI, `uint256`).
 *
 * @param value The number; below 0, its two's complement.
 * @returns 32 bytes.
 */
export const word = (value: bigint): Hex => numberToHex(BigInt.asUintN(256, value), { size: 32 });

/**
 * Numbers, a {@link word} each.
 *
 * @param values The numbers.
 * @returns 32 bytes for each.
 */
export const words = (...values: readonly bigint[]): Hex => concat(values.map(word));
