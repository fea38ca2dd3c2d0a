import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { http } from "viem";
import { createWorld, httpProvider, type OtherBundler, startAlto } from "../../src/index.ts";
import { startAnvil } from "../anvil/startAnvil.ts";
import { type Stop, stopAll } from "../stopAll.ts";

/**
 * Starts alto over a node of its own.
 *
 * @param hre Hardhat.
 * @param onAnvil Whether the node is anvil; otherwise it is Hardhat's.
 * @returns The bundler and its chain. What had started is stopped where the rest does not start.
 * @throws What {@link startAnvil}, `createWorld` and `startAlto` throw.
 */
export async function startOther(hre: HardhatRuntimeEnvironment, onAnvil: boolean): Promise<OtherBundler> {
  const stops: Stop[] = [];
  const stop = () => stopAll(stops);
  try {
    const chain = onAnvil ? await startAnvil() : await startNode(hre);
    stops.unshift(chain.stop);
    const provider = httpProvider(chain.url);
    await createWorld(provider); // alto wants the EntryPoint to be there
    const alto = await startAlto({ rpcUrl: chain.url });
    stops.unshift(alto.stop);
    const name = `alto and ${onAnvil ? "anvil" : "a Hardhat node"}`;
    return { name, provider, bundlerTransport: http(alto.url, { retryCount: 0 }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(hre: HardhatRuntimeEnvironment) {
  const server = await hre.network.createServer("node", "127.0.0.1", 0);
  const { port } = await server.listen();
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
