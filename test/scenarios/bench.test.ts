import { expect } from "chai";
import { network } from "hardhat";
import {
  BenchRefusedError,
  type BenchResult,
  benchReport,
  createWorld,
  InvalidInputError,
  instantBundler,
  runBench,
} from "../../src/index.ts";
import { demandAccepted } from "../../src/scenarios/bench/measure.ts";
import { expectToReject } from "../helpers/expectToReject.ts";

const createChain = async () => (await network.create()).provider;

describe("the bench", () => {
  let result: BenchResult;

  before(async () => {
    result = await runBench(createChain, { uses: 2 }, async () => {
      const provider = await createChain();
      const bundlerTransport = await instantBundler(await createWorld(provider));
      return { name: "another bundler", provider, bundlerTransport };
    });
  });

  it("measures every operation that it is about", () => {
    const { use, raw, other, ratio } = result;
    for (const spread of [use.gasGiven, use.gasEstimated, raw]) {
      expect(spread.count).to.equal(2);
      expect(spread.low).to.be.greaterThan(0);
      expect(spread.median).to.be.within(spread.low, spread.high);
    }
    expect(ratio).to.equal(use.gasGiven.median / raw.median);
    expect(other).to.deep.include({ name: "another bundler" });
    expect(other?.gasEstimated.count).to.equal(1);
  });

  it("breaks a use down without leaving much over", () => {
    const total = result.breakdown.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const { low, high } = result.use.gasGiven;
    expect(total).to.be.within(low, high);
    for (const { part, milliseconds } of result.breakdown) {
      expect(milliseconds, part).to.be.greaterThan(0);
    }
  });

  it("finds that a session costs less gas in a batch", () => {
    expect(result.enabling.map(({ sessions }) => sessions)).to.deep.equal([1, 3, 10, 50]);
    const each = result.enabling.map(({ gasUsed, sessions }) => Number(gasUsed) / sessions);
    expect(each).to.deep.equal([...each].sort((one, other) => other - one));
    for (const { callDataBytes, sessions } of result.enabling) {
      expect(callDataBytes).to.be.greaterThan(1000 * sessions);
    }
  });

  it("is reported with every row, or with how to ask for it", () => {
    const text = benchReport(result);
    for (const row of [
      "world set-up, cold",
      "world set-up, warm",
      "use by the instant bundler, gas given",
      "use by the instant bundler, gas estimated",
      "raw handleOps, signed before",
      "use with gas given / raw",
      "use over another bundler, gas given",
      "use over another bundler, gas estimated",
      "all of it",
      ...result.breakdown.map(({ part }) => part),
      ...result.enabling.map(({ gasUsed }) => gasUsed.toString()),
    ]) {
      expect(text).to.include(row);
    }
    expect(benchReport({ ...result, other: undefined })).to.include(
      "use over alto: asked for by --bundler alto",
    );
    for (const line of text.split("\n")) expect(line.length).to.be.at.most(100);
  });

  it("fails where an operation that it measures is refused", () => {
    const refusal = { layer: "policy", code: "PolicyViolation", reason: "Used up." };
    expect(() => demandAccepted("A use", { status: "rejected", refusal } as never)).to.throw(
      BenchRefusedError,
      "A use was refused, so nothing is measured: policy PolicyViolation: Used up.",
    );
  });

  it("refuses options that cannot be meant, in the library's own words", async () => {
    const [uses] = (await expectToReject(runBench(createChain, { uses: "1" }), InvalidInputError)).problems;
    expect(uses).to.include({ field: "uses", problem: "is less than 2" });
    const [kind] = (await expectToReject(runBench(createChain, { account: "none" }), InvalidInputError))
      .problems;
    expect(kind).to.include({ field: "kind", value: "none", problem: "is not a kind of account" });
  });
});
