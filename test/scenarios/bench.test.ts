import { expect } from "chai";
import {
  type BenchResult,
  benchReport,
  createWorld,
  instantBundler,
  type OtherBundler,
  runBench,
} from "../../src/index.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { freshChain } from "../helpers/freshChain.ts";
import { releaseOfRun } from "../helpers/releases.ts";

describe("the bench", () => {
  let result: BenchResult;
  const stages: string[] = [];

  const other = async (): Promise<OtherBundler> => {
    const provider = await freshChain();
    const bundlerTransport = await instantBundler(await createWorld(provider));
    const stop = async () => void stages.push("it is ended");
    return { name: "another bundler", provider, bundlerTransport, stop };
  };

  before(async () => {
    result = await runBench(freshChain, { uses: 2, usage: 16 }, other, (stage) => stages.push(stage));
  });

  it("measures every operation that it is about, as often as it says", () => {
    const { account, release, setUp, use, raw, other, ratio } = result;
    expect({ account, release }).to.deep.equal({ account: "safe7579", release: releaseOfRun() });
    for (const spread of [use.gasGiven, use.gasEstimated, raw]) expect(spread.count).to.equal(2);
    expect(setUp.warm).to.have.nested.property("chain.count", 9);
    expect(setUp.warm).to.have.nested.property("world.count", 9);
    expect(ratio).to.equal(use.gasGiven.median / raw.median);
    expect(other).to.deep.include({ name: "another bundler" });
    expect(other?.gasGiven.count).to.equal(1);
    expect(other?.gasEstimated.count).to.equal(1);
  });

  it("starts another bundler before it measures what takes long, and ends it first", () => {
    expect(stages.slice(0, 6)).to.deep.equal([
      "Set-up, the first of the process",
      "Starting another bundler",
      "1 uses over another bundler, each with gas given and with gas estimated",
      "it is ended",
      "Set-up, 9 more",
      "2 uses, each with gas given, with gas estimated, and by raw handleOps",
    ]);
  });

  it("ends another bundler where measuring it fails", async () => {
    let ended = 0;
    const failing = async () => {
      const provider = { request: () => Promise.reject(new Error("gone")) };
      return { ...(await other()), provider, stop: async () => void ended++ };
    };
    await expectToReject(runBench(freshChain, {}, failing), Error);
    expect(ended).to.equal(1);
  });

  it("breaks the time of a use down, up to all of it", () => {
    const total = result.breakdown.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    expect(total).to.be.closeTo(result.use.gasGiven.median, 0.001); // of two uses
  });

  it("finds that a session costs less gas in a batch, and that the account pays for more than is used", () => {
    expect(result.enabling.map(({ sessions }) => sessions)).to.deep.equal([1, 3, 10, 50]);
    const each = result.enabling.map(({ transactionGas, sessions }) => Number(transactionGas) / sessions);
    expect(each).to.deep.equal([...each].sort((one, other) => other - one));
    for (const { transactionGas, actualGasUsed, callDataBytes, sessions } of result.enabling) {
      expect(callDataBytes).to.be.greaterThan(1000 * sessions);
      expect(actualGasUsed > transactionGas, `${actualGasUsed} > ${transactionGas}`).to.equal(true);
    }
  });

  it("is reported with every row, or with how to ask for it", () => {
    const text = benchReport(result);
    for (const row of [
      "chain, the first in the process",
      "world on that chain",
      "chain, 9 more",
      "world on each of those",
      "use by the instant bundler, gas given",
      "use by the instant bundler, gas estimated",
      "raw handleOps, signed before",
      "use with gas given / raw",
      "use over another bundler, gas given",
      "use over another bundler, gas estimated",
      "all of it",
      ...result.breakdown.map(({ part }) => part),
      ...result.enabling.map(({ transactionGas }) => transactionGas.toString()),
      "Reading what 2 sessions of",
    ]) {
      expect(text).to.include(row);
    }
    expect(benchReport({ ...result, other: undefined })).to.include(
      "use over alto: asked for by --bundler alto",
    );
    for (const line of text.split("\n")) expect(line.length).to.be.at.most(105);
  });

  it("refuses options that cannot be meant, before it makes a chain", async () => {
    const noChain = () => expect.fail("a chain was made");
    const misspelt: object = { use: 5 };
    for (const [options, field, value, problem] of [
      [{ uses: "1" }, "uses", "1", /^is less than 2$/],
      [{ usage: 7 }, "usage", 7, /^is too few to be read at three lengths$/],
      [{ account: "none" }, "account", "none", /^is not a kind of account$/],
      [misspelt, "use", "(not shown)", /^is not a field that is known here$/],
    ] as const) {
      await expectInputError(() => runBench(noChain, options), field, value, problem);
    }
  });
});
