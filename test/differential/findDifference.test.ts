import { expect } from "chai";
import { genuineCode } from "../helpers/genuineCode.ts";
import { needsCodeStore } from "../helpers/releases.ts";
import { referenceCode } from "./codes.ts";
import { findDifference } from "./findDifference.ts";
import { compileMutants, type Mutant } from "./mutants.ts";
import { policies, subjects } from "./subjects.ts";

/** Enough to find any difference that is meant to be found here. */
const runs = 2_000;

const mutants: readonly Mutant[] = [
  {
    contract: "policies/SudoPolicy",
    what: "lets a session sign nothing",
    from: "return true;",
    to: "return false;",
  },
  {
    contract: "policies/TimeFramePolicy",
    what: "starts a second late for signatures",
    from: "block.timestamp >= validAfter",
    to: "block.timestamp > validAfter",
  },
  {
    contract: "policies/TimeFramePolicy",
    what: "includes the end for signatures",
    from: "block.timestamp < validUntil",
    to: "block.timestamp <= validUntil",
  },
  {
    contract: "policies/TimeFramePolicy",
    what: "refuses a frame of one second",
    from: "validAfter > validUntil",
    to: "validAfter >= validUntil",
  },
  {
    contract: "policies/UsageLimitPolicy",
    what: "allows one use more",
    from: "config.used >= config.limit",
    to: "config.used > config.limit",
  },
  {
    contract: "policies/UsageLimitPolicy",
    what: "keeps its count when it is configured again",
    from: "used: 0",
    to: "used: usageLimitConfigs[configId][msg.sender][account].used",
  },
  {
    contract: "policies/ValueLimitPolicy",
    what: "refuses what meets the limit",
    from: "used > config.valueLimit",
    to: "used >= config.valueLimit",
  },
  {
    contract: "policies/ValueLimitPolicy",
    file: "policies/ExecutionValue.sol",
    what: "counts the last call of a batch only",
    from: "value += _word",
    to: "value = _word",
  },
  {
    contract: "policies/ValueLimitPolicy",
    file: "policies/ExecutionValue.sol",
    what: "reads a word beyond a batch",
    from: "start + pointer + 64 > lastWord",
    to: "start + pointer + 32 > lastWord",
  },
  {
    contract: "policies/UniActionPolicy",
    what: "takes what equals for greater",
    from: "argument > ref;",
    to: "argument >= ref;",
  },
  {
    contract: "policies/UniActionPolicy",
    what: "excludes the end of a range",
    from: "argument <= uint128(ref)",
    to: "argument < uint128(ref)",
  },
  {
    contract: "policies/UniActionPolicy",
    what: "refuses a sum that meets its limit",
    from: "used > rule.usage.limit",
    to: "used >= rule.usage.limit",
  },
  {
    contract: "policies/UniActionPolicy",
    what: "refuses a value that meets its limit",
    from: "if (value > config",
    to: "if (value >= config",
  },
  {
    contract: "policies/UniActionPolicy",
    what: "adds up what has no limit",
    from: "if (!rule.isLimited) return true;",
    to: "",
  },
  {
    contract: "policies/ERC20SpendingLimitPolicy",
    what: "refuses what meets the limit",
    from: "used > data.spendingLimit",
    to: "used >= data.spendingLimit",
  },
  {
    contract: "policies/ERC20SpendingLimitPolicy",
    what: "keeps tokens when it is configured again",
    from: "_forget(configId, account);",
    to: "",
  },
  {
    contract: "policies/ERC20SpendingLimitPolicy",
    what: "counts what comes to the account",
    from: "if (to == account) spent = 0;",
    to: "to;",
  },
  {
    contract: "policies/ERC20SpendingLimitPolicy",
    what: "forgets approvals",
    from: "data.approvedAmount += approved;",
    to: "",
  },
  {
    contract: "validators/OwnableValidator",
    what: "counts an owner twice who signs twice",
    from: "isOwner && !_contains(signers, signers[i], i)",
    to: "isOwner",
  },
  {
    contract: "validators/OwnableValidator",
    what: "takes a contract's silence for its signature",
    from: "== _VALID_SIGNATURE ? owner : address(0)",
    to: "== _VALID_SIGNATURE ? owner : owner",
  },
  {
    contract: "validators/OwnableValidator",
    what: "takes 31 for no mark of eth_sign",
    from: "v > 30",
    to: "v > 31",
  },
  {
    contract: "validators/OwnableValidator",
    what: "lets an account have more owners asked than it has",
    from: "newThreshold > ownerCount[msg.sender]",
    to: "newThreshold > _MAX_OWNERS",
  },
];

describe("findDifference", function () {
  this.timeout(60_000);

  for (const subject of subjects) {
    it(`finds none between ${subject.name}'s reference contract and itself`, async () => {
      const code = referenceCode(subject);
      const { difference, calls } = await findDifference(subject, code, code, { runs: 10 });
      expect(difference).to.equal(undefined);
      expect(calls).to.be.greaterThan(10);
    });

    it(`finds one between ${subject.name} and each other contract`, async () => {
      for (const other of subjects.filter((one) => one !== subject)) {
        const codes = [referenceCode(subject), referenceCode(other)] as const;
        const { difference } = await findDifference(subject, ...codes, { runs, shrink: false });
        expect(difference, other.name).to.be.a("string");
      }
    });
  }

  describe("a reference contract with a mistake", () => {
    let codes: ReturnType<typeof compileMutants>;
    before("compiles the mistakes", () => {
      codes = compileMutants(mutants);
    });

    for (const [index, { contract, what }] of mutants.entries()) {
      it(`finds that ${contract} ${what}`, async () => {
        const subject = subjects.find((one) => one.contract === contract) as (typeof subjects)[number];
        const compared = await findDifference(subject, referenceCode(subject), codes[index] ?? "0x", {
          runs,
          shrink: false,
        });
        expect(compared.difference).to.be.a("string");
      });
    }
  });

  it("brings a difference to a short sequence, and says how to play that again", async () => {
    const [usageLimit, sudo] = ["UsageLimitPolicy", "SudoPolicy"].map(
      (name) => subjects.find((one) => one.name === name) as (typeof subjects)[number],
    ) as [(typeof subjects)[number], (typeof subjects)[number]];
    const codes = [referenceCode(usageLimit), referenceCode(sudo)] as const;
    const { difference } = await findDifference(usageLimit, ...codes, { runs, seed: 7579 });
    expect(difference).to.contain("FC_SEED=7579 FC_PATH=");
    expect(difference).to.match(/^\d: .*\n {2}one: {3}\S+.*\n {2}other: \S+.*\n/);
    // Of up to forty calls one is left, after the opening.
    const [, counterexample = ""] = difference?.split("Counterexample:") ?? [];
    expect(counterexample.match(/^ {2}\d: /gm)).to.have.lengthOf.within(1, 2);
    const [, path = ""] = /FC_PATH=(\S+)/.exec(difference ?? "") ?? [];
    const again = await findDifference(usageLimit, ...codes, { runs, seed: 7579, path });
    expect(again.difference?.split("\n\n")[0]).to.equal(difference?.split("\n\n")[0]);
  });

  describe("v1", () => {
    needsCodeStore("the differential itself, by genuine contracts in each other's place");

    for (const subject of policies) {
      it(`finds one where genuine ${subject.name} is replaced by another genuine policy`, async () => {
        for (const other of policies.filter((one) => one !== subject)) {
          const codes = [genuineCode(other.name), referenceCode(subject)] as const;
          const { difference } = await findDifference(subject, ...codes, { runs, shrink: false });
          expect(difference, other.name).to.be.a("string");
        }
      });
    }
  });
});
