import type { Transport } from "viem";
import { z } from "zod";
import type { AccountKind } from "../account/Account.ts";
import { parseInput } from "../config/parseInput.ts";
import { uintSchema } from "../config/schemas.ts";
import { createHarness, type Harness } from "../harness.ts";
import { instantBundler } from "../submission/instantBundler.ts";
import { createWorld } from "../world/createWorld.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import { breakDownTypical, type Part, type TimedUse } from "./bench/breakDown.ts";
import { type Enabling, enableBatch, rawUses, setUp, timeUse } from "./bench/measure.ts";
import { type Spread, spread } from "./bench/spread.ts";
import { type Stopwatch, stopwatch } from "./bench/stopwatch.ts";

export type { Part } from "./bench/breakDown.ts";
export type { Enabling } from "./bench/measure.ts";
export type { Spread } from "./bench/spread.ts";

/** What the bench is given. */
export interface BenchOptions {
  /** The account's kind. Default: the library's. */
  readonly account?: string | undefined;
  /** How many uses are measured, 2 to 10,000; a tenth of them over another bundler. Default 200. */
  readonly uses?: bigint | number | string | undefined;
}

/** Another bundler to measure, with the chain it is for. */
export interface OtherBundler {
  /** What it is called in the result. */
  readonly name: string;
  readonly provider: Eip1193Provider;
  readonly bundlerTransport: Transport;
}

/** What was measured; times are in milliseconds. */
export interface BenchResult {
  readonly account: AccountKind;
  /** `createHarness` on a fresh chain. */
  readonly worldSetUp: { readonly cold: number; readonly warm: Spread };
  /** A use by the instant bundler, from the calls to the outcome. */
  readonly use: { readonly gasGiven: Spread; readonly gasEstimated: Spread };
  /** The same operation, signed before, by `handleOps`: sending and receipt. */
  readonly raw: Spread;
  /** How many times as long a use takes as the raw one, gas given. */
  readonly ratio: number;
  /** Where the time of a typical use with gas given goes. */
  readonly breakdown: readonly Part[];
  readonly enabling: readonly Enabling[];
  /** The same over another bundler, where there is one. */
  readonly other?:
    | { readonly name: string; readonly gasGiven: Spread; readonly gasEstimated: Spread }
    | undefined;
}

const warmWorlds = 9;
const warmUp = 20;
const batches = [1, 3, 10, 50];

const optionsSchema = z.object({
  uses: uintSchema({ bits: 32, unit: "uses", min: 2n, max: 10_000n }).default(200n),
});

/**
 * Measures what a developer waits and pays for: the world's set-up, uses of a session, and enabling sessions.
 *
 * @param createChain A fresh local chain, in the process.
 * @param options Which account, and how many uses.
 * @param startOther Starts another bundler whose uses are measured as well, once the rest is.
 * @param onStage Told what is measured next.
 * @returns The measures.
 * @throws InvalidInputError; BenchRefusedError where an operation that is measured is not accepted.
 */
export async function runBench(
  createChain: () => Promise<Eip1193Provider>,
  options: BenchOptions = {},
  startOther?: () => Promise<OtherBundler>,
  onStage: (stage: string) => void = () => {},
): Promise<BenchResult> {
  const uses = Number(parseInput(optionsSchema, options, "options").uses);
  const kind = options.account as AccountKind | undefined; // createAccount's own check

  onStage(`World set-up, ${1 + warmWorlds} times`);
  const cold = await timeWorld(await createChain());
  const warm: number[] = [];
  for (let index = 0; index < warmWorlds; index++) warm.push(await timeWorld(await createChain()));

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

  const [use, rawSpread] = [spread(given.map(({ begun, ended }) => ended - begun)), spread(rawTimes)];
  return {
    account: bench.account.kind,
    worldSetUp: { cold, warm: spread(warm) },
    use: { gasGiven: use, gasEstimated: spread(estimated) },
    raw: rawSpread,
    ratio: use.median / rawSpread.median,
    breakdown: breakDownTypical(given),
    enabling,
    other: startOther && (await measureOther(await startOther(), kind, Math.ceil(uses / 10), onStage)),
  };
}

async function timeWorld(provider: Eip1193Provider): Promise<number> {
  const begun = performance.now();
  await createHarness({ provider });
  return performance.now() - begun;
}

/** A harness with a stopwatch on its chain and its bundler. */
async function watched(watch: Stopwatch, chain: Eip1193Provider, bundler?: Transport): Promise<Harness> {
  const provider = watch.chain(chain);
  const bundlerTransport = watch.bundler(bundler ?? (await instantBundler(await createWorld(provider))));
  return createHarness({ provider, bundlerTransport });
}

async function measureOther(
  { name, provider, bundlerTransport }: OtherBundler,
  kind: AccountKind | undefined,
  uses: number,
  onStage: (stage: string) => void,
): Promise<BenchResult["other"]> {
  onStage(`${uses} uses over ${name}, each with gas given and with gas estimated`);
  const watch = stopwatch();
  const bench = await setUp(await watched(watch, provider, bundlerTransport), kind);
  const [given, estimated]: [number[], number[]] = [[], []];
  for (let index = 0; index < uses; index++) {
    const [one, two] = [await timeUse(bench, watch, true), await timeUse(bench, watch, false)];
    given.push(one.ended - one.begun);
    estimated.push(two.ended - two.begun);
  }
  return { name, gasGiven: spread(given), gasEstimated: spread(estimated) };
}
