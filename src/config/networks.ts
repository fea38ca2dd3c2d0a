import { InvalidInputError } from "../errors/InvalidInputError.ts";

/** A chain that is reached by its RPC, as Hardhat's config takes it. No accounts: nothing is sent, no key is asked for. */
export interface LiveNetwork {
  readonly type: "http";
  readonly chainType: "op";
  readonly chainId: number;
  readonly url: string;
}

/**
 * The networks of Soneium: each by the RPC that the environment names, else by its public one.
 *
 * @param variables The environment's variables: `SONEIUM_MINATO_RPC_URL`, `SONEIUM_RPC_URL`.
 * @returns The networks, by name.
 * @throws InvalidInputError naming the variable that is no URL.
 */
export function liveNetworks(
  variables: Readonly<Record<string, string | undefined>>,
): Record<"soneiumMinato" | "soneium", LiveNetwork> {
  const network = (chainId: number, variable: string, publicRpc: string): LiveNetwork => ({
    type: "http",
    chainType: "op",
    chainId,
    url: rpcUrl(variable, variables[variable]) ?? publicRpc,
  });
  // As viem's chain definitions have them; importing those takes a second, and every command would wait for it.
  return {
    soneiumMinato: network(1946, "SONEIUM_MINATO_RPC_URL", "https://rpc.minato.soneium.org"),
    soneium: network(1868, "SONEIUM_RPC_URL", "https://rpc.soneium.org"),
  };
}

function rpcUrl(variable: string, url: string | undefined): string | undefined {
  if (!url) return; // an empty variable is how a shell or a workflow says that there is none
  if (URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol)) return url;
  throw new InvalidInputError([
    {
      field: variable,
      value: "(not shown)", // it may carry a key
      problem: "is not the URL of an RPC",
      remedy: "Set it with its scheme: https://rpc.example, or unset it, and the public RPC is asked.",
    },
  ]);
}
