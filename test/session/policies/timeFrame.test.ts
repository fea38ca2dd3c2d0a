import { expect } from "chai";
import { timeFrame } from "../../../src/index.ts";

// What the contract does with it is held by its Solidity tests, and on every account by the behaviours.
describe("timeFrame", () => {
  it("is encoded so that it decodes to what was meant", () => {
    const range = { validAfter: 100n, validUntil: 2n ** 48n - 1n };
    const { initData } = timeFrame.encode(range);
    expect(initData).to.equal("0xffffffffffff000000000064");
    expect(timeFrame.decode(initData)).to.deep.equal(range);
  });

  it("refuses for no rule: EntryPoint does, with AA22", () => {
    expect(timeFrame.rule("PolicyViolation", "userOp")).to.equal(undefined);
    expect(timeFrame.rule("PolicyNotInitialized", "userOp")).to.equal(undefined);
  });
});
