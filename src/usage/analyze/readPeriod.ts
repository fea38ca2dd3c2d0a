import { CheckpointError, ReorganisedError } from "../../errors/usage.ts";
import type { World } from "../../world/World.ts";
import { readCursor, readUsage } from "../readUsage.ts";
import type { UsageCursor } from "../UsageFact.ts";
import { openCheckpoint, readCheckpoint, sealCheckpoint, writeCheckpoint } from "./checkpointFile.ts";
import { emptyState, foldFacts } from "./foldFacts.ts";
import type { Plan, Position } from "./Plan.ts";
import { setterApart } from "./setApart.ts";
import type { UsageState } from "./UsageState.ts";

/** How often a checkpoint is written, and what was done is said, in milliseconds. */
const often = 5_000;

/** The last that was kept of settled blocks: where the chain is reorganised, the reading goes on from there. */
export interface Good {
  /** As a checkpoint's text. */
  text?: string | undefined;
}

/**
 * Reads the facts of a period, and keeps of them what an analysis needs. It goes on from a checkpoint where there is one, and
 * writes one of the blocks that are settled: every few seconds, at the last of them, and where it is interrupted or fails.
 *
 * @param world The chain.
 * @param plan What is read.
 * @param good Where it goes on from, before the checkpoint's file; it is kept up to date.
 * @returns What was kept, up to the period's last block.
 * @throws ReorganisedError where blocks that were read are gone; CheckpointError; what the chain answers; the signal's reason.
 */
export async function readPeriod(
  world: World,
  plan: Plan,
  good: Good,
): Promise<{ readonly state: UsageState; readonly end: UsageCursor }> {
  let position = await findStart(world, plan, good);
  const seal = (): string => sealCheckpoint(world, plan, position);
  const write = () => {
    if (plan.checkpoint !== undefined && position.cursor) writeCheckpoint(plan.checkpoint, seal());
  };
  const [isTimeToWrite, isTimeToSay] = [nowAndThen(), nowAndThen()];
  const setApart = plan.accounts ? undefined : setterApart(world, plan.fromBlock);

  /** Each chunk is folded whole, so that what is kept is always that of the cursor. */
  async function read(toBlock: bigint, onChunk: () => void): Promise<void> {
    const fromBlock = position.cursor ? position.cursor.blockNumber + 1n : plan.readFrom;
    const { accounts, settled, signal } = plan;
    if (fromBlock > toBlock) return;
    const asked = { fromBlock, toBlock, settled, accounts, after: position.cursor, signal };
    for await (const { facts, end } of readUsage(world, asked)) {
      const { state } = position;
      const own = setApart ? await setApart(state, facts, signal) : facts;
      foldFacts(state, own, plan.fromBlock, plan.readFrom === 0n);
      position = { state, cursor: end };
      if (isTimeToSay())
        plan.onProgress(
          `block ${end.blockNumber} of ${plan.toBlock}, ${state.totals.operations} operations so far`,
        );
      onChunk();
    }
    signal?.throwIfAborted();
  }

  try {
    await read(plan.settled, () => {
      if (isTimeToWrite()) write();
    });
  } catch (error) {
    if (error instanceof ReorganisedError || error instanceof CheckpointError) throw error;
    try {
      write(); // what was read need not be read again
    } catch (second) {
      plan.onProgress((second as CheckpointError).shortMessage);
    }
    throw error;
  }
  write();
  if (position.cursor && plan.settled < plan.toBlock) good.text = seal();
  await read(plan.toBlock, () => {});
  const { cursor, state } = position;
  // A period has a block at least, and it was read now or before.
  return { state, end: cursor as UsageCursor };
}

/** Tells whether it is time again. */
function nowAndThen(): () => boolean {
  let last = performance.now();
  return () => {
    if (performance.now() - last < often) return false;
    last = performance.now();
    return true;
  };
}

/** What was kept before, where its block is the chain's still. */
async function findStart(world: World, plan: Plan, good: Good): Promise<Position<UsageState>> {
  const { checkpoint: file, onProgress } = plan;
  const kept = good.text === undefined ? undefined : openCheckpoint(good.text);
  if (kept && (await isOnChain(world, kept))) return kept;
  const found = file === undefined ? undefined : readCheckpoint(world, plan, file);
  if (!found) return nothing();
  const { blockNumber } = found.cursor;
  if (!(await isOnChain(world, found))) {
    onProgress(`block ${blockNumber}, which ${file} was read up to, is gone: reading anew`);
    return nothing();
  }
  if (blockNumber > plan.toBlock) {
    const problem = `was read up to block ${blockNumber}, beyond the period's last, ${plan.toBlock}`;
    throw new CheckpointError({ file: file as string, problem });
  }
  onProgress(`going on after block ${blockNumber}, which ${file} was read up to`);
  return found;
}

const nothing = (): Position<UsageState> => ({ cursor: undefined, state: emptyState() });

const isOnChain = async (world: World, { cursor }: { readonly cursor: UsageCursor }): Promise<boolean> =>
  (await readCursor(world, cursor.blockNumber))?.blockHash === cursor.blockHash;
