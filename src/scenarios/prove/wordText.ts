import { getAddress, numberToHex } from "viem";

/**
 * A word of the call data as a person reads it.
 *
 * @param type The argument's ABI type.
 * @param word The word.
 * @returns An address, a number, or hexadecimal digits where it is none of its type.
 */
export function wordText(type: string, word: bigint): string {
  if (type === "address" && word < 2n ** 160n) return getAddress(numberToHex(word, { size: 20 }));
  const [, bits] = /^uint(\d+)$/.exec(type) ?? [];
  const isNumber = bits !== undefined && word < 2n ** BigInt(bits);
  return isNumber ? String(word) : numberToHex(word, { size: 32 });
}
