import type { World } from "../../world/World.ts";

/**
 * Waits until it is worth asking for the latest block again: viem asks for its number, at the client's polling interval.
 * Each wait is a new one, as viem tells of no block that is lower than one that it told of, which after a reorganisation
 * is the one to be told of.
 *
 * @param world The chain.
 * @param signal Ends the waiting.
 * @returns When the chain has answered, or the signal was given.
 * @throws What the chain answers where it does not.
 */
export function nextBlock({ client }: Pick<World, "client">, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve();
    const end = (settle: () => void) => {
      unwatch();
      signal?.removeEventListener("abort", onAbort);
      settle();
    };
    const onAbort = () => end(resolve);
    const unwatch = client.watchBlockNumber({
      poll: true,
      emitOnBegin: false,
      onBlockNumber: () => end(resolve),
      onError: (error) => end(() => reject(error)),
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
