import type { Address, Hex } from "viem";
import type { ContractArtifacts } from "../../abis/contractArtifact.ts";
import type { StoredCode } from "./codeStore.ts";

/** The canonical contracts of every world, by the name they have on a chain. */
export type CorePieceName =
  | "EntryPoint"
  | "SmartSession"
  | "SudoPolicy"
  | "TimeFramePolicy"
  | "UsageLimitPolicy"
  | "ValueLimitPolicy"
  | "UniActionPolicy"
  | "ERC20SpendingLimitPolicy"
  | "OwnableValidator";

/** The registry of the beta, and what makes accounts: simulated chains have all, a live chain what stands there. */
export type AccountPieceName =
  | "ModuleRegistry"
  | "Safe7579"
  | "Safe7579Launchpad"
  | "Safe"
  | "SafeProxyFactory"
  | "Nexus"
  | "NexusAccountFactory"
  | "NexusBootstrap"
  | "Kernel"
  | "KernelFactory"
  | "ERC7579Account"
  | "ERC7579Bootstrap"
  | "ReferenceAccountFactory";

/** The contracts of every simulated chain. */
export type PieceName = CorePieceName | AccountPieceName;

/** What only a world of v1 has, and of the Startale account only where its code is there. */
export type OptionalPieceName =
  | "SmartSessionCompatibilityFallback"
  | "StartaleOwnableValidator"
  | "StartaleECDSAValidator"
  | "StartaleSmartAccount"
  | "StartaleBootstrap"
  | "StartaleAccountFactory";

/** Code that a package holds: where, and the keccak256 that it must have. */
export interface PackagedCode {
  readonly package: string;
  readonly version: string;
  /** The file in the package: a build artifact (`.json`), or a Solidity source that holds code as text. */
  readonly file: string;
  /** The artifact's field, or the constant's name in the source. */
  readonly constant: string;
  /** keccak256 of the code as it is read. */
  readonly hash: Hex;
}

/** One contract of the world. */
export interface Piece {
  readonly name: PieceName | OptionalPieceName;
  /** Genuine code out of a package or the code store, or a reference contract of this repository. */
  readonly code: PackagedCode | StoredCode | { readonly contract: keyof ContractArtifacts };
  /**
   * How it comes to its address: runtime code set there, or creation code run by CREATE2 through the
   * deterministic deployment proxy, which decides the address.
   */
  readonly placement:
    | { readonly how: "set"; readonly address: Address }
    | {
        readonly how: "create2";
        readonly salt: Hex;
        /** The constructor's arguments: addresses of other pieces, or addresses. */
        readonly constructorArgs?: readonly (PieceName | Address)[];
        /** Where the address is canonical: that address, and keccak256 of the runtime code. */
        readonly expect?: { readonly address: Address; readonly runtimeHash: Hex };
      };
}
