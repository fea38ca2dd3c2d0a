import type { HttpNetworkConfig } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  type Chain,
  ChainEndsWithProcessError,
  chainKey,
  connectChain,
  httpProvider,
  InvalidInputError,
  rpcVariables,
  WrongChainError,
} from "../src/index.ts";

/** A chain that outlives the command, so that files of it are kept. */
export interface KeptChain extends Chain {
  /** The network's name. */
  readonly network: string;
  /** What its files are kept under. */
  readonly key: string;
}

/**
 * Reaches the chain of the selected network, which has to be one that outlives the command.
 *
 * @param hre Hardhat.
 * @param progress Is told that the chain is asked.
 * @returns The chain.
 * @throws ChainEndsWithProcessError where the network is simulated in this process; WrongChainError where the chain has
 * another id than its network says; ChainUnreachableError; InvalidInputError where the variable of its RPC is no URL;
 * HHE705, Hardhat's own, where no network is called so.
 */
export async function openChain(
  hre: HardhatRuntimeEnvironment,
  progress: (text: string) => void,
): Promise<KeptChain> {
  const network = hre.globalOptions.network ?? "default";
  // Only Hardhat can throw its error: asked for a network that is not there, it does.
  const config = hre.config.networks[network] ?? (await hre.network.create(network)).networkConfig;
  if (config.type !== "http") throw new ChainEndsWithProcessError({ network });
  progress(`asking the chain of ${network} …`);
  const url = await urlOf(network, config);
  // Asking again is for questions: what is sent is sent once, as an answer may be lost and the transaction not.
  const [once, patient] = [httpProvider(url), httpProvider(url, { retryCount: 4, retryDelay: 500 })];
  const chain = await connectChain({
    request: (args) => (args.method.startsWith("eth_send") ? once : patient).request(args),
  });
  if (config.chainId !== undefined && config.chainId !== chain.chainId) {
    throw new WrongChainError({ expected: config.chainId, actual: chain.chainId });
  }
  const { chainId, instance } = chain;
  return { ...chain, network, key: chainKey({ chainId, ...(instance !== undefined && { instance }) }) };
}

async function urlOf(network: string, { url }: HttpNetworkConfig): Promise<string> {
  try {
    return await url.getUrl();
  } catch {
    // Hardhat's own error would show the URL, which may carry a key.
    throw new InvalidInputError([
      {
        field: rpcVariables[network] ?? (network === "localhost" ? "WORLD_RPC_URL" : network),
        value: "(not shown)",
        problem: "is not the URL of an RPC",
        remedy: "Set it with its scheme, http://127.0.0.1:8545, or unset it.",
      },
    ]);
  }
}
