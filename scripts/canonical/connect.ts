import type { HttpNetworkConfig } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Eip1193Provider, httpProvider, InvalidInputError, rpcVariables } from "../../src/index.ts";

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
 * @throws InvalidInputError where the variable of its RPC is no URL; HHE705, Hardhat's own, where no network is called so.
 */
export async function connect(hre: HardhatRuntimeEnvironment, name: string): Promise<NamedChain> {
  const network = hre.config.networks[name];
  if (network?.type === "http") {
    const url = await urlOf(name, network);
    process.stderr.write(`canonical: asking the RPC of ${name} …\n`);
    return {
      provider: httpProvider(url, { batch: true, retryCount: 4, retryDelay: 500 }),
      chainId: network.chainId,
    };
  }
  const { provider } = await hre.network.create(name);
  return { provider, chainId: network?.chainId };
}

async function urlOf(name: string, { url }: HttpNetworkConfig): Promise<string> {
  try {
    return await url.getUrl();
  } catch {
    // Hardhat's own error would show the URL, which may carry a key.
    throw new InvalidInputError([
      {
        field: rpcVariables[name] ?? name,
        value: "(not shown)",
        problem: "is not the URL of an RPC",
        remedy: "Set it with its scheme: https://rpc.example, or unset it, and the public RPC is asked.",
      },
    ]);
  }
}
