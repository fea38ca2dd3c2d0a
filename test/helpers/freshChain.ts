import { network } from "hardhat";
import type { Eip1193Provider } from "../../src/index.ts";

/**
 * A chain of one's own: of the selected network where Hardhat simulates it, otherwise of the default network.
 * A chain that is reached over HTTP is one for all, and a test may leave anything behind on its own.
 *
 * @returns The chain's provider.
 */
export async function freshChain(): Promise<Eip1193Provider> {
  const { networkConfig, provider, close } = await network.create();
  if (networkConfig.type === "edr-simulated") return provider;
  await close();
  return (await network.create("default")).provider;
}
