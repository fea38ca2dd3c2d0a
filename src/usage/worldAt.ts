import { createPublicClient, custom, numberToHex } from "viem";
import { HarnessError } from "../errors/HarnessError.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import type { World } from "../world/World.ts";

/**
 * A world as it was at the end of a block. Where the RPC says that it no longer keeps what stood then, it answers as of its
 * latest block. A node that is late, or refuses for now, has no answer: the block that it has instead is one before.
 *
 * @param world The world.
 * @param blockNumber The block.
 * @param onLatest Is told each time that something is answered as of now.
 * @returns The world; for reading alone. It throws what the RPC answers.
 */
export function worldAt(world: World, blockNumber: bigint, onLatest: () => void = () => {}): World {
  const { provider: now } = world;
  const pinned = (args: Asked, block: bigint): Asked => ({
    ...args,
    ...(args.params && { params: args.params.map((one) => (one === "latest" ? numberToHex(block) : one)) }),
  });
  const provider: Eip1193Provider = {
    async request(args: Asked) {
      try {
        return await now.request(pinned(args, blockNumber));
      } catch (error) {
        if (!isForgotten(error)) throw error;
        const head = BigInt(await now.request({ method: "eth_blockNumber" }));
        if (head < blockNumber) throw error;
        const answer = await now.request(pinned(args, head));
        onLatest();
        return answer;
      }
    },
  };
  const { chain, pollingInterval } = world.client;
  const client = createPublicClient({
    chain,
    transport: custom(provider, { retryCount: 0 }),
    pollingInterval,
    cacheTime: 0,
  });
  return { ...world, provider, client };
}

/** What a provider is asked. */
interface Asked {
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** What nodes say of a block's state that they have let go, each in its own words. */
const forgotten = [
  /missing trie node/, // geth
  /(state|data)\b.*(not available|unavailable|pruned|pruning)/, // geth, reth, erigon, besu
  /no state available/, // nethermind
  /(pruned|archive|proof window)/, // reth, op-reth, and the services
];

/** What a contract reverts with and a rate limit are given in errors as well. */
function isForgotten(error: unknown): boolean {
  if (error instanceof HarnessError) return false;
  const { message, details = "" } = error as { readonly message?: unknown; readonly details?: unknown };
  const text = `${message} ${details}`.toLowerCase();
  return !/revert|limit|too many/.test(text) && forgotten.some((one) => one.test(text));
}
