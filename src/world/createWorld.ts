import { createPublicClient, custom, defineChain } from "viem";
import { betaManifest } from "./canonical/manifest.ts";
import { place } from "./canonical/place.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";
import { beta } from "./releases/beta.ts";
import type { World } from "./World.ts";

/**
 * Puts the canonical contracts on a local chain: EntryPoint v0.7, SmartSession, its policies and session
 * validator, and the contracts of the accounts. Contracts that already stand there stay.
 *
 * @param provider The chain: Hardhat's simulated network in the process, or a local node over HTTP.
 * @returns The world: what sits where, and the release of SmartSession that it holds.
 * @throws ChainNotLocalError where the chain lets no code be set; CodeHashMismatchError or
 * CodeNotFoundError where a package does not hold the code that the manifest pins; PlacementError.
 * @example
 * ```ts
 * const { provider } = await network.create();
 * const world = await createWorld(provider);
 * ```
 */
export async function createWorld(provider: Eip1193Provider): Promise<World> {
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
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
  const contracts = await place({ client, provider, chainId, pieces: betaManifest });
  return { kind: "local", chainId, release: beta, contracts, client, provider };
}
