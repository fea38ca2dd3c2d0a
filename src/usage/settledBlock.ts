import { BaseError } from "viem";
import { ChainUnreachableError } from "../errors/world.ts";
import { knownError } from "../outcome/knownError.ts";
import type { World } from "../world/World.ts";

/** How deep a block is that is taken for settled where nobody says which are. */
const depthOfLive = 64n;
/** A simulated chain is put back by those who use it, and not far as a rule. */
const depthOfSimulated = 16n;

/**
 * Finds up to which block a chain is settled: the last one that it calls `finalized`; where the RPC does not say, or the
 * chain is simulated, one that is so many blocks deep.
 *
 * @param world The chain.
 * @param head Its latest block.
 * @param depth How many blocks, where it is not asked. Default: 64; 16 on a simulated chain.
 * @returns The block; below 0 where none is settled.
 */
export async function settledBlock(
  { client, instance }: Pick<World, "client" | "instance">,
  head: bigint,
  depth: bigint = instance === undefined ? depthOfLive : depthOfSimulated,
): Promise<bigint> {
  if (instance !== undefined) return head - depth;
  try {
    const { number } = await client.getBlock({ blockTag: "finalized" });
    return number < head ? number : head;
  } catch (error) {
    if (!(error instanceof BaseError) || knownError(error) instanceof ChainUnreachableError) throw error;
    return head - depth;
  }
}
