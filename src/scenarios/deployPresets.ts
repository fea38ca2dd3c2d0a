import type { Address } from "viem";
import type { World } from "../world/World.ts";
import { demoTargets, deployDemoTargets } from "./demo/targets.ts";

/** The contracts that the presets are made for. */
export interface PresetTargets {
  readonly counter: Address;
  readonly token: Address;
  readonly nft: Address;
}

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
  return { counter, token, nft };
}
