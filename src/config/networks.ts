import type { ConfigurationVariable } from "hardhat/types/config";

/** A chain that is reached by its RPC, as Hardhat's config takes it. No accounts: nothing is sent, no key is asked for. */
export interface LiveNetwork {
  readonly type: "http";
  readonly chainType: "op";
  readonly chainId: number;
  /** A URL, or the variable that holds it: whether that is one shows when it is asked for. */
  readonly url: string | ConfigurationVariable;
}

/** The variables that name the RPC of each network. */
export const rpcVariables: Readonly<Record<string, string>> = {
  soneiumMinato: "SONEIUM_MINATO_RPC_URL",
  soneium: "SONEIUM_RPC_URL",
};

/**
 * The networks of Soneium: each by the RPC that the environment names, else by its public one.
 *
 * @param variables The environment's variables: `SONEIUM_MINATO_RPC_URL`, `SONEIUM_RPC_URL`.
 * @returns The networks, by name.
 */
export function liveNetworks(
  variables: Readonly<Record<string, string | undefined>>,
): Record<"soneiumMinato" | "soneium", LiveNetwork> {
  const network = (name: string, chainId: number, publicRpc: string): LiveNetwork => {
    const variable = rpcVariables[name] ?? "";
    // An empty variable is how a shell or a workflow says that there is none.
    const url = variables[variable]
      ? ({ _type: "ConfigurationVariable", name: variable } as const)
      : publicRpc;
    return { type: "http", chainType: "op", chainId, url };
  };
  // As viem's chain definitions have them; importing those takes a second, and every command would wait for it.
  return {
    soneiumMinato: network("soneiumMinato", 1946, "https://rpc.minato.soneium.org"),
    soneium: network("soneium", 1868, "https://rpc.soneium.org"),
  };
}
