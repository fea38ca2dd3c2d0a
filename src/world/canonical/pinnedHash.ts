import type { Hex } from "viem";
import type { CanonicalContract } from "./canonicalV1.ts";
import { pinnedChainId } from "./pinnedChainId.ts";

/**
 * The hash that a piece's runtime code has on a chain.
 *
 * @param piece The piece.
 * @param chainId The chain.
 * @returns keccak256; undefined where the code holds values of its chain, and is not pinned for this one.
 */
export function pinnedHash(
  { runtimeCodeHash, runtimeCodeHashOn, runtimeImmutables }: CanonicalContract,
  chainId: number,
): Hex | undefined {
  if (chainId === pinnedChainId) return runtimeCodeHash;
  return runtimeCodeHashOn?.[chainId] ?? (runtimeImmutables ? undefined : runtimeCodeHash);
}
