import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Eip1193Provider, httpProvider } from "../../src/index.ts";

/** A chain, and the id that its network says it has. */
export interface NamedChain {
  readonly provider: Eip1193Provider;
  readonly chainId: number | undefined;
}

/**
 * Reaches a network by its name. One over HTTP is asked in batches, and again where it limits how often it is asked.
 *
 * @param hre Hardhat.
 * @param name The network's name.
 * @returns The chain.
 * @throws HHE705, Hardhat's own, where no network is called so.
 */
export async function connect(hre: HardhatRuntimeEnvironment, name: string): Promise<NamedChain> {
  const network = hre.config.networks[name];
  if (network?.type === "http") {
    const url = await network.url.getUrl();
    return {
      provider: httpProvider(url, { batch: true, retryCount: 4, retryDelay: 500 }),
      chainId: network.chainId,
    };
  }
  const { provider } = await hre.network.create(name);
  return { provider, chainId: network?.chainId };
}
