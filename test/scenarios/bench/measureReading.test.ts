import { expect } from "chai";
import { type Hex, hexToBigInt } from "viem";
import type { Eip1193Provider } from "../../../src/index.ts";
import { readingReport } from "../../../src/report/readingReport.ts";
import { measureReading, type Reading } from "../../../src/scenarios/bench/measureReading.ts";
import { freshChain } from "../../helpers/freshChain.ts";

/** Operations of a bundle, each a use that enables its session first. */
const mostOfBlock = 2 * 20;

/** A chain that answers in its own way when it is asked for logs. */
async function chainThat(
  answer: (args: Request, ask: () => Promise<readonly unknown[]>) => Promise<readonly unknown[]>,
): Promise<Eip1193Provider> {
  const provider = await freshChain();
  return {
    request: async (args: Request) =>
      args.method === "eth_getLogs" ? answer(args, () => provider.request(args)) : provider.request(args),
  } as Eip1193Provider;
}

type Request = Parameters<Eip1193Provider["request"]>[0];

describe("measureReading", () => {
  let reading: Reading;
  const stages: string[] = [];

  before(async () => {
    reading = await measureReading(freshChain, 80, (stage) => stages.push(stage));
  });

  it("reads the chain at a quarter, a half and all of its uses", () => {
    expect(stages).to.deep.equal([
      "Filling a chain with 8 sessions and 80 uses",
      "Reading 20 uses",
      "Reading 40 uses",
      "Reading 80 uses",
    ]);
    expect(reading.lengths.map(({ uses }) => uses)).to.deep.equal([20, 40, 80]);
    for (const { uses, facts, largestChunk } of reading.lengths) {
      expect(facts).to.be.greaterThan(uses);
      expect(largestChunk).to.be.within(1, facts);
    }
  });

  it("says how many times as long the same number of facts takes on the longer chain", () => {
    const [first, , last] = reading.lengths;
    if (!first || !last) throw new Error("there are no lengths");
    const times = (of: "reading" | "analysing") => last[of] / last.facts / (first[of] / first.facts);
    expect(reading.growth).to.deep.equal({ reading: times("reading"), analysing: times("analysing") });
  });

  it("finds that the analysis says what was done", () => {
    expect(reading.lengths.flatMap(({ differences }) => differences)).to.deep.equal([]);
    expect(reading.asDone).to.equal(true);
    expect(readingReport(reading).join("\n")).to.match(/│ +80 │.*✓ +│/);
  });

  it("holds no more than a range's facts at once, and finds the same", async () => {
    const blocks = 2n;
    const narrow = await measureReading(
      () =>
        chainThat((args, ask) => {
          const [{ fromBlock, toBlock }] = args.params as [{ fromBlock: Hex; toBlock: Hex }];
          if (hexToBigInt(toBlock) - hexToBigInt(fromBlock) < blocks) return ask();
          throw Object.assign(new Error("query exceeds max block range"), { code: -32005 });
        }),
      80,
      () => undefined,
    );
    expect(narrow.asDone).to.equal(true);
    for (const [index, { facts, largestChunk }] of narrow.lengths.entries()) {
      expect(facts).to.equal(reading.lengths[index]?.facts);
      expect(largestChunk).to.be.at.most(Number(blocks) * mostOfBlock);
      expect(facts).to.be.greaterThan(largestChunk);
    }
  });

  it("finds that it does not where the chain withholds something", async () => {
    const forgetful = () => chainThat(async (_, ask) => (await ask()).slice(0, -1));
    const wrong = await measureReading(forgetful, 16, () => undefined);
    expect(wrong.asDone).to.equal(false);
    const text = readingReport(wrong).join("\n");
    expect(text).to.match(/│ +16 │.*✗ \d+ +│/);
    expect(text).to.include("✗ at 4 uses, ");
    expect(text).to.match(/… and \d+ more/);
  });
});
