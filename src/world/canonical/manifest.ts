import type { Address, Hex } from "viem";
import type { ContractArtifacts } from "../../abis/contractArtifact.ts";
import { ReleaseNotPresentError } from "../../errors/canonical.ts";
import { smartSessionBetaAddress } from "../smartSessionBetaAddress.ts";
import { type CanonicalContract, type CanonicalName, canonicalV1 } from "./canonicalV1.ts";
import type { CodeStore, StoredCode } from "./codeStore.ts";
import type { OptionalPieceName, PackagedCode, Piece, PieceName } from "./Piece.ts";

const modulekit = { package: "@rhinestone/modulekit", version: "0.5.9" } as const;
const precompiles = "src/deployment/precompiles";
const anySalt = `0x${"0".repeat(64)}` as const;

const precompiled =
  (account: "Safe7579" | "Nexus" | "Kernel" | "ERC7579") =>
  (constant: string, hash: Hex): PackagedCode => ({
    ...modulekit,
    file: `${precompiles}/${account}Precompiles.sol`,
    constant,
    hash,
  });
const safe7579 = precompiled("Safe7579");
const nexus = precompiled("Nexus");
const kernel = precompiled("Kernel");
const erc7579 = precompiled("ERC7579");
/** The one who may stake NexusAccountFactory, which must be somebody. */
const nobody = "0x000000000000000000000000000000000000dEaD";

/** The proxy that an ERC-7579 reference account is: each is its own creation code, so it is no piece. */
export const erc7579Proxy = erc7579(
  "MSAPROXY_BYTECODE",
  "0x16c299ece966faea144f5d201cf9b0b0fa39692df6e83af8c7c7cd3d7d2d681c",
);

/** A contract of this repository, set where v1's stands. */
const reference = (name: PieceName, contract: keyof ContractArtifacts, address: Address): Piece => ({
  name,
  code: { contract },
  placement: { how: "set", address },
});

/** A contract that CREATE2 puts where its code decides. */
const created = (
  name: PieceName,
  code: Piece["code"],
  constructorArgs: readonly (PieceName | Address)[] = [],
): Piece => ({ name, code, placement: { how: "create2", salt: anySalt, constructorArgs } });

const entryPoint: Piece = {
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
};

const smartSessionBeta: Piece = {
  name: "SmartSession",
  code: {
    ...modulekit,
    file: `${precompiles}/SmartSessionsPrecompiles.sol`,
    constant: "SMART_SESSION_DEPLOYED_BYTECODE",
    hash: "0x4dc83e051332d0f63e9024ef7289d760eb14c33534a67a959d19a54eb46a5ce3",
  },
  // Larger than EIP-170 allows, so it is set.
  placement: { how: "set", address: smartSessionBetaAddress },
};

/** SmartSession's beta asks it before it enables a policy, and Safe7579's launchpad is told where it is. */
const moduleRegistry = reference(
  "ModuleRegistry",
  "validators/OpenModuleRegistry",
  "0x000000000069E2a187AEFFb852bF3cCdC95151B2",
);

/** In the order of placement: a piece comes after those that its constructor names. */
const accounts: readonly Piece[] = [
  created(
    "Safe7579",
    safe7579("SAFE7579_BYTECODE", "0xf3ede6fa46c2d22c002eee62d50bf05f72d02b988ec3d9199f88133583b21241"),
  ),
  created(
    "Safe7579Launchpad",
    safe7579(
      "SAFE7579_LAUNCHPAD_BYTECODE",
      "0xf9d09e6a5619c263c4e6b78872a8cebe06b2685c9386e68e0128f685f77d1b4b",
    ),
    ["EntryPoint", "ModuleRegistry"],
  ),
  created(
    "Safe",
    safe7579("SAFE_SINGLETON_BYTECODE", "0x68fdaa2e5a4d468813847bafb0e9789514906fcf3e6820ad37a34220ad6df3e2"),
  ),
  created(
    "SafeProxyFactory",
    safe7579(
      "SAFE_PROXY_FACTORY_BYTECODE",
      "0xd4edd1707b9f5dfbb9e4fe9290d1405f235b5ff42b30d26769008ff5d3a311ed",
    ),
  ),
  created(
    "Nexus",
    nexus("NEXUS_BYTECODE", "0x2cd3655b2cb1e441a3a99702df02993b242f95d5b79ab7ed4b09d4c6e06fcd61"),
    ["EntryPoint"],
  ),
  created(
    "NexusAccountFactory",
    nexus(
      "NEXUS_ACCOUNT_FACTORY_BYTECODE",
      "0x9068416241d355bfb0d364a3faf04b55a504ee123baf959ac1185ab0bd6a6ef9",
    ),
    ["Nexus", nobody],
  ),
  created(
    "NexusBootstrap",
    nexus("NEXUS_BOOTSTRAP_BYTECODE", "0xa91a249cb9de9a6862cc1d628f71868aa5c324992a030a96301699499d77cfa0"),
  ),
  created(
    "Kernel",
    kernel("KERNEL_BYTECODE", "0x69dfb1488d9ea7c034822bb20d4db01d559026fdaa8ef50e3aa6e24c9f153920"),
    ["EntryPoint"],
  ),
  created(
    "KernelFactory",
    kernel("KERNEL_FACTORY_BYTECODE", "0x8f78ee812dc4952bdf4cf206a427f95020bb3cca22533b5e7a874109a44195c9"),
    ["Kernel"],
  ),
  created(
    "ERC7579Account",
    erc7579("ERC7579_BYTECODE", "0x8e97b5acc2e35785df2d78c19d4c0c9f05a7b1fede0a69ef3b261afc7989ba7a"),
  ),
  created(
    "ERC7579Bootstrap",
    erc7579(
      "ERC7579_BOOTSTRAP_BYTECODE",
      "0xd8dc984bca3f0989c103b89d3e1a227ec6cf078a198418c2f05278b2f34c2dfc",
    ),
  ),
  created("ReferenceAccountFactory", { contract: "accounts/ReferenceAccountFactory" }),
];

/** The policies and the session validator, and the reference contract of each. */
const references = {
  SudoPolicy: "policies/SudoPolicy",
  TimeFramePolicy: "policies/TimeFramePolicy",
  UsageLimitPolicy: "policies/UsageLimitPolicy",
  ValueLimitPolicy: "policies/ValueLimitPolicy",
  UniActionPolicy: "policies/UniActionPolicy",
  ERC20SpendingLimitPolicy: "policies/ERC20SpendingLimitPolicy",
  OwnableValidator: "validators/OwnableValidator",
} as const satisfies Partial<Record<PieceName & CanonicalName, keyof ContractArtifacts>>;

/** Where a contract of v1 stands. */
const addressOf = (name: CanonicalName): Address =>
  (canonicalV1.find((one) => one.name === name) as CanonicalContract).address;

/** What a world of v1 is made of, beside what packages hold. */
const v1Names = [
  "SmartSession",
  "SmartSessionCompatibilityFallback",
  ...(Object.keys(references) as (keyof typeof references)[]),
] as const;

/** What a world of v1 holds besides where the code is there: the Startale account 1.0.0 and its session validator. */
const startaleNames = [
  "StartaleOwnableValidator",
  "StartaleECDSAValidator",
  "StartaleSmartAccount",
  "StartaleBootstrap",
  "StartaleAccountFactory",
] as const satisfies readonly (OptionalPieceName & CanonicalName)[];

/**
 * What stands in the local world that holds SmartSession's beta: the policies and the session validator are this
 * repository's, where v1's stand (module-sdk 0.4.0's getters name them).
 */
export const betaManifest: readonly Piece[] = [
  entryPoint,
  smartSessionBeta,
  ...Object.entries(references).map(([name, contract]) =>
    reference(name as keyof typeof references, contract, addressOf(name as keyof typeof references)),
  ),
  moduleRegistry,
  ...accounts,
];

/**
 * What a code store lacks of SmartSession v1.
 *
 * @param store The code store.
 * @returns The pieces; none where a world of v1 can be made.
 */
export function missingOfV1(store: CodeStore): readonly CanonicalName[] {
  return v1Names.filter((name) => !store.has(name));
}

/**
 * What a code store lacks of the Startale account 1.0.0 and its session validator. SmartSession v1 is whole without.
 *
 * @param store The code store.
 * @returns The pieces; none where worlds of v1 have that kind of account.
 */
export function missingOfStartale(store: CodeStore): readonly CanonicalName[] {
  return startaleNames.filter((name) => !store.has(name));
}

const v1Manifests = new WeakMap<CodeStore, readonly Piece[]>();

/**
 * What stands in the local world that holds SmartSession v1: SmartSession, its policies and the validator are the
 * genuine ones, out of the code store; and the Startale account, as far as the store has it.
 *
 * @param store The code store.
 * @returns The manifest, the same one for the same store.
 * @throws ReleaseNotPresentError where the store does not hold v1 whole.
 */
export function v1Manifest(store: CodeStore): readonly Piece[] {
  const known = v1Manifests.get(store);
  if (known) return known;
  const missing = missingOfV1(store);
  if (missing.length > 0) throw new ReleaseNotPresentError({ release: "v1", missing });
  const manifest = [
    entryPoint,
    ...[...v1Names, ...startaleNames.filter((name) => store.has(name))].map(
      (name): Piece => ({
        name,
        code: store.get(name) as StoredCode,
        placement: { how: "set", address: addressOf(name) },
      }),
    ),
    moduleRegistry,
    ...accounts,
  ];
  v1Manifests.set(store, manifest);
  return manifest;
}
