import { createPublicClient, custom, defineChain, hexToNumber, isHex } from "viem";
import { z } from "zod";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { ChainUnreachableError } from "../errors/world.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";
import type { ForkedChain, World } from "./World.ts";

/** A chain that answers, before anything is known of what stands on it. */
export interface Chain extends Pick<World, "chainId" | "client" | "provider"> {
  /** What tells this simulated chain from all others; undefined where nobody simulates it. */
  readonly instance: string | undefined;
  /** The chain that it is a fork of; undefined where it began by itself. */
  readonly forked: ForkedChain | undefined;
}

/** What a simulated chain says of itself: Hardhat's `hardhat_metadata`, which anvil answers likewise. */
const metadataSchema = z.object({
  instanceId: z.string(),
  forkedNetwork: z
    .object({ chainId: z.coerce.number(), forkBlockNumber: z.coerce.bigint() })
    .nullish()
    .catch(undefined),
});

/**
 * Asks a chain for its id, whether it is simulated, and whether it is a fork of another.
 *
 * @param provider The chain.
 * @returns The chain, with a client for it.
 * @throws InvalidInputError where that is no provider; ChainUnreachableError where it does not answer.
 */
export async function connectChain(provider: Eip1193Provider): Promise<Chain> {
  const chainId = await askChainId(provider);
  const { instance, forked } = await askMetadata(provider);
  const client = createPublicClient({
    chain: defineChain({
      id: chainId,
      name: `${forked ? "fork" : instance === undefined ? "chain" : "local"} ${chainId}`,
      nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
      rpcUrls: { default: { http: [] } },
    }),
    // A refusal is an answer, not a failure of the line: asking again would only repeat it.
    transport: custom(provider, { retryCount: 0 }),
    // In milliseconds: a simulated chain is this machine's own, another's RPC limits how often it is asked.
    pollingInterval: instance === undefined ? 1_000 : 50,
    cacheTime: 0,
  });
  return { chainId, client, provider, instance, forked };
}

async function askChainId(provider: Eip1193Provider): Promise<number> {
  if (typeof (provider as Partial<Eip1193Provider> | undefined)?.request !== "function") {
    throw new InvalidInputError([
      {
        field: "provider",
        value: provider,
        problem: "is not an EIP-1193 provider: it has no request()",
        remedy: 'Give the provider of a Hardhat connection, or httpProvider("http://127.0.0.1:8545").',
      },
    ]);
  }
  let chainId: unknown;
  try {
    chainId = await provider.request({ method: "eth_chainId" });
  } catch (cause) {
    throw cause instanceof ChainUnreachableError ? cause : new ChainUnreachableError({ cause });
  }
  if (!isHex(chainId)) throw new ChainUnreachableError({ cause: "eth_chainId gave no number" });
  return hexToNumber(chainId);
}

async function askMetadata(provider: Eip1193Provider): Promise<Pick<Chain, "instance" | "forked">> {
  const unknown = { instance: undefined, forked: undefined };
  let answer: unknown;
  try {
    answer = await provider.request({ method: "hardhat_metadata" });
  } catch (error) {
    if (error instanceof ChainUnreachableError) throw error;
    return unknown; // a chain that does not know the question is none that anybody could put code on
  }
  const metadata = metadataSchema.safeParse(answer).data;
  if (!metadata) return unknown;
  const { instanceId: instance, forkedNetwork } = metadata;
  return {
    instance,
    forked: forkedNetwork
      ? { chainId: forkedNetwork.chainId, blockNumber: forkedNetwork.forkBlockNumber }
      : undefined,
  };
}
