import { ChainUnreachableError } from "../errors/world.ts";
import { knownError } from "../outcome/knownError.ts";
import type { World } from "../world/World.ts";

/** How many blocks are asked for at once, at first. */
const widest = 10_000n;

/** Blocks, both included. */
export interface BlockRange {
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

/**
 * Reads logs up to the latest block, in as wide ranges as the RPC answers.
 *
 * @param world The chain.
 * @param fromBlock The first block.
 * @param read Asks for a range.
 * @returns The logs, in their order.
 * @throws What the RPC answers to the range of a single block.
 */
export async function readLogs<Log>(
  { client }: Pick<World, "client">,
  fromBlock: bigint,
  read: (range: BlockRange) => Promise<readonly Log[]>,
): Promise<readonly Log[]> {
  const latest = await client.getBlockNumber();
  const logs: Log[] = [];
  let width = widest;
  for (let from = fromBlock; from <= latest; ) {
    const to = from + width - 1n < latest ? from + width - 1n : latest;
    try {
      logs.push(...(await read({ fromBlock: from, toBlock: to })));
      from = to + 1n;
    } catch (error) {
      // An RPC limits ranges, or the logs of one answer, in words of its own: a narrower range tells. A line that is down
      // is no range that is too wide.
      if (from === to || knownError(error) instanceof ChainUnreachableError) throw error;
      width = (to - from + 1n) / 2n;
    }
  }
  return logs;
}
