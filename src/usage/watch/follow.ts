import { ChainBehindError, ReorganisedError } from "../../errors/usage.ts";
import { ChainUnreachableError } from "../../errors/world.ts";
import { knownError } from "../../outcome/knownError.ts";
import type { World } from "../../world/World.ts";
import type { Alert } from "../Alert.ts";
import { readCursor, readUsage } from "../readUsage.ts";
import { settledBlock } from "../settledBlock.ts";
import type { UsageCursor } from "../UsageFact.ts";
import type { WatchParameters } from "../WatchParameters.ts";
import { armRules } from "./armRules.ts";
import { beginnings } from "./beginnings.ts";
import { type Finding, toAlert } from "./Finding.ts";
import { foldChunk } from "./foldChunk.ts";
import { isOfChain } from "./isOfChain.ts";
import { knownSessions } from "./knownSessions.ts";
import { readingsOf } from "./readings.ts";
import { standstill } from "./standstill.ts";
import { Tail } from "./Tail.ts";

/** State need not be written for every block: what was raised is known besides. */
const blocksUnsaved = 100n;
/** How often a chain is read again at once that is reorganised meanwhile. */
const attempts = 5;

/** A chain that is followed. */
export interface Following {
  /** Reads up to the latest block, and raises what is found. */
  look(): Promise<void>;
  /** Writes down how far was read, and nothing after that; returns how many alerts were raised. */
  end(): number;
}

/**
 * Follows a chain: reads what is new, goes back where it was reorganised, raises each alert once, and writes down what is
 * settled.
 *
 * @param world The chain.
 * @param parameters What is watched, and by what.
 * @returns What follows it, at its beginning.
 */
export async function follow(world: World, parameters: WatchParameters): Promise<Following> {
  const { rules, journal, accounts, surveyed = accounts ?? [], filesOf = () => [] } = parameters;
  const { fromBlock, depth, once = false, signal, onAlert, onEvent, patience } = parameters;
  const known = knownSessions(rules.ours, filesOf);
  const readings = readingsOf(world);
  const watching = { rules: armRules(rules.rules), known, readings };
  const given = { rules, journal, known, readings, accounts, surveyed, fromBlock };
  const { begin, beginAt } = beginnings(world, given);
  const still = standstill(world, patience, onEvent);
  let raised = 0;
  let isOver = false;

  let state = await begin();
  if (signal?.aborted) return { look: async () => {}, end: () => 0 };
  journal.save(state);
  let tail = new Tail({ cursor: state.settled, fold: state.fold });
  /** The latest block at the last look, and whether all up to it was read. */
  let seen: UsageCursor | undefined;
  const firstToRead = () => (tail.last.cursor ? tail.last.cursor.blockNumber + 1n : 0n);
  onEvent?.({ type: "begun", fromBlock: firstToRead(), isFirst: !journal.state && !journal.begun });

  const save = (isLast: boolean) => {
    const { cursor: settled, fold } = tail.settled;
    const unsaved = (settled?.blockNumber ?? -1n) - (state.settled?.blockNumber ?? -1n);
    if (unsaved === 0n || !(isLast || fold !== state.fold || unsaved >= blocksUnsaved)) return;
    state = { ...state, settled, fold };
    journal.save(state);
  };

  const goBack = async (head: bigint) => {
    const { last } = tail;
    if (!(await tail.goBack(world, head))) {
      // Even what was settled is gone, as a simulated chain may have it: all is read anew. What was raised stays raised.
      const begun = await beginAt(state.since, state.since < head + 1n ? state.since : head + 1n);
      if (isOver) return;
      state = begun;
      tail = new Tail({ cursor: state.settled, fold: state.fold });
      journal.save(state);
    }
    if (tail.last !== last) onEvent?.({ type: "reorganised", fromBlock: firstToRead() });
  };

  const alertOf = (finding: Finding): Alert => {
    const { account, permissionId } = finding;
    const name = permissionId === null ? undefined : known.find(account, permissionId)?.name;
    return toAlert(finding, state.since, name);
  };
  const isNew = ({ id }: Alert, index: number, all: readonly Alert[]): boolean =>
    !journal.has(id) && all.findIndex((one) => one.id === id) === index;

  const readTo = async (toBlock: bigint, settled: bigint) => {
    const after = tail.last.cursor;
    const range = { fromBlock: firstToRead(), toBlock, settled, accounts, after, signal };
    for await (const chunk of readUsage(world, range)) {
      const { fold, found } = await foldChunk(watching, tail.last.fold, chunk);
      if (signal?.aborted) return;
      const alerts = found.map(alertOf).filter(isNew);
      for (const alert of alerts) await onAlert?.(alert);
      if (isOver) return;
      raised += journal.append(alerts);
      tail.add({ cursor: chunk.end, fold });
      tail.settle(settled);
      save(false);
    }
  };

  /** Whether the chain was put back, whose head is not on what was read: one of several nodes behind an RPC may be late. */
  const isPutBack = async (head: UsageCursor): Promise<boolean> => {
    if (world.instance !== undefined) return true;
    const { cursor } = tail.settled;
    if (!cursor) return false;
    if (cursor.blockNumber > head.blockNumber) {
      still.lacks(cursor.blockNumber, head.blockNumber);
      if (!once) return false;
      throw new ChainBehindError({ blockNumber: cursor.blockNumber, head: head.blockNumber });
    }
    const there = await readCursor(world, cursor.blockNumber);
    return there !== undefined && there.blockHash !== cursor.blockHash;
  };

  /** Reads up to the latest block. */
  const look = async () => {
    for (let attempt = 1; ; attempt++) {
      const { number, hash, timestamp } = await world.client.getBlock();
      still.note(number);
      if (hash === seen?.blockHash) return;
      const head = { blockNumber: number, blockHash: hash, timestamp };
      try {
        if (isBehind(head, tail.last.cursor)) {
          if (!(await isPutBack(head))) return;
          await goBack(number);
        }
        await readTo(number, await settledBlock(world, number, depth));
        if (!signal?.aborted) seen = head;
        return;
      } catch (error) {
        if (attempt === attempts || signal?.aborted || !(await isReorganised(world, head, error)))
          throw error;
        await goBack(number);
      }
    }
  };

  return {
    look,
    end() {
      save(true);
      isOver = true;
      return raised;
    },
  };
}

/** A chain's head may be one that is lower than what was read, or beside it. */
const isBehind = (head: UsageCursor, read: UsageCursor | undefined): boolean =>
  read !== undefined &&
  (head.blockNumber < read.blockNumber ||
    (head.blockNumber === read.blockNumber && head.blockHash !== read.blockHash));

/** What a block that is gone is asked about is refused as well. A live chain's block that is not there may be one that a node lacks. */
async function isReorganised(world: World, head: UsageCursor, error: unknown): Promise<boolean> {
  if (error instanceof ReorganisedError) return true;
  if (!isOfChain(error) || knownError(error) instanceof ChainUnreachableError) return false;
  const there = await readCursor(world, head.blockNumber);
  return there ? there.blockHash !== head.blockHash : world.instance !== undefined;
}
