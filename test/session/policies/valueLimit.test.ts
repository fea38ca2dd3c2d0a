import { expect } from "chai";
import { numberToHex } from "viem";
import { valueLimit } from "../../../src/index.ts";

// What the contract does with it is held by its Solidity tests, and on every account by the behaviours.
describe("valueLimit", () => {
  it("is encoded so that it decodes to what was meant", () => {
    const { initData } = valueLimit.encode({ limit: 5n });
    expect(initData).to.equal(numberToHex(5n, { size: 32 }));
    expect(valueLimit.decode(initData)).to.deep.equal({ limit: 5n });
  });

  it("refuses for the total value, and leaves its other errors to their names", () => {
    expect(valueLimit.rule("PolicyViolation", "action")).to.equal("maxTotalValue");
    expect(valueLimit.rule("PolicyNotInitialized", "action")).to.equal(undefined);
  });
});
