import type { Address, Chain, Hex, PublicClient, Transport } from "viem";
import type { AccountPieceName, CorePieceName, OptionalPieceName, PieceName } from "./canonical/Piece.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";
import type { Release } from "./Release.ts";

export type { AccountPieceName, PieceName } from "./canonical/Piece.ts";

/** A contract as it stands in a world. */
export interface WorldContract {
  readonly name: PieceName | OptionalPieceName;
  readonly address: Address;
  /** Whether this is the code that users' chains run, or a contract of this repository in its place. */
  readonly origin: "genuine" | "reference";
  /**
   * Where the code comes from: a package and its version, the code store, a file of `contracts/`; or the chain, where
   * the code stood on it and is taken as it stands.
   */
  readonly source: string;
  /** keccak256 of the runtime code. */
  readonly codeHash: Hex;
}

/** The chain that a fork was made of. */
export interface ForkedChain {
  readonly chainId: number;
  /** The last block that both have. */
  readonly blockNumber: bigint;
}

/** A chain with the canonical contracts on it. */
export interface World {
  /** `fork`: what a chain held at a block, simulated from there on. `live`: a chain that nobody here simulates. */
  readonly kind: "local" | "fork" | "live";
  readonly chainId: number;
  /** What tells a simulated chain from all others; a live one has its id. */
  readonly instance?: string;
  /** What a fork was made of. */
  readonly forked?: ForkedChain;
  /** Which release of SmartSession it holds. */
  readonly release: Release;
  /** What sits where, and whether it is genuine. */
  readonly contracts: Readonly<
    Record<CorePieceName, WorldContract> &
      Partial<Record<AccountPieceName | OptionalPieceName, WorldContract>>
  >;
  readonly client: PublicClient<Transport, Chain>;
  readonly provider: Eip1193Provider;
}

/** A world that was made on a chain that is simulated: it has the contracts of every kind of account. */
export interface SimulatedWorld extends World {
  readonly kind: "local" | "fork";
  readonly contracts: World["contracts"] & Readonly<Record<PieceName, WorldContract>>;
}
