import { expect } from "chai";
import { type BenchResult, benchReport } from "../../../src/index.ts";
import { breakDown, breakDownTypical, type TimedUse } from "../../../src/scenarios/bench/breakDown.ts";
import { spread } from "../../../src/scenarios/bench/spread.ts";
import type { Lap } from "../../../src/scenarios/bench/stopwatch.ts";

const lap = (name: string, begun: number, ended: number): Lap => ({ name, begun, ended });

describe("the bench's arithmetic", () => {
  describe("spread", () => {
    it("takes the middle sample, in whichever order they come", () => {
      expect(spread([30, 10, 20])).to.deep.equal({ count: 3, median: 20, low: 10, high: 30 });
    });

    it("takes what is between the middle two of an even number", () => {
      expect(spread([1, 2, 4, 100]).median).to.equal(3);
    });

    it("sorts by number, not by text", () => {
      expect(spread([9, 10, 100]).median).to.equal(10);
    });

    it("leaves a twentieth out at each end", () => {
      const samples = Array.from({ length: 101 }, (_, index) => index);
      expect(spread(samples)).to.deep.equal({ count: 101, median: 50, low: 5, high: 95 });
    });

    it("takes one sample for all", () => {
      expect(spread([7])).to.deep.equal({ count: 1, median: 7, low: 7, high: 7 });
    });
  });

  /** From 100 to 164: what was noted leaves gaps of 1, 2, 4, … between what can be told. */
  const use: TimedUse = {
    begun: 100,
    ended: 164,
    laps: [
      lap("chain eth_call", 101, 104),
      lap("chain eth_call", 102, 105), // together with the first: from 101 to 105
      lap("sign", 110, 116),
      lap("chain eth_call", 122, 130),
      lap("chain eth_sendTransaction", 131, 141),
      lap("chain eth_getTransactionReceipt", 141, 142),
      lap("bundler eth_sendUserOperation", 121, 144),
      lap("chain eth_getLogs", 147, 150),
      lap("bundler eth_getUserOperationReceipt", 146, 155),
      lap("chain eth_blockNumber", 156, 158), // after all that is told
    ],
  };
  const parts = [
    ["build: ask the chain for the nonce", 4],
    ["build: encode, check, hash", 6],
    ["sign", 6],
    ["submit: simulate handleOps (eth_call)", 8],
    ["submit: send and mine it (eth_sendTransaction)", 10],
    ["submit: the bundler's own work", 5],
    ["receipt: ask the chain", 3],
    ["receipt: read and hand on", 8],
    ["rest", 14],
  ] as const;
  const named = (times: readonly (readonly [string, number])[]) =>
    times.map(([part, milliseconds]) => ({ part, milliseconds }));

  describe("breakDown", () => {
    it("gives each part its time, and what is left over to the rest", () => {
      expect(breakDown(use)).to.deep.equal(named(parts));
      const sum = breakDown(use).reduce((total, { milliseconds }) => total + milliseconds, 0);
      expect(sum).to.equal(use.ended - use.begun);
    });

    it("leaves all to the rest where nothing was noted", () => {
      const nothing = breakDown({ begun: 5, ended: 9, laps: [] });
      expect(nothing).to.deep.equal(named(parts.map(([part]) => [part, part === "rest" ? 4 : 0])));
    });
  });

  describe("breakDownTypical", () => {
    /** A use of a length, all of it signing. */
    const signing = (length: number): TimedUse => ({
      begun: 0,
      ended: length,
      laps: [lap("sign", 0, length)],
    });
    const typical = (lengths: readonly number[]) =>
      breakDownTypical(lengths.map(signing)).find(({ part }) => part === "sign")?.milliseconds;

    it("takes the mean of the middle fifth by time", () => {
      expect(typical([1000, 6, 2, 1, 4, 1000, 3, 1000, 1000, 1])).to.equal(5); // 4 and 6
    });

    it("takes the middle use of an odd number, and both of two", () => {
      expect(typical([1, 2, 30, 400, 5000])).to.equal(30);
      expect(typical([9, 1, 2])).to.equal(2);
      expect(typical([2, 4])).to.equal(3);
      expect(typical([8])).to.equal(8);
    });
  });

  describe("the report", () => {
    const times = (median: number) => ({ count: 9, median, low: median - 0.5, high: median + 0.5 });
    const result: BenchResult = {
      account: "kernel",
      release: "beta",
      setUp: {
        cold: { chain: 801, world: 102 },
        warm: { chain: times(13), world: times(149.9) },
      },
      use: { gasGiven: times(7.9), gasEstimated: times(12) },
      raw: times(4),
      ratio: 1.975,
      breakdown: named([
        ["sign", 1],
        ["rest", 3],
      ]),
      enabling: [{ sessions: 3, transactionGas: 900_000n, actualGasUsed: 1_000_000n, callDataBytes: 3_396 }],
    };
    /** The cells of the row that begins with a name. */
    const row = (text: string, name: string) =>
      text
        .split("\n")
        .map((line) => line.split("│").slice(1, -1))
        .map((cells) => cells.map((cell) => cell.trim()))
        .find(([first]) => first === name);

    it("marks what is below its target, and what is not", () => {
      const met = benchReport(result);
      expect(row(met, "world on each of those")?.at(-1)).to.equal("✓ < 150");
      expect(row(met, "use by the instant bundler, gas given")?.at(-1)).to.equal("✓ < 8");
      const { cold, warm } = result.setUp;
      const missed = benchReport({
        ...result,
        setUp: { cold, warm: { ...warm, world: times(150) } },
        use: { ...result.use, gasGiven: times(8) },
      });
      expect(row(missed, "world on each of those")?.at(-1)).to.equal("✗ < 150");
      expect(row(missed, "use by the instant bundler, gas given")?.at(-1)).to.equal("✗ < 8");
      expect(met).to.include("The targets are this project's own.");
    });

    it("shows chain and world apart, the first and those after it", () => {
      const text = benchReport(result);
      expect(row(text, "chain, the first in the process")).to.include("801");
      expect(row(text, "world on that chain")).to.include("102");
      expect(row(text, "chain, 9 more")).to.include("13");
      expect(row(text, "world on each of those")).to.include("150");
    });

    it("shows a part's share of all of it", () => {
      expect(row(benchReport(result), "sign")).to.deep.equal(["sign", "1.00", "25 %"]);
      expect(row(benchReport(result), "all of it")).to.deep.equal(["all of it", "4.00", "100 %"]);
    });

    it("shows the transaction's gas beside what the account pays for, and says what that holds", () => {
      const text = benchReport(result);
      expect(row(text, "3")).to.deep.equal(["3", "900000", "300000", "1000000", "3396"]);
      expect(text).to.match(
        /actualGasUsed is what the account pays for\. It holds the instant bundler's padding/,
      );
      expect(text).to.match(/Measured on SmartSession beta with this repository's reference policies/);
      const onV1 = benchReport({ ...result, release: "v1" });
      expect(onV1)
        .to.match(/Measured on SmartSession v1, its genuine policies/)
        .and.not.match(/reference/);
    });
  });
});
