import type { Address, Hex } from "viem";
import type { ContractArtifacts } from "../../abis/contractArtifact.ts";

/** The canonical contracts of a world, by the name they have on a chain. */
export type PieceName =
  | "EntryPoint"
  | "SmartSession"
  | "SudoPolicy"
  | "TimeFramePolicy"
  | "UsageLimitPolicy"
  | "OwnableValidator"
  | "ModuleRegistry"
  | "Safe7579"
  | "Safe7579Launchpad"
  | "Safe"
  | "SafeProxyFactory";

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
  readonly name: PieceName;
  /** Genuine code out of a package, or a reference contract of this repository. */
  readonly code: PackagedCode | { readonly contract: keyof ContractArtifacts };
  /**
   * How it comes to its address: runtime code set there, or creation code run by CREATE2 through the
   * deterministic deployment proxy, which decides the address.
   */
  readonly placement:
    | { readonly how: "set"; readonly address: Address }
    | {
        readonly how: "create2";
        readonly salt: Hex;
        /** The constructor's arguments: addresses of other pieces. */
        readonly constructorArgs?: readonly PieceName[];
        /** Where the address is canonical: that address, and keccak256 of the runtime code. */
        readonly expect?: { readonly address: Address; readonly runtimeHash: Hex };
      };
}

/** Arachnid's deterministic deployment proxy: call data is `salt ‖ init code`. */
export const create2Proxy = {
  address: "0x4e59b44847b379578588920cA78FbF26c0B4956C",
  runtimeCode:
    "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3",
} as const;

const modulekit = { package: "@rhinestone/modulekit", version: "0.5.9" } as const;
const precompiles = "src/deployment/precompiles";
const anySalt = `0x${"0".repeat(64)}` as const;

const safe7579 = (constant: string, hash: Hex): PackagedCode => ({
  ...modulekit,
  file: `${precompiles}/Safe7579Precompiles.sol`,
  constant,
  hash,
});

/**
 * What stands in the local world that holds SmartSession's beta. The order is the order of placement: a
 * piece comes after those that its constructor names.
 */
export const betaManifest: readonly Piece[] = [
  {
    name: "EntryPoint",
    code: {
      package: "@account-abstraction/contracts",
      version: "0.7.0",
      file: "artifacts/EntryPoint.json",
      constant: "bytecode",
      hash: "0x30516d9cdbeabfaf62ea32d081a10ee3b95b92e5549cfc86353bbe85741c1404",
    },
    placement: {
      how: "create2",
      salt: "0x90d8084deab30c2a37c45e8d47f49f2f7965183cb6990a98943ef94940681de3",
      expect: {
        address: "0x0000000071727De22E5E9d8BAf0edAc6f37da032",
        runtimeHash: "0x8db5ff695839d655407cc8490bb7a5d82337a86a6b39c3f0258aa6c3b582fc58",
      },
    },
  },
  {
    name: "SmartSession",
    code: {
      ...modulekit,
      file: `${precompiles}/SmartSessionsPrecompiles.sol`,
      constant: "SMART_SESSION_DEPLOYED_BYTECODE",
      hash: "0x4dc83e051332d0f63e9024ef7289d760eb14c33534a67a959d19a54eb46a5ce3",
    },
    // Larger than EIP-170 allows, so it is set; where the beta's own SDK (module-sdk 0.1.32) looks for it.
    placement: { how: "set", address: "0xDDFF43A42726df11E34123f747bDce0f755F784d" },
  },
  // The policies and the session validator stand at v1's addresses: module-sdk 0.4.0's getters name them.
  {
    name: "SudoPolicy",
    code: { contract: "policies/SudoPolicy" },
    placement: { how: "set", address: "0x0000000000FEEc8D74e3143fBaBbca515358d869" },
  },
  {
    name: "TimeFramePolicy",
    code: { contract: "policies/TimeFramePolicy" },
    placement: { how: "set", address: "0x0000000000D30f611fA3bf652ac6879428586930" },
  },
  {
    name: "UsageLimitPolicy",
    code: { contract: "policies/UsageLimitPolicy" },
    placement: { how: "set", address: "0x00000000001d4479FA2A947026204d0283ceDe4B" },
  },
  {
    name: "OwnableValidator",
    code: { contract: "validators/OwnableValidator" },
    placement: { how: "set", address: "0x000000000013fdB5234E4E3162a810F54d9f7E98" },
  },
  {
    name: "ModuleRegistry",
    code: { contract: "validators/OpenModuleRegistry" },
    placement: { how: "set", address: "0x000000000069E2a187AEFFb852bF3cCdC95151B2" },
  },
  {
    name: "Safe7579",
    code: safe7579("SAFE7579_BYTECODE", "0xf3ede6fa46c2d22c002eee62d50bf05f72d02b988ec3d9199f88133583b21241"),
    placement: { how: "create2", salt: anySalt },
  },
  {
    name: "Safe7579Launchpad",
    code: safe7579(
      "SAFE7579_LAUNCHPAD_BYTECODE",
      "0xf9d09e6a5619c263c4e6b78872a8cebe06b2685c9386e68e0128f685f77d1b4b",
    ),
    placement: { how: "create2", salt: anySalt, constructorArgs: ["EntryPoint", "ModuleRegistry"] },
  },
  {
    name: "Safe",
    code: safe7579(
      "SAFE_SINGLETON_BYTECODE",
      "0x68fdaa2e5a4d468813847bafb0e9789514906fcf3e6820ad37a34220ad6df3e2",
    ),
    placement: { how: "create2", salt: anySalt },
  },
  {
    name: "SafeProxyFactory",
    code: safe7579(
      "SAFE_PROXY_FACTORY_BYTECODE",
      "0xd4edd1707b9f5dfbb9e4fe9290d1405f235b5ff42b30d26769008ff5d3a311ed",
    ),
    placement: { how: "create2", salt: anySalt },
  },
];
