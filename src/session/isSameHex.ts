import type { Hex } from "viem";

/**
 * Whether two bytes or hashes are the same, however their letters are written.
 *
 * @param one Hexadecimal text.
 * @param other Hexadecimal text.
 * @returns Whether they are.
 */
export const isSameHex = (one: Hex, other: Hex): boolean => one.toLowerCase() === other.toLowerCase();
