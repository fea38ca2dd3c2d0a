import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { rpcVariables } from "../src/index.ts";

/**
 * Tells whether the selected network is reached by the RPC that everybody has: what is behind it is no chain that is
 * simulated, and what a command lacks for a live one can be said before it is asked.
 *
 * @param hre Hardhat.
 * @returns Whether it is.
 */
export function isPublicRpc({ globalOptions, config }: HardhatRuntimeEnvironment): boolean {
  const { network } = globalOptions;
  if (network !== "soneiumMinato" && network !== "soneium") return false;
  return config.networks[network] !== undefined && !process.env[rpcVariables[network] ?? ""];
}
