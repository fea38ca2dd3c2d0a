import type { Address, Chain, Hex, PublicClient, Transport } from "viem";
import type { OptionalPieceName, PieceName } from "./canonical/Piece.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";
import type { Release } from "./Release.ts";

export type { PieceName } from "./canonical/Piece.ts";

/** A contract as it stands in a world. */
export interface WorldContract {
  readonly name: PieceName | OptionalPieceName;
  readonly address: Address;
  /** Whether this is the code that users' chains run, or a contract of this repository in its place. */
  readonly origin: "genuine" | "reference";
  /** Where the code comes from: a package and its version, the code store, or a file of `contracts/`. */
  readonly source: string;
  /** keccak256 of the runtime code. */
  readonly codeHash: Hex;
}

/** A chain with the canonical contracts on it. */
export interface World {
  readonly kind: "local";
  readonly chainId: number;
  /** Which release of SmartSession it holds. */
  readonly release: Release;
  /** What sits where, and whether it is genuine. */
  readonly contracts: Readonly<
    Record<PieceName, WorldContract> & Partial<Record<OptionalPieceName, WorldContract>>
  >;
  readonly client: PublicClient<Transport, Chain>;
  readonly provider: Eip1193Provider;
}
