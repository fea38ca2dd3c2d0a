import type { ConfigurationVariable } from "hardhat/types/config";
import { forkBlockVariables, rpcVariables } from "./networkVariables.ts";

/** A chain that is reached by its RPC, as Hardhat's config takes it. No accounts: nothing is sent, no key is asked for. */
export interface LiveNetwork {
  readonly type: "http";
  readonly chainType: "op";
  readonly chainId: number;
  /** A URL, or the variable that holds it: whether that is one shows when it is asked for. */
  readonly url: string | ConfigurationVariable;
}

/** A chain that is simulated from a block of another one on, as Hardhat's config takes it. */
export interface ForkNetwork {
  readonly type: "edr-simulated";
  readonly chainType: "op";
  readonly chainId: number;
  readonly hardfork: "granite";
  readonly allowUnlimitedContractSize: true;
  readonly allowBlocksWithSameTimestamp: true;
  readonly forking: { readonly url: LiveNetwork["url"]; readonly blockNumber?: number };
}

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

/**
 * Forks of Soneium's networks: each at the block that the environment names, else at the latest.
 *
 * @param variables The environment's variables: those of {@link liveNetworks}, `SONEIUM_MINATO_FORK_BLOCK`,
 * `SONEIUM_FORK_BLOCK`.
 * @returns The networks, by name.
 */
export function forkNetworks(
  variables: Readonly<Record<string, string | undefined>>,
): Record<"soneiumMinatoFork" | "soneiumFork", ForkNetwork> {
  const { soneiumMinato, soneium } = liveNetworks(variables);
  const fork = (name: string, { chainType, chainId, url }: LiveNetwork): ForkNetwork => {
    const block = variables[forkBlockVariables[name] ?? ""] ?? "";
    return {
      type: "edr-simulated",
      chainType,
      chainId,
      // From Holocene on, a block's base fee is made by what its parent's extraData says. Where the upstream writes
      // none there (anvil), or another version of it, EDR 0.20 brings the process down.
      hardfork: "granite",
      allowUnlimitedContractSize: true,
      allowBlocksWithSameTimestamp: true,
      // What is no number is refused where the fork is made: no other command need mind it.
      forking: { url, ...(/^\d{1,15}$/.test(block) && { blockNumber: Number(block) }) },
    };
  };
  return {
    soneiumMinatoFork: fork("soneiumMinatoFork", soneiumMinato),
    soneiumFork: fork("soneiumFork", soneium),
  };
}

/**
 * An anvil that runs already: the one that the environment names, else the one on anvil's own port. The tests start
 * theirs themselves.
 *
 * @param variables The environment's variables: `ANVIL_RPC_URL`.
 * @returns The network, by name. Its id is Soneium Minato's, as the local chain's is: anvil --chain-id 1946.
 */
export function anvilNetwork(
  variables: Readonly<Record<string, string | undefined>>,
): Record<"anvil", LiveNetwork> {
  const name = rpcVariables.anvil ?? "";
  const url = variables[name] ? ({ _type: "ConfigurationVariable", name } as const) : "http://127.0.0.1:8545";
  return { anvil: { type: "http", chainType: "op", chainId: 1946, url } };
}

/** A chain on this machine, as Hardhat's config takes it: whatever id it has. */
export type WorldNetwork = Omit<LiveNetwork, "chainId">;

/**
 * The world that `world serve` serves, or a node beside it: where the environment says, else on the port that both
 * have by default.
 *
 * @param variables The environment's variables: `WORLD_RPC_URL`.
 * @returns The network, by name. It names no chain id: a served fork has its upstream's.
 */
export function worldNetwork(
  variables: Readonly<Record<string, string | undefined>>,
): Record<"localhost", WorldNetwork> {
  const name = rpcVariables.localhost ?? "";
  const url = variables[name] ? ({ _type: "ConfigurationVariable", name } as const) : "http://127.0.0.1:8545";
  return { localhost: { type: "http", chainType: "op", url } };
}

/** The variables that name a Blockscout in place of each chain's own. */
const blockscoutVariables = {
  1946: "SONEIUM_MINATO_BLOCKSCOUT_URL",
  1868: "SONEIUM_BLOCKSCOUT_URL",
} as const;

const blockscout = (url: string) => ({
  blockExplorers: { blockscout: { name: "Blockscout", url, apiUrl: `${url}/api` } },
});

/** What Hardhat does not know of Soneium's chains, by id. A fork's transactions of before are run by these rules. */
export const soneiumChains = {
  1946: {
    name: "Soneium Minato",
    chainType: "op",
    hardforkHistory: { granite: { blockNumber: 0 } },
    ...blockscout("https://soneium-minato.blockscout.com"),
  },
  1868: {
    name: "Soneium",
    chainType: "op",
    hardforkHistory: { granite: { blockNumber: 0 } },
    ...blockscout("https://soneium.blockscout.com"),
  },
} as const;

/**
 * Soneium's chains, each with the explorer that the environment names, else with its own.
 *
 * @param variables The environment's variables: `SONEIUM_MINATO_BLOCKSCOUT_URL`, `SONEIUM_BLOCKSCOUT_URL`, without
 * `/api` at the end.
 * @returns The chains, by id, as Hardhat's config takes them.
 */
export function soneiumDescriptors(variables: Readonly<Record<string, string | undefined>>) {
  const withExplorer = <ChainId extends keyof typeof soneiumChains>(chainId: ChainId) => {
    const url = variables[blockscoutVariables[chainId]];
    return { ...soneiumChains[chainId], ...(url && blockscout(url.replace(/\/+$/, ""))) };
  };
  return { 1946: withExplorer(1946), 1868: withExplorer(1868) };
}
