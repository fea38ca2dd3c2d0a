import { createPublicClient, custom, defineChain, hexToNumber, isHex } from "viem";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { ChainUnreachableError } from "../errors/world.ts";
import { place } from "./canonical/place.ts";
import { chooseRelease, type ReleaseOptions } from "./chooseRelease.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";
import type { World } from "./World.ts";

/**
 * Puts the canonical contracts on a local chain: EntryPoint v0.7, SmartSession, its policies and session
 * validator, and the contracts of the accounts. Contracts that already stand there stay.
 *
 * @param provider The chain: Hardhat's simulated network in the process, or a local node over HTTP.
 * @param options Which release of SmartSession. Default: what the environment says (SMART_SESSIONS_RELEASE), else v1
 * where the code store holds it, else the beta.
 * @returns The world: what sits where, and the release of SmartSession that it holds.
 * @throws InvalidInputError where that is no provider, or no release; ReleaseNotPresentError and CodeStoreError where
 * the code store does not hold what was asked for; ChainUnreachableError where it does not answer;
 * ChainNotLocalError where the chain lets no code be set; CodeHashMismatchError or
 * CodeNotFoundError where a package does not hold the code that the manifest pins; PlacementError.
 * @example
 * ```ts
 * const { provider } = await network.create();
 * const world = await createWorld(provider);
 * ```
 */
export async function createWorld(provider: Eip1193Provider, options: ReleaseOptions = {}): Promise<World> {
  const { release, pieces } = chooseRelease(options);
  const chainId = await askChainId(provider);
  const client = createPublicClient({
    chain: defineChain({
      id: chainId,
      name: `local ${chainId}`,
      nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
      rpcUrls: { default: { http: [] } },
    }),
    // A refusal is an answer, not a failure of the line: asking again would only repeat it.
    transport: custom(provider, { retryCount: 0 }),
    pollingInterval: 50,
    cacheTime: 0,
  });
  const contracts = await place({ client, provider, chainId, pieces });
  return { kind: "local", chainId, release, contracts, client, provider };
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
