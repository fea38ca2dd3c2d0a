import type { EdrNetworkConfig, EdrNetworkForkingConfig } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

/** The network that a run is on, where it is a fork. */
export interface ForkOfRun {
  readonly name: string;
  readonly network: EdrNetworkConfig;
  readonly forking: EdrNetworkForkingConfig;
}

/**
 * Tells whether a run is on a fork.
 *
 * @param hre Hardhat, as far as the config and the network that was named.
 * @returns The fork; undefined where the network is none.
 */
export function forkOfRun({
  config,
  globalOptions,
}: Pick<HardhatRuntimeEnvironment, "config" | "globalOptions">): ForkOfRun | undefined {
  const name = globalOptions.network ?? "default";
  const network = config.networks[name];
  if (network?.type !== "edr-simulated" || !network.forking?.enabled) return;
  return { name, network, forking: network.forking };
}
