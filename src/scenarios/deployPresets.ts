import type { Address } from "viem";
import { contractArtifact } from "../abis/contractArtifact.ts";
import type { TargetName } from "../deployments/deploymentsSchema.ts";
import { deployContract } from "../world/deployContract.ts";
import type { World } from "../world/World.ts";
import { demoTargets, deployDemoTargets } from "./demo/targets.ts";

/** The contracts that the presets are made for. */
export type PresetTargets = Readonly<Record<TargetName, Address>>;

/**
 * Deploys the contracts that the presets are made for; what stands already stays.
 *
 * @param world A local world.
 * @param treasury Who is paid for NFTs.
 * @returns Where they stand.
 * @throws PlacementError where a constructor fails.
 * @example
 * ```ts
 * const { counter } = await deployPresets(harness.world, treasury);
 * const session = harness.compile(fromPreset("counter", { sessionKey: key.address, target: counter }));
 * ```
 */
export async function deployPresets(world: World, treasury: Address): Promise<PresetTargets> {
  const targets = demoTargets({ treasury });
  await deployDemoTargets(world, targets);
  const { counter, token, nft } = targets;
  const game = await deployContract(world, contractArtifact("targets/Game").bytecode);
  const exchange = await deployContract(world, contractArtifact("targets/Exchange").bytecode);
  const marketplace = await deployContract(world, contractArtifact("targets/Marketplace").bytecode);
  return { counter, token, nft, game, exchange, marketplace };
}
