import { connectChain } from "./connectChain.ts";
import { makeWorld } from "./createWorld.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";
import { forkManifest } from "./forkManifest.ts";
import { readStanding } from "./readStanding.ts";
import { v1 } from "./releases/v1.ts";
import { standingContracts } from "./standingContracts.ts";
import type { World } from "./World.ts";

/**
 * Takes a chain for a world, whatever chain it is: one that is simulated is given the contracts that it lacks
 * (`createWorld`), and where other code stands in their place, it is refused; a live one is taken as it stands, each canonical contract held against the hash that the
 * manifest pins. Nothing is sent to a live chain.
 *
 * @param provider The chain.
 * @returns The world. A live one holds SmartSession v1, and of the accounts' contracts those that stand there as pinned.
 * @throws ChainCodeError where a live chain's contracts are not as pinned; CodeNotReadError where it does not give them;
 * and what `createWorld` throws.
 * @example
 * ```ts
 * const world = await openWorld(httpProvider("https://rpc.minato.soneium.org"));
 * ```
 */
export async function openWorld(provider: Eip1193Provider): Promise<World> {
  const chain = await connectChain(provider);
  if (chain.instance !== undefined) return makeWorld(chain, {}, true);
  const standing = await readStanding(chain);
  const contracts = standingContracts(forkManifest(standing));
  return { kind: "live", chainId: chain.chainId, release: v1, contracts, client: chain.client, provider };
}
