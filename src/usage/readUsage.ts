import { type Address, BlockNotFoundError } from "viem";
import { ReorganisedError } from "../errors/usage.ts";
import { type BlockRange, type RangeRead, readRanges } from "../lifecycle/readRanges.ts";
import type { World } from "../world/World.ts";
import { readBlock } from "./readUsage/readBlock.ts";
import {
  fewEnough,
  type ReadLogs,
  readLogsOfBlocks,
  readUsageLogs,
  type UsageLog,
} from "./readUsage/usageLogs.ts";
import type { UsageChunk, UsageCursor, UsageFact } from "./UsageFact.ts";

/** What is read. */
export interface ReadUsageParameters {
  /** The first block. */
  readonly fromBlock: bigint;
  /** The last block. */
  readonly toBlock: bigint;
  /** Whose sessions. Default: every account's. */
  readonly accounts?: readonly Address[] | undefined;
  /** What was read before: it has to be on the chain still. */
  readonly after?: UsageCursor | undefined;
  /**
   * The last block that is settled: each block after it is asked for by its hash (EIP-234), so that a node behind the RPC
   * that does not have it has to say so, where it would say of a range that nothing was done. Default: `toBlock`.
   */
  readonly settled?: bigint | undefined;
  /** Ends the reading before the next chunk. */
  readonly signal?: AbortSignal | undefined;
}

/** How many blocks are asked for at the same time. */
const together = 8;
/** How often a range is read again that was reorganised meanwhile. */
const attempts = 5;
/** How many blocks are read as one chunk where each is asked for by its hash. */
const unsettledWidth = 32n;

/**
 * Reads from the chain what became of sessions, and what they were used for: SmartSession's events, EntryPoint's
 * UserOperationEvent joined with the operation in `handleOps`' call data, the accounts' ModuleInstalled and
 * ModuleUninstalled. Range by range, as wide as the RPC answers; no more than one chunk's facts are held.
 *
 * @param world The chain.
 * @param parameters Which blocks, and whose sessions.
 * @returns The facts, chunk by chunk. Each chunk is of the chain that ends in its `end`, and follows on the one before: no
 * fact comes twice, none is left out.
 * @throws ReorganisedError where blocks that an earlier chunk was read of, or `after`, are no longer on the chain, or the
 * last block is not there; what the RPC answers to the range of a single block.
 * @example
 * ```ts
 * for await (const { facts } of readUsage(world, { fromBlock: 0n, toBlock: await world.client.getBlockNumber() })) {
 *   for (const fact of facts) if (fact.type === "sessionUsed") console.log(fact.permissionId, fact.success);
 * }
 * ```
 */
export async function* readUsage(
  world: World,
  { fromBlock, toBlock, accounts, after, settled = toBlock, signal }: ReadUsageParameters,
): AsyncGenerator<UsageChunk, void, undefined> {
  let last = after;
  const read = async (range: BlockRange, readLogs: ReadLogs): Promise<RangeRead<UsageChunk>> => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const chunk = await readChunk(world, range, () => readLogs(world, range, accounts), last);
      if (chunk) return chunk;
    }
    throw new ReorganisedError({ blockNumber: range.toBlock });
  };
  const isSettled = settled < toBlock ? settled : toBlock;
  for await (const chunk of readRanges({ fromBlock, toBlock: isSettled }, (range) =>
    read(range, readUsageLogs),
  )) {
    last = chunk.end;
    yield chunk;
    if (signal?.aborted) return;
  }
  for (let from = last ? last.blockNumber + 1n : fromBlock; from <= toBlock; ) {
    const width = { fromBlock: from, toBlock: from + unsettledWidth - 1n };
    const { read: chunk } = await read(
      width.toBlock < toBlock ? width : { ...width, toBlock },
      readLogsOfBlocks,
    );
    last = chunk.end;
    from = last.blockNumber + 1n;
    yield chunk;
    if (signal?.aborted) return;
  }
}

/** A chunk; undefined where the chain was reorganised while it was read. */
async function readChunk(
  world: World,
  range: BlockRange,
  readLogs: () => ReturnType<ReadLogs>,
  last: UsageCursor | undefined,
): Promise<RangeRead<UsageChunk> | undefined> {
  const begun = await readCursor(world, range.toBlock);
  const { logs: all, fullness } = await readLogs();
  const { logs, toBlock } = fewEnough(all, range);
  const end = toBlock === range.toBlock ? begun : await readCursor(world, toBlock);
  const facts = await readFacts(world, logs);
  // All of it is of one chain where the last block is the same before and after, and so all blocks before it.
  const [ended, before] = await Promise.all([
    readCursor(world, range.toBlock),
    last && readCursor(world, last.blockNumber),
  ]);
  if (last && before?.blockHash !== last.blockHash) throw new ReorganisedError(last);
  if (!begun || !ended) throw new ReorganisedError({ blockNumber: range.toBlock });
  if (!facts || !end || begun.blockHash !== ended.blockHash) return undefined;
  return { toBlock, fullness, read: { fromBlock: range.fromBlock, end, facts } };
}

/** The facts of logs, some blocks at a time; undefined where a block is no longer the one that its logs are of. */
async function readFacts(world: World, logs: readonly UsageLog[]): Promise<readonly UsageFact[] | undefined> {
  const blocks = [...Map.groupBy(logs, ({ blockNumber }) => blockNumber).values()];
  const facts: UsageFact[] = [];
  while (blocks.length > 0) {
    const read = await Promise.all(blocks.splice(0, together).map((ofBlock) => readBlock(world, ofBlock)));
    for (const some of read) {
      if (!some) return undefined;
      facts.push(...some);
    }
  }
  return facts;
}

/**
 * Reads where a block is on the chain.
 *
 * @param world The chain.
 * @param blockNumber The block.
 * @returns It as a cursor; undefined where the chain has no such block.
 */
export async function readCursor(
  { client }: Pick<World, "client">,
  blockNumber: bigint,
): Promise<UsageCursor | undefined> {
  try {
    const { hash: blockHash, timestamp } = await client.getBlock({ blockNumber });
    return { blockNumber, blockHash, timestamp };
  } catch (error) {
    if (error instanceof BlockNotFoundError) return undefined;
    throw error;
  }
}
