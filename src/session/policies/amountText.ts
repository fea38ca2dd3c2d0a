import { formatEther } from "viem";

/** What is less is told in wei: as ETH it would be all zeroes. */
const fewWei = 10n ** 9n;

/**
 * Amounts of native value in words, in the same unit.
 *
 * @param amounts In wei; the last one decides on the unit.
 * @returns Each amount by itself, and the unit.
 */
export function weiText(...amounts: readonly bigint[]): readonly [...amounts: string[], unit: string] {
  const isFew = (amounts.at(-1) ?? 0n) < fewWei;
  return [...amounts.map((amount) => (isFew ? String(amount) : formatEther(amount))), isFew ? "wei" : "ETH"];
}
