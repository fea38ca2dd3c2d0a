import { createPublicClient, custom, numberToHex } from "viem";
import { ChainUnreachableError } from "../errors/world.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import type { World } from "../world/World.ts";

/**
 * A world as it was at the end of a block. Where the RPC no longer keeps what stood then, it answers as of now.
 *
 * @param world The world.
 * @param blockNumber The block.
 * @param onLatest Is told each time that something is answered as of now.
 * @returns The world; for reading alone.
 */
export function worldAt(world: World, blockNumber: bigint, onLatest: () => void = () => {}): World {
  const { provider: latest } = world;
  const block = numberToHex(blockNumber);
  const provider: Eip1193Provider = {
    async request(args: { readonly method: string; readonly params?: readonly unknown[] }) {
      const params = args.params?.map((one) => (one === "latest" ? block : one));
      try {
        return await latest.request({ ...args, ...(params && { params }) });
      } catch (error) {
        if (error instanceof ChainUnreachableError || isRevert(error)) throw error;
        const answer = await latest.request(args);
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

/** What a contract answers is as good an answer as any: JSON-RPC servers give it in an error. */
function isRevert(error: unknown): boolean {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return code === 3 || /revert/i.test(String(message));
}
