import { expect } from "chai";
import { usageLimit } from "../../../src/index.ts";

// What the contract does with it is held by its Solidity tests, and on every account by the behaviours.
describe("usageLimit", () => {
  it("is encoded so that it decodes to what was meant", () => {
    const { initData } = usageLimit.encode({ limit: 3n });
    expect(initData).to.equal("0x00000000000000000000000000000003");
    expect(usageLimit.decode(initData)).to.deep.equal({ limit: 3n });
  });

  it("refuses for the number of uses, and leaves its other errors to their names", () => {
    expect(usageLimit.rule("PolicyViolation", "action")).to.equal("maxUses");
    expect(usageLimit.rule("PolicyViolation", "userOp")).to.equal("maxOperations");
    expect(usageLimit.rule("PolicyNotInitialized", "action")).to.equal(undefined);
  });
});
