import { expect } from "chai";
import { encodeAbiParameters, getAddress, parseAbiParameters } from "viem";
import { erc20SpendingLimit } from "../../../src/index.ts";

const [one, other] = [getAddress(`0x${"1a".repeat(20)}`), getAddress(`0x${"2b".repeat(20)}`)];

// What the contract does with it is held by its Solidity tests, and on every account by the behaviours.
describe("erc20SpendingLimit", () => {
  const limits = [
    { token: one, limit: 5n },
    { token: other, limit: 7n },
  ];

  it("is encoded so that it decodes to what was meant", () => {
    const { initData } = erc20SpendingLimit.encode(limits);
    expect(initData).to.equal(
      encodeAbiParameters(parseAbiParameters("address[], uint256[]"), [
        [one, other],
        [5n, 7n],
      ]),
    );
    expect(erc20SpendingLimit.decode(initData)).to.deep.equal(limits);
  });

  it("refuses for the spending limit, and leaves its other errors to their names", () => {
    expect(erc20SpendingLimit.rule("PolicyViolation", "action")).to.equal("spendingLimit");
    expect(erc20SpendingLimit.rule("PolicyNotInitialized", "action")).to.equal(undefined);
  });
});
