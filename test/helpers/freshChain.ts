import hre, { network } from "hardhat";
import type { Eip1193Provider } from "../../src/index.ts";
import { freshAnvil } from "./freshAnvil.ts";
import { freshFork, isOnFork } from "./freshFork.ts";

/** Whether the run is on anvil. */
export const isOnAnvil = (): boolean => hre.globalOptions.network === "anvil";

/**
 * A chain of one's own: of the selected network where Hardhat simulates it, or where it is anvil, otherwise of the default
 * network.
 * A chain that is reached over HTTP is one for all, and a test may leave anything behind on its own.
 *
 * @returns The chain's provider.
 */
export async function freshChain(): Promise<Eip1193Provider> {
  if (isOnFork()) return freshFork();
  if (isOnAnvil()) return freshAnvil();
  const { networkConfig, provider, close } = await network.create();
  if (networkConfig.type === "edr-simulated") return provider;
  await close();
  return (await network.create("default")).provider;
}

/**
 * A chain of one's own that is no fork, whatever the run is on: for what local chains alone do.
 *
 * @returns The chain's provider.
 */
export const localChain = async (): Promise<Eip1193Provider> =>
  isOnFork() ? (await network.create("default")).provider : freshChain();
