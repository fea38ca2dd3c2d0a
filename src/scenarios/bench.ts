import type { Transport } from "viem";
import { z } from "zod";
import type { AccountKind } from "../account/Account.ts";
import { accountKindSchema } from "../account/createAccount.ts";
import { complain, parseInput } from "../config/parseInput.ts";
import { uintSchema } from "../config/schemas.ts";
import { createHarness, type Harness } from "../harness.ts";
import { instantBundler } from "../submission/instantBundler.ts";
import { createWorld } from "../world/createWorld.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import { breakDownTypical, type Part, type TimedUse } from "./bench/breakDown.ts";
import { type Enabling, enableBatch, rawUses, setUp, timeUse } from "./bench/measure.ts";
import { measureReading, type Reading } from "./bench/measureReading.ts";
import { type Spread, spread } from "./bench/spread.ts";
import { type Stopwatch, stopwatch } from "./bench/stopwatch.ts";
import { type SetUp, timeSetUp } from "./bench/timeSetUp.ts";

export type { Part } from "./bench/breakDown.ts";
export type { Enabling } from "./bench/measure.ts";
export type { Reading, ReadingAt } from "./bench/measureReading.ts";
export type { Spread } from "./bench/spread.ts";
export type { SetUp } from "./bench/timeSetUp.ts";

/** What the bench is given. */
export interface BenchOptions {
  /** The account's kind. Default `safe7579`. */
  readonly account?: string | undefined;
  /** How many uses are measured, 2 to 10,000; a tenth of them over another bundler. Default 200. */
  readonly uses?: bigint | number | string | undefined;
  /**
   * How many uses the chain holds whose reading is measured, up to 1,000,000, by a tenth as many sessions; 0: that is not
   * measured. Default 4,000.
   */
  readonly usage?: bigint | number | string | undefined;
}

/** Another bundler to measure, with the chain it is for. */
export interface OtherBundler {
  /** What it is called in the result. */
  readonly name: string;
  readonly provider: Eip1193Provider;
  readonly bundlerTransport: Transport;
  /** Ends it, once it is measured or measuring it has failed. */
  stop?(): Promise<void>;
}

/** What was measured; times are in milliseconds. */
export interface BenchResult {
  readonly account: AccountKind;
  /** The release of SmartSession that the world holds. */
  readonly release: string;
  /** The first of the process, where nothing is loaded or compiled yet; and those after it. */
  readonly setUp: { readonly cold: SetUp<number>; readonly warm: SetUp<Spread> };
  /** A use by the instant bundler, from the calls to the outcome. */
  readonly use: { readonly gasGiven: Spread; readonly gasEstimated: Spread };
  /** The same operation, signed before, by `handleOps`: sending and receipt. */
  readonly raw: Spread;
  /** How many times as long a use takes as the raw one, gas given. */
  readonly ratio: number;
  /** Where the time of a typical use with gas given goes. */
  readonly breakdown: readonly Part[];
  readonly enabling: readonly Enabling[];
  /** What reading what sessions were used for takes; undefined where that is not measured. */
  readonly reading?: Reading | undefined;
  /** The same over another bundler, where there is one. */
  readonly other?:
    | { readonly name: string; readonly gasGiven: Spread; readonly gasEstimated: Spread }
    | undefined;
}

const warmSetUps = 9;
/** Rounds that are not counted: what runs often is compiled by then. */
const warmUp = 20;
const batches = [1, 3, 10, 50];
/** An eighth of it is a use. */
const fewestUsage = 8n;

const optionsSchema = z.strictObject(
  {
    account: accountKindSchema.default("safe7579"),
    uses: uintSchema({ bits: 32, unit: "uses", min: 2n, max: 10_000n }).default(200n),
    usage: uintSchema({ bits: 32, unit: "uses", max: 1_000_000n })
      .refine((usage) => usage === 0n || usage >= fewestUsage, {
        error: complain("is too few to be read at three lengths", `Give 0, or at least ${fewestUsage}.`),
      })
      .default(4_000n),
  },
  { error: complain("are not the bench's", "Give { account?, uses?, usage? }, or nothing.") },
);

/**
 * Measures what a developer waits and pays for: the world's set-up, uses of a session, enabling sessions, and
 * reading what they were used for.
 *
 * @param createChain A fresh local chain, in the process.
 * @param options Which account, and how many uses.
 * @param startOther Starts another bundler whose uses are measured as well. It is ended before the rest is
 * measured: it would take its share of the machine.
 * @param onStage Told what is measured next.
 * @returns The measures.
 * @throws InvalidInputError; BenchRefusedError where an operation that is measured is not accepted; what
 * `startOther` throws.
 */
export async function runBench(
  createChain: () => Promise<Eip1193Provider>,
  options: BenchOptions = {},
  startOther?: () => Promise<OtherBundler>,
  onStage: (stage: string) => void = () => {},
): Promise<BenchResult> {
  const { account: kind, uses: count, usage } = parseInput(optionsSchema, options, "options");
  const uses = Number(count);

  // First of all, also of what another bundler's chain would load and compile.
  onStage("Set-up, the first of the process");
  const cold = await timeSetUp(createChain);
  const other = startOther && (await measureOther(startOther, kind, Math.ceil(uses / 10), onStage));

  onStage(`Set-up, ${warmSetUps} more`);
  const warm: SetUp<number>[] = [];
  for (let index = 0; index < warmSetUps; index++) warm.push(await timeSetUp(createChain));

  const watch = stopwatch();
  const harness = await watched(watch, await createChain());
  const bench = await setUp(harness, kind);
  // An account of its own: what was signed before would be void once the nonce has moved on.
  const raw = await setUp(harness, kind);

  onStage(`${uses} uses, each with gas given, with gas estimated, and by raw handleOps`);
  const nextRaw = await rawUses(raw, uses + warmUp);
  const [given, estimated, rawTimes]: [TimedUse[], number[], number[]] = [[], [], []];
  for (let index = -warmUp; index < uses; index++) {
    // In turns: what the machine does beside falls on all alike.
    const [one, two, three] = [
      await timeUse(bench, watch, true),
      await timeUse(bench, watch, false),
      await nextRaw(),
    ];
    if (index < 0) continue;
    given.push(one);
    estimated.push(two.ended - two.begun);
    rawTimes.push(three);
  }

  const enabling: Enabling[] = [];
  for (const sessions of batches) {
    onStage(`Enabling ${sessions} ${sessions === 1 ? "session" : "sessions"} in one operation`);
    enabling.push(await enableBatch(harness, kind, sessions));
  }

  const reading = usage > 0n ? await measureReading(createChain, Number(usage), onStage) : undefined;

  const [use, rawSpread] = [spread(given.map(({ begun, ended }) => ended - begun)), spread(rawTimes)];
  return {
    account: kind,
    release: harness.world.release.name,
    setUp: {
      cold,
      warm: { chain: spread(warm.map(({ chain }) => chain)), world: spread(warm.map(({ world }) => world)) },
    },
    use: { gasGiven: use, gasEstimated: spread(estimated) },
    raw: rawSpread,
    ratio: use.median / rawSpread.median,
    breakdown: breakDownTypical(given),
    enabling,
    reading,
    other,
  };
}

/** A harness with a stopwatch on its chain and its bundler. */
async function watched(watch: Stopwatch, chain: Eip1193Provider, bundler?: Transport): Promise<Harness> {
  const provider = watch.chain(chain);
  const bundlerTransport = watch.bundler(bundler ?? (await instantBundler(await createWorld(provider))));
  return createHarness({ provider, bundlerTransport });
}

async function measureOther(
  startOther: () => Promise<OtherBundler>,
  kind: AccountKind,
  uses: number,
  onStage: (stage: string) => void,
): Promise<BenchResult["other"]> {
  onStage("Starting another bundler");
  const { name, provider, bundlerTransport, stop } = await startOther();
  try {
    onStage(`${uses} uses over ${name}, each with gas given and with gas estimated`);
    const watch = stopwatch();
    const bench = await setUp(await watched(watch, provider, bundlerTransport), kind);
    const [given, estimated]: [number[], number[]] = [[], []];
    for (let index = -warmUp; index < uses; index++) {
      const [one, two] = [await timeUse(bench, watch, true), await timeUse(bench, watch, false)];
      if (index < 0) continue;
      given.push(one.ended - one.begun);
      estimated.push(two.ended - two.begun);
    }
    return { name, gasGiven: spread(given), gasEstimated: spread(estimated) };
  } finally {
    await stop?.();
  }
}
