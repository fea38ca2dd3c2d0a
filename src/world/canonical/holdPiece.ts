import { type Address, type Hex, keccak256 } from "viem";
import type { CanonicalContract } from "./canonicalV1.ts";
import { pinnedHash } from "./pinnedHash.ts";

/** A canonical contract's code, held against the manifest. */
export interface HeldPiece {
  readonly name: string;
  readonly address: Address;
  /** keccak256 of the runtime code that the manifest pins. */
  readonly pinned: Hex;
  /** keccak256 of the code that is there; undefined where there is none. */
  readonly actual?: Hex;
  /** `same`: as pinned. `other`: other code. `absent`: no code. */
  readonly state: "same" | "other" | "absent";
  /** Whether it holds values of its chain, and is not pinned for this one: nothing is wrong then. */
  readonly ofAnotherChain: boolean;
}

/**
 * Holds code against the hash that the manifest pins for a chain.
 *
 * @param canonical The contract.
 * @param code Its runtime code, or `0x` where there is none.
 * @param chainId The chain that the code is on.
 * @returns What it is.
 */
export function holdPiece(canonical: CanonicalContract, code: Hex, chainId: number): HeldPiece {
  const { name, address, runtimeCodeHash } = canonical;
  const pinnedHere = pinnedHash(canonical, chainId);
  const pinned = pinnedHere ?? runtimeCodeHash;
  const piece = { name, address, pinned, ofAnotherChain: false };
  if (code === "0x") return { ...piece, state: "absent" };
  const actual = keccak256(code);
  if (actual === pinned) return { ...piece, actual, state: "same" };
  return { ...piece, actual, state: "other", ofAnotherChain: pinnedHere === undefined };
}
