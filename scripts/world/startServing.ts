import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Address } from "viem";
import {
  type Alto,
  createWorld,
  demandFreePort,
  deployPresets,
  httpProvider,
  InvalidInputError,
  type ServedWorld,
  startAlto,
} from "../../src/index.ts";
import type { Stop } from "../stopAll.ts";
import { listen } from "./listen.ts";
import type { Ports } from "./portsToServe.ts";
import { publicKeys } from "./publicKeys.ts";

/** What is to be served. */
export interface Serving {
  /** The name of a simulated network. */
  readonly network: string;
  readonly ports: Ports;
}

/**
 * Starts what `world serve` serves: a chain, the world on it, the presets' contracts, and a bundler where one is wanted.
 *
 * @param hre Hardhat.
 * @param serving What is to be served.
 * @param stops Is given how to end each thing, as soon as it has started; the caller ends them.
 * @returns What is served, and alto where it is.
 * @throws InvalidInputError where the network is not simulated, or a port is taken; what `createWorld` and `startAlto`
 * throw.
 */
export async function startServing(
  hre: HardhatRuntimeEnvironment,
  { network, ports }: Serving,
  stops: Stop[],
): Promise<ServedWorld & { readonly alto?: Alto }> {
  const config = hre.config.networks[network];
  if (config?.type !== "edr-simulated") throw notSimulated(hre, network);

  // Before anything is started: a world would be made for nothing.
  if (ports.bundler !== undefined) await demandFreePort(ports.bundler, "bundlerPort");
  const server = await listen(hre, network, ports.chain);
  stops.unshift(server.stop);
  const rpcUrl = server.url;
  progress(`${network} on ${rpcUrl}, putting the contracts in place …`);
  const provider = httpProvider(rpcUrl);
  const world = await createWorld(provider);
  const accounts = (await provider.request({ method: "eth_accounts" })) as readonly [Address, ...Address[]];
  const targets = await deployPresets(world, accounts[0]);
  const served = { rpcUrl, chainId: world.chainId, world, targets };
  const keys = await publicKeys(config.accounts, accounts);
  if (ports.bundler === undefined) return { ...served, keys };

  progress("starting alto …");
  const alto = await startAlto({ rpcUrl, port: ports.bundler });
  stops.unshift(alto.stop);
  return { ...served, bundlerUrl: alto.url, keys, alto };
}

/** On standard error: standard output is the report alone. */
const progress = (text: string) => process.stderr.write(`world serve: ${text}\n`);

function notSimulated(hre: HardhatRuntimeEnvironment, name: string): InvalidInputError {
  const networks = Object.entries(hre.config.networks);
  const simulated = networks.flatMap(([each, { type }]) => (type === "edr-simulated" ? [each] : []));
  return new InvalidInputError([
    {
      field: "network",
      value: name,
      problem: "is no network that is simulated here",
      remedy: `Give one of: ${simulated.join(", ")}; or none, for node.`,
    },
  ]);
}
