import { createHarness } from "../../harness.ts";
import { analyze } from "../../usage/analyze.ts";
import { readUsage } from "../../usage/readUsage.ts";
import type { Eip1193Provider } from "../../world/Eip1193Provider.ts";
import type { World } from "../../world/World.ts";
import { type Difference, heldAgainstLedger } from "../heldAgainstLedger.ts";
import { type Ledger, populate } from "../populate.ts";
import { type HeapUse, measureHeap } from "./heap.ts";

/** What reading a chain of some length takes; times are in milliseconds. */
export interface ReadingAt {
  /** Operations of sessions that are on the chain. */
  readonly uses: number;
  /** Facts that are read of it: lives of sessions, and uses. */
  readonly facts: number;
  /** The most that are held at once. */
  readonly largestChunk: number;
  /** Reading the facts alone: the shortest of some times, as the machine does other things beside. */
  readonly reading: number;
  /** Reading them, and all that an analysis does with them and asks the chain beside. */
  readonly analysing: number;
  /** Of the analysis, made a second time. */
  readonly heap: HeapUse;
  /** Where the analysis says something else than the ledger; empty where it says the same. */
  readonly differences: readonly Difference[];
}

/** What reading takes as a chain grows. */
export interface Reading {
  readonly sessions: number;
  readonly accounts: number;
  /** Making the sessions and the uses, in milliseconds. */
  readonly populating: number;
  /** At a quarter, a half and all of the uses. */
  readonly lengths: readonly ReadingAt[];
  /** Whether the analysis says at each length what was done. */
  readonly asDone: boolean;
  /** How many times as long 1,000 facts of the whole chain take to read, and to analyse, as those of its first quarter. */
  readonly growth: { readonly reading: number; readonly analysing: number };
}

/** Uses to a session. */
const usesOfSession = 10;
/** How often the facts are read. */
const readings = 3;

/**
 * Fills a chain with sessions and uses, and measures as it grows what reading and analysing it takes.
 *
 * @param createChain A fresh local chain.
 * @param uses How many operations of sessions; a tenth as many sessions.
 * @param onStage Told what is done next.
 * @returns The measures, and whether the analysis says what the ledger does.
 * @throws What {@link populate} and {@link analyze} throw.
 */
export async function measureReading(
  createChain: () => Promise<Eip1193Provider>,
  uses: number,
  onStage: (stage: string) => void,
): Promise<Reading> {
  const harness = await createHarness({ provider: await createChain() });
  const sessions = Math.ceil(uses / usesOfSession);
  const lengths: ReadingAt[] = [];
  let [begun, populating] = [performance.now(), 0];

  onStage(`Filling a chain with ${sessions} sessions and ${uses} uses`);
  const { accounts } = await populate(harness, {
    sessions,
    uses,
    async onProgress({ uses: made, of, ledger }) {
      populating += performance.now() - begun;
      const eighths = (8 * made) / of;
      // What runs often is compiled by then.
      if (eighths >= 1 && eighths < 2) await readAt(harness.world, made, ledger());
      if (isMeasured(made, of)) {
        onStage(`Reading ${made} uses`);
        lengths.push(await readAt(harness.world, made, ledger()));
      }
      begun = performance.now();
    },
  });

  const perFact = (of: "reading" | "analysing") => lengths.map((one) => one[of] / one.facts);
  const growth = (of: "reading" | "analysing") => (perFact(of).at(-1) ?? 0) / (perFact(of)[0] ?? 1);
  return {
    sessions,
    accounts: accounts.length,
    populating,
    lengths,
    asDone: lengths.every(({ differences }) => differences.length === 0),
    growth: { reading: growth("reading"), analysing: growth("analysing") },
  };
}

const isMeasured = (made: number, of: number): boolean =>
  [2, 4, 8].some((eighths) => made === Math.ceil((of * eighths) / 8));

async function readAt(world: World, uses: number, ledger: Ledger): Promise<ReadingAt> {
  let [shortest, read] = [Number.POSITIVE_INFINITY, { facts: 0, largestChunk: 0 }];
  for (let count = 0; count < readings; count++) {
    const begun = performance.now();
    read = await readAll(world);
    shortest = Math.min(shortest, performance.now() - begun);
  }
  const begun = performance.now();
  const analysis = await analyze(world);
  const analysing = performance.now() - begun;
  const { heap } = await measureHeap(() => analyze(world));
  const differences = heldAgainstLedger(analysis, ledger);
  return { uses, ...read, reading: shortest, analysing, heap, differences };
}

async function readAll(world: World): Promise<Pick<ReadingAt, "facts" | "largestChunk">> {
  const toBlock = await world.client.getBlockNumber();
  let [facts, largestChunk] = [0, 0];
  for await (const chunk of readUsage(world, { fromBlock: 0n, toBlock })) {
    facts += chunk.facts.length;
    largestChunk = Math.max(largestChunk, chunk.facts.length);
  }
  return { facts, largestChunk };
}
