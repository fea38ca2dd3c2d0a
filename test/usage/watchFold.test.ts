import { expect } from "chai";
import { getAddress, type Hex, numberToHex } from "viem";
import { parseAlertRules } from "../../src/index.ts";
import type { SessionEnabled, SessionUsed, UsageCursor } from "../../src/usage/UsageFact.ts";
import { type ArmedRules, armRules } from "../../src/usage/watch/armRules.ts";
import { judgeEnabledAnew } from "../../src/usage/watch/judgeChange.ts";
import { judgeUse } from "../../src/usage/watch/judgeUse.ts";
import { Tail } from "../../src/usage/watch/Tail.ts";
import type { Memories } from "../../src/usage/watch/Watching.ts";
import { emptyFold, type RuleMemory } from "../../src/usage/watch/WatchState.ts";

const account = getAddress("0x00000000000000000000000000000000000000aa");

/** Rules, what they remember, and operations that are handed to them. */
function judging(rules: readonly object[]) {
  const armed: ArmedRules = armRules(parseAlertRules({ rules }).rules);
  const kept = new Map<string, RuleMemory>();
  const memories: Memories = {
    get: (digest, subject) => kept.get(digest + subject) ?? {},
    set: (digest, subject, memory) => kept.set(digest + subject, memory),
    forget: (digest, subject) => kept.delete(digest + subject),
  };
  let operations = 0;
  return {
    armed,
    /** How many times all windows hold. */
    times: () => [...kept.values()].reduce((sum, { window = [] }) => sum + window.length, 0),
    /** Judges an operation that calls with so much value each, and gives what was found. */
    use(timestamp: bigint, values: readonly bigint[]) {
      const fact = {
        type: "sessionUsed",
        account,
        permissionId: "0x01",
        timestamp,
        blockNumber: timestamp,
        success: true,
        userOpHash: numberToHex(operations++, { size: 32 }),
        calls: values.map((value) => ({ to: account, value, data: "0x" as Hex })),
      } as unknown as SessionUsed;
      return judgeUse(armed, memories, fact, false).map(({ details }) => details);
    },
  };
}

describe("what sessions watch remembers", () => {
  describe("of a rate", () => {
    it("is nothing of operations without value where value is counted", () => {
      const { use, times } = judging([{ rule: "rate", value: "10", within: "30d" }]);
      for (let time = 0n; time < 50n; time++) use(time, [0n]);
      expect(times()).to.equal(0);
      use(60n, [9n]);
      expect(use(61n, [2n])).to.have.length(1);
    });

    it("is no more than a few thousand times, and finds by these what it would by all", () => {
      const { use, times } = judging([{ rule: "rate", value: "5000", within: "3h" }]);
      const found: bigint[] = [];
      for (let time = 1n; time <= 5_050n; time++) if (use(time, [1n]).length > 0) found.push(time);
      expect(found).to.deep.equal([5001n]);
      expect(times()).to.be.at.most(4_000);
    });

    it("lets go what it need not hold at once, however much that is", () => {
      const { use, times } = judging([{ rule: "rate", value: "100000", within: "30d" }]);
      for (let time = 1n; time <= 1500n; time++) use(time, [1n]);
      expect(times()).to.equal(1500);
      expect(use(1501n, [100_001n])).to.have.length(1);
      expect(times()).to.equal(1);
    });
  });

  describe("in an alert", () => {
    it("is of 20 calls at most, and how many more there were", () => {
      const { use } = judging([{ rule: "unknownUse" }]);
      const [details] = use(1n, Array(300).fill(1n));
      expect(details).to.have.property("moreCalls", 280);
      expect(details).to.have.property("calls").with.length(20);
      expect(use(2n, [1n])[0]).to.have.property("moreCalls", 0);
    });

    it("is of 20 policies at most, and how many more there were", () => {
      const { armed } = judging([{ rule: "policyChanged" }]);
      const policies = Array(25).fill({ policyType: "action", policy: account });
      const fact = { account, policies, permitsPaymasters: false } as unknown as SessionEnabled;
      const [finding] = judgeEnabledAnew(armed, 2, fact);
      expect(finding?.details).to.have.property("morePolicies", 5);
      expect(finding?.details).to.have.property("policies").with.length(20);
    });
  });

  it("is kept for few of the blocks that are not settled, the fewer the farther back", () => {
    const cursorOf = (block: number): UsageCursor => ({
      blockNumber: BigInt(block),
      blockHash: "0x",
      timestamp: 0n,
    });
    const tail = new Tail({ cursor: cursorOf(0), fold: emptyFold });
    for (let block = 1; block <= 2_000; block++) tail.add({ cursor: cursorOf(block), fold: emptyFold });
    expect(tail.length).to.equal(32);
    expect([tail.settled, tail.last].map(({ cursor }) => cursor?.blockNumber)).to.deep.equal([0n, 2_000n]);
    tail.settle(1_990n);
    expect(Number(tail.settled.cursor?.blockNumber)).to.be.within(1_985, 1_990);
    tail.settle(1_999n);
    expect(tail.settled.cursor?.blockNumber).to.equal(1_999n);
  });
});
