import type { Abi } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import type { Layer } from "../refusal/Refusal.ts";
import { contractArtifact } from "./contractArtifact.ts";
import {
  kernelFactoryErrorsAbi,
  nexusFactoryErrorsAbi,
  safe7579LaunchpadErrorsAbi,
  startaleFactoryErrorsAbi,
} from "./factoryErrorsAbi.ts";
import { kernelErrorsAbi } from "./kernelAbi.ts";
import {
  compatibilityFallbackErrorsAbi,
  errorsOfPolicies,
  moduleRegistryErrorsAbi,
  ownableValidatorErrorsAbi,
  smartSessionUnusedErrorsAbi,
  socialRecoveryErrorsAbi,
  startaleEcdsaValidatorErrorsAbi,
  startaleUnusedErrorsAbi,
  webAuthnValidatorErrorsAbi,
} from "./moduleErrorsAbi.ts";
import { nexusErrorsAbi } from "./nexusAbi.ts";
import { referenceAccountErrorsAbi } from "./referenceAccountAbi.ts";
import { safe7579ErrorsAbi } from "./safe7579Abi.ts";
import { smartSessionV1Abi } from "./smartSessionAbi.ts";
import { startaleErrorsAbi } from "./startaleAbi.ts";

/** An error, as an ABI declares it. */
export type AbiError = Extract<Abi[number], { type: "error" }>;

/** A contract that is known, and what it may revert with. */
export interface ErrorSource {
  /** Its name, as it is deployed. */
  readonly contract: string;
  /** The layers that it may speak as: a validator answers for the account, or for a session. */
  readonly layers: readonly Layer[];
  readonly errors: readonly AbiError[];
}

let sources: readonly ErrorSource[] | undefined;

/**
 * Every contract that is known on a user operation's way, and the errors that it declares: the canonical ones, the
 * accounts with what deploys and guards them, and the preset targets.
 *
 * @returns The contracts, from outside in. `Error(string)` and `Panic(uint256)`, which are everybody's, are not among the
 * errors.
 * @throws CodeNotFoundError where the contracts of this repository have not been compiled.
 */
export function errorSources(): readonly ErrorSource[] {
  const validator = ["account", "SmartSession"] as const;
  sources ??= [
    source("EntryPoint", ["EntryPoint"], entryPoint07Abi),
    source("Safe7579", ["account"], safe7579ErrorsAbi),
    source("Safe7579Launchpad", ["account"], safe7579LaunchpadErrorsAbi),
    source("Nexus", ["account"], nexusErrorsAbi),
    source("NexusAccountFactory", ["account"], nexusFactoryErrorsAbi),
    source("Kernel", ["account"], kernelErrorsAbi),
    source("KernelFactory", ["account"], kernelFactoryErrorsAbi),
    source("ERC7579Account", ["account"], referenceAccountErrorsAbi),
    source(
      "ReferenceAccountFactory",
      ["account"],
      contractArtifact("accounts/ReferenceAccountFactory").abi as Abi,
    ),
    source("StartaleSmartAccount", ["account"], [...startaleErrorsAbi, ...startaleUnusedErrorsAbi]),
    source("StartaleAccountFactory", ["account"], startaleFactoryErrorsAbi),
    source("StartaleECDSAValidator", ["account"], startaleEcdsaValidatorErrorsAbi),
    source("SmartSessionCompatibilityFallback", ["account"], compatibilityFallbackErrorsAbi),
    source("OwnableValidator", validator, ownableValidatorErrorsAbi),
    source("WebAuthnValidator", validator, webAuthnValidatorErrorsAbi),
    source("SocialRecovery", validator, socialRecoveryErrorsAbi),
    source("ModuleRegistry", validator, moduleRegistryErrorsAbi),
    source("SmartSession", ["SmartSession"], [...smartSessionV1Abi, ...smartSessionUnusedErrorsAbi]),
    ...Object.entries(errorsOfPolicies).map(([name, abi]) => source(name, ["policy"], abi)),
    source("Counter", ["target"], contractArtifact("targets/Counter").abi as Abi),
    source("Token", ["target"], contractArtifact("targets/Token").abi as Abi),
    source("Nft", ["target"], contractArtifact("targets/Nft").abi as Abi),
    source("Game", ["target"], contractArtifact("targets/Game").abi as Abi),
    source("Exchange", ["target"], contractArtifact("targets/Exchange").abi as Abi),
    source("Marketplace", ["target"], contractArtifact("targets/Marketplace").abi as Abi),
  ];
  return sources;
}

const source = (contract: string, layers: readonly Layer[], abi: Abi): ErrorSource => ({
  contract,
  layers,
  errors: abi.filter((item) => item.type === "error"),
});
