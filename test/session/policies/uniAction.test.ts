import { expect } from "chai";
import { numberToHex, slice } from "viem";
import { type UniAction, uniAction } from "../../../src/index.ts";

const word = (value: bigint) => numberToHex(value, { size: 32 });

// What the contract does with it is held by its Solidity tests, and on every account by the behaviours.
describe("uniAction", () => {
  const config: UniAction = {
    maxValue: 5n,
    comparisons: [
      { offset: 32n, condition: "inRange", ref: word((1n << 128n) + 9n) },
      { offset: 64n, condition: "notEqual", ref: word(7n), maxTotal: 100n },
    ],
  };

  it("is encoded so that it decodes to what was meant", () => {
    expect(uniAction.decode(uniAction.encode(config).initData)).to.deep.equal(config);
  });

  it("has room for sixteen comparisons", () => {
    const comparisons = Array.from({ length: 16 }, (_, index) => ({
      offset: BigInt(index) * 32n,
      condition: "equal" as const,
      ref: word(BigInt(index)),
    }));
    expect(
      uniAction.decode(uniAction.encode({ maxValue: 0n, comparisons }).initData).comparisons,
    ).to.deep.equal(comparisons);
  });

  it("numbers the comparisons as the contract does (ParamCondition)", () => {
    const conditions = [
      "equal",
      "greaterThan",
      "lessThan",
      "greaterThanOrEqual",
      "lessThanOrEqual",
      "notEqual",
      "inRange",
    ] as const;
    for (const [number, condition] of conditions.entries()) {
      const { initData } = uniAction.encode({
        maxValue: 0n,
        comparisons: [{ offset: 0n, condition, ref: word(0n) }],
      });
      // valueLimitPerUse, length, then the first rule.
      expect(BigInt(slice(initData, 64, 96))).to.equal(BigInt(number));
    }
  });

  it("gets a rule that holds for every word where it has none: the contract wants one", () => {
    expect(uniAction.decode(uniAction.encode({ maxValue: 5n, comparisons: [] }).initData)).to.deep.equal({
      maxValue: 5n,
      comparisons: [{ offset: 0n, condition: "greaterThanOrEqual", ref: word(0n) }],
    });
  });

  it("refuses for the argument rules, and leaves its other errors to their names", () => {
    expect(uniAction.rule("PolicyViolation", "action")).to.equal("argumentRules");
    expect(uniAction.rule("no data", "action")).to.equal("argumentRules");
    expect(uniAction.rule("ValueLimitExceeded", "action")).to.equal(undefined);
    expect(uniAction.rule("PolicyNotInitialized", "action")).to.equal(undefined);
  });
});
