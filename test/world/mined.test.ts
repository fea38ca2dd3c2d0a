import { expect } from "chai";
import { zeroHash } from "viem";
import { NotMinedError } from "../../src/index.ts";
import { mined } from "../../src/world/mined.ts";
import { expectToReject } from "../helpers/expectToReject.ts";

describe("mined", () => {
  it("asks until the chain has the receipt", async () => {
    const answers = [null, null, { transactionHash: zeroHash, status: "0x1", logs: [] }];
    const receipt = await mined({ request: async () => answers.shift() }, zeroHash);
    expect(receipt.status).to.equal("success");
    expect(answers).to.deep.equal([]);
  });

  it("gives up where the chain does not mine, naming the transaction", async () => {
    const { now } = Date;
    let clock = 0;
    Date.now = () => clock;
    try {
      const request = async () => {
        clock += 10_000;
        return null;
      };
      const error = await expectToReject(mined({ request }, zeroHash), NotMinedError);
      expect(error.message).to.include(zeroHash);
      expect(clock).to.equal(30_000);
    } finally {
      Date.now = now;
    }
  });
});
