import { expect } from "chai";
import { BenchRefusedError, createHarness, createWorld, instantBundler, toJson } from "../../../src/index.ts";
import { type Bench, demandAccepted, rawUses, setUp, timeUse } from "../../../src/scenarios/bench/measure.ts";
import { type Stopwatch, stopwatch } from "../../../src/scenarios/bench/stopwatch.ts";
import { timeSetUp } from "../../../src/scenarios/bench/timeSetUp.ts";
import { expectToReject } from "../../helpers/expectToReject.ts";
import { freshChain, isOnAnvil } from "../../helpers/freshChain.ts";

describe("what the bench measures", () => {
  let watch: Stopwatch;
  let bench: Bench;

  beforeEach(async () => {
    watch = stopwatch();
    const provider = watch.chain(await freshChain());
    const bundlerTransport = watch.bundler(await instantBundler(await createWorld(provider)));
    bench = await setUp(await createHarness({ provider, bundlerTransport }), "safe7579");
  });

  describe("a set-up", () => {
    it("is told in two: the chain, and the world on it", async () => {
      const chain = await freshChain();
      const { now } = performance;
      let [clock, requests] = [0, 0];
      performance.now = () => clock;
      try {
        const times = await timeSetUp(async () => {
          clock += 1_000_000;
          const request = (args: { method: string }) => {
            requests++;
            clock++;
            return chain.request(args);
          };
          return { request };
        });
        expect(times).to.deep.equal({ chain: 1_000_000, world: requests });
      } finally {
        performance.now = now;
      }
    });
  });

  describe("a use", () => {
    /** What a use asked of whom, in the order in which it was done. */
    const asked = async (gasGiven: boolean, of: RegExp) => {
      const { laps } = await timeUse(bench, watch, gasGiven);
      const names = laps.map(({ name }) => name).filter((name) => of.test(name));
      // Anvil mines soon after it was sent something: a receipt is asked for until it is there.
      const isAgain = (name: string, index: number) => /Receipt$/.test(name) && name === names[index - 1];
      return isOnAnvil() ? names.filter((name, index) => !isAgain(name, index)) : names;
    };

    it("asks the bundler for no gas where gas is given", async () => {
      expect(await asked(true, /^(sign|bundler)/)).to.deep.equal([
        "sign",
        "bundler eth_sendUserOperation",
        "bundler eth_getUserOperationReceipt",
      ]);
    });

    it("asks the bundler for its price and for gas where they are to be estimated, before it signs", async () => {
      expect(await asked(false, /^(sign|bundler)/)).to.deep.equal([
        "bundler pimlico_getUserOperationGasPrice", // the instant bundler has none: the chain's is offered
        "bundler eth_estimateUserOperationGas",
        "sign",
        "bundler eth_sendUserOperation",
        "bundler eth_getUserOperationReceipt",
      ]);
    });

    it("is simulated and sent once, by the requests that its parts are named after", async () => {
      expect(await asked(true, /^chain eth_(call|sendTransaction)$/)).to.deep.equal([
        "chain eth_call", // the nonce
        "chain eth_call",
        "chain eth_sendTransaction",
      ]);
    });

    it("lies within the time that it is given, with all that it asked", async () => {
      const { begun, ended, laps } = await timeUse(bench, watch, true);
      for (const lap of laps) {
        expect(lap.begun).to.be.within(begun, lap.ended);
        expect(lap.ended).to.be.within(lap.begun, ended);
      }
    });

    it("is no measure where it is refused", async () => {
      const { account, harness, session } = bench;
      demandAccepted("Revoking", await harness.revoke(account, session));
      const error = await expectToReject(timeUse(bench, watch, true), BenchRefusedError);
      expect(error.message).to.match(/^A use was refused, so nothing is measured: \w+ \w+: /);
    });
  });

  describe("a use by raw handleOps", () => {
    it("takes effect, each time", async () => {
      const { harness, account, session } = bench;
      const used = async () => toJson(await harness.readSession(account, session));
      const next = await rawUses(bench, 2);
      const before = await used();
      await next();
      const between = await used();
      await next();
      expect(new Set([before, between, await used()]).size).to.equal(3);
    });

    it("is no measure where it was mined without success", async () => {
      const gas = { ...bench.gas, callGasLimit: 20_000n }; // too little for the call
      const next = await rawUses({ ...bench, gas }, 1);
      const error = await expectToReject(next(), BenchRefusedError);
      expect(error.message).to.match(/^A use by raw handleOps was refused.* no success in 0x[0-9a-f]{64}/);
    });
  });
});
