import type { World } from "../world/World.ts";
import { type BlockRange, readRanges } from "./readRanges.ts";

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
  const logs: Log[] = [];
  const toBlock = await client.getBlockNumber();
  const ranges = readRanges({ fromBlock, toBlock }, async (range) => ({ read: await read(range), ...range }));
  for await (const some of ranges) logs.push(...some);
  return logs;
}
