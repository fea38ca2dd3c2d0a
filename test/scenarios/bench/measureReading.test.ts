import { expect } from "chai";
import type { Eip1193Provider } from "../../../src/index.ts";
import { readingReport } from "../../../src/report/readingReport.ts";
import { measureReading, type Reading } from "../../../src/scenarios/bench/measureReading.ts";
import { freshChain } from "../../helpers/freshChain.ts";

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

  it("finds that it does not where the chain withholds something", async () => {
    const forgetful = async (): Promise<Eip1193Provider> => {
      const provider = await freshChain();
      return {
        async request(args) {
          const answer = await provider.request(args);
          const isFull = args.method === "eth_getLogs" && Array.isArray(answer) && answer.length > 0;
          return isFull ? answer.slice(0, -1) : answer;
        },
      };
    };
    const wrong = await measureReading(forgetful, 16, () => undefined);
    expect(wrong.asDone).to.equal(false);
    const text = readingReport(wrong).join("\n");
    expect(text).to.match(/│ +16 │.*✗ \d+ +│/);
    expect(text).to.include("✗ at 4 uses, ");
    expect(text).to.match(/… and \d+ more/);
  });
});
