import { setTimeout as pause } from "node:timers/promises";
import { type Address, BaseError } from "viem";
import { ReorganisedError } from "../errors/usage.ts";
import { ChainUnreachableError } from "../errors/world.ts";
import { knownError } from "../outcome/knownError.ts";
import { connectChain } from "../world/connectChain.ts";
import type { World } from "../world/World.ts";
import type { Alert } from "./Alert.ts";
import type { WatchJournal } from "./openWatchJournal.ts";
import type { AlertRules } from "./readAlertRules.ts";
import { readCursor, readUsage } from "./readUsage.ts";
import { settledBlock } from "./settledBlock.ts";
import type { UsageCursor } from "./UsageFact.ts";
import { armRules } from "./watch/armRules.ts";
import { beginnings, demandSameChain } from "./watch/beginnings.ts";
import { toAlert } from "./watch/Finding.ts";
import { foldChunk } from "./watch/foldChunk.ts";
import { knownSessions, type OwnSession } from "./watch/knownSessions.ts";
import { nextBlock } from "./watch/nextBlock.ts";
import { readingsOf } from "./watch/readings.ts";
import { Tail } from "./watch/Tail.ts";

/** Something about the watching itself. */
export type WatchEvent =
  /** It begins to read, or goes on. */
  | { readonly type: "begun"; readonly fromBlock: bigint; readonly isFirst: boolean }
  /** The chain does not answer, or not what it is asked: it is asked again until it does. */
  | { readonly type: "unreachable"; readonly error: Error }
  | { readonly type: "reachable" }
  /** Blocks that were read are no longer the chain's; it is read anew from there. */
  | { readonly type: "reorganised"; readonly fromBlock: bigint };

/** What is watched, and by what. */
export interface WatchParameters {
  readonly rules: AlertRules;
  /** Where the watch keeps what it has read and raised. */
  readonly journal: WatchJournal;
  /** Whose sessions. Default: every account's. */
  readonly accounts?: readonly Address[] | undefined;
  /** The accounts that are asked for the sessions that they have already. Default: `accounts`. */
  readonly surveyed?: readonly Address[] | undefined;
  /** Reads the sessions of an account that this machine has key files of: they are ours. Default: none is. */
  readonly filesOf?: ((account: Address) => readonly OwnSession[]) | undefined;
  /** The first block, where the journal says of none yet. Default: the next one. */
  readonly fromBlock?: bigint | undefined;
  /** Whether the watch ends at the chain's latest block. Default: it goes on until the signal. */
  readonly once?: boolean | undefined;
  /** How many blocks deep one is settled. Default: see `settledBlock`. */
  readonly depth?: bigint | undefined;
  /** Ends the watch after the chunk that it is at. */
  readonly signal?: AbortSignal | undefined;
  /** Is told an alert before it is written down: where the process ends in between, it is told once more. */
  readonly onAlert?: ((alert: Alert) => void) | undefined;
  readonly onEvent?: ((event: WatchEvent) => void) | undefined;
  /** Waits for what may be a new block. Default: viem's polling. */
  readonly nextBlock?: ((world: World, signal?: AbortSignal) => Promise<void>) | undefined;
}

/** State need not be written for every block: what was raised is known besides. */
const blocksUnsaved = 100n;
/** How often a chain is read again at once that is reorganised meanwhile. */
const attempts = 5;
/** The longest wait before a chain is asked again that did not answer, in milliseconds. */
const longestPause = 15_000;

/**
 * Follows what sessions do, block by block, and raises alerts by rules. What is raised once is not raised again, and nothing
 * is left out: not where the process is killed and started again, and not where the chain is reorganised.
 *
 * @param world The chain.
 * @param parameters What is watched, and by what.
 * @returns How many alerts were raised, once the signal was given, or the latest block was read (`once`).
 * @throws WatchFolderError where the journal is of another chain or cannot be written; InvalidInputError for a first block
 * that is beyond the chain's latest; with `once`, what the chain answers where it does not do so.
 * @example
 * ```ts
 * const rules = readAlertRules("alerts.json");
 * await watchSessions(world, { rules, journal: openWatchJournal("watch"), once: true, onAlert: console.log });
 * ```
 */
export async function watchSessions(
  world: World,
  parameters: WatchParameters,
): Promise<{ readonly raised: number }> {
  const {
    rules,
    journal,
    accounts,
    surveyed = accounts ?? [],
    filesOf = () => [],
    once = false,
  } = parameters;
  const { fromBlock, depth, signal, onAlert, onEvent, nextBlock: wait = nextBlock } = parameters;
  const known = knownSessions(rules.ours, filesOf);
  const readings = readingsOf(world);
  const watching = { rules: armRules(rules.rules), known, readings };
  let raised = 0;

  const { begin, beginAt } = beginnings(world, { rules, journal, known, readings, surveyed, fromBlock });

  let state = await begin();
  journal.save(state);
  let tail = new Tail({ cursor: state.settled, fold: state.fold });
  /** The latest block at the last look, and whether all up to it was read. */
  let seen: UsageCursor | undefined;
  const firstToRead = () => (tail.last.cursor ? tail.last.cursor.blockNumber + 1n : 0n);
  onEvent?.({ type: "begun", fromBlock: firstToRead(), isFirst: journal.state === undefined });

  const save = (isLast: boolean) => {
    const { cursor: settled, fold } = tail.settled;
    const unsaved = (settled?.blockNumber ?? -1n) - (state.settled?.blockNumber ?? -1n);
    if (unsaved === 0n || !(isLast || fold !== state.fold || unsaved >= blocksUnsaved)) return;
    state = { ...state, settled, fold };
    journal.save(state);
  };

  const goBack = async (head: bigint) => {
    if (!(await tail.goBack(world, head))) {
      // Even what was settled is gone, as a simulated chain may have it: all is read anew. What was raised stays raised.
      state = await beginAt(state.since, state.since < head + 1n ? state.since : head + 1n);
      tail = new Tail({ cursor: state.settled, fold: state.fold });
      journal.save(state);
    }
    onEvent?.({ type: "reorganised", fromBlock: firstToRead() });
  };

  const readTo = async (toBlock: bigint, settled: bigint) => {
    const from = firstToRead();
    if (toBlock < from) return;
    const after = tail.last.cursor;
    for await (const chunk of readUsage(world, { fromBlock: from, toBlock, accounts, after, signal })) {
      const { fold, found } = await foldChunk(watching, tail.last.fold, chunk);
      const alerts = found
        .map((one) =>
          toAlert(
            one,
            state.since,
            one.permissionId ? known.find(one.account, one.permissionId)?.name : undefined,
          ),
        )
        .filter(({ id }, index, all) => !journal.has(id) && all.findIndex((one) => one.id === id) === index);
      for (const alert of alerts) onAlert?.(alert);
      journal.append(alerts);
      raised += alerts.length;
      tail.add({ cursor: chunk.end, fold });
      tail.settle(settled);
      save(false);
    }
  };

  /** Reads up to the latest block. */
  const look = async () => {
    for (let attempt = 1; ; attempt++) {
      const { number, hash, timestamp } = await world.client.getBlock();
      if (hash === seen?.blockHash) return;
      const head = { blockNumber: number, blockHash: hash, timestamp };
      try {
        if (isBehind(head, tail.last.cursor)) {
          // One of several nodes behind an RPC may be late: where the chain was reorganised, its next block tells.
          if (world.instance === undefined) return;
          await goBack(number);
        }
        const settled = await settledBlock(world, number, depth);
        await readTo(settled, settled);
        await readTo(number, settled);
        if (!signal?.aborted) seen = head;
        return;
      } catch (error) {
        if (attempt === attempts || !(await isReorganised(world, head, error))) throw error;
        await goBack(number);
      }
    }
  };

  for (let failures = 0; ; ) {
    try {
      if (failures > 0) demandSameChain(world, await connectChain(world.provider), journal);
      await look();
      if (failures > 0) onEvent?.({ type: "reachable" });
      failures = 0;
      if (once || signal?.aborted) break;
      await wait(world, signal);
    } catch (error) {
      if (once || !isOfChain(error)) throw error;
      if (failures === 0) onEvent?.({ type: "unreachable", error: error as Error });
      const time = Math.min(world.client.pollingInterval * 2 ** Math.min(failures, 20), longestPause);
      failures++;
      await pause(time, undefined, { ...(signal && { signal }) }).catch(() => {});
    }
    if (signal?.aborted) break;
  }
  save(true);
  return { raised };
}

/** A chain's head may be one that is lower than what was read, or beside it. */
const isBehind = (head: UsageCursor, read: UsageCursor | undefined): boolean =>
  read !== undefined &&
  (head.blockNumber < read.blockNumber ||
    (head.blockNumber === read.blockNumber && head.blockHash !== read.blockHash));

/** What a block that is gone is asked about is refused as well. */
async function isReorganised(world: World, head: UsageCursor, error: unknown): Promise<boolean> {
  if (error instanceof ReorganisedError) return true;
  if (!isOfChain(error) || knownError(error) instanceof ChainUnreachableError) return false;
  return (await readCursor(world, head.blockNumber))?.blockHash !== head.blockHash;
}

/** A line that is down comes back; and what an RPC answers once it may answer otherwise later. */
function isOfChain(error: unknown): boolean {
  const known = knownError(error);
  return (
    known instanceof ChainUnreachableError || known instanceof ReorganisedError || error instanceof BaseError
  );
}
