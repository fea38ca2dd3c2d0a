import { expect } from "chai";
import { revertData } from "../../src/submission/revertData.ts";

describe("revertData", () => {
  it("is found wherever a provider has put it", () => {
    for (const error of [{ data: "0x1234" }, { data: { data: "0x1234" } }, { cause: { data: "0x1234" } }]) {
      expect(revertData(error)).to.equal("0x1234");
    }
  });

  for (const said of [
    "EVM error InvalidOperandOOG",
    "EVM error OutOfGas",
    "out of gas",
    "invalid opcode: INVALID",
  ]) {
    it(`is empty where the EVM stopped the call by itself, as a chain says by "${said}"`, () => {
      expect(revertData(new Error(said))).to.equal("0x");
      expect(revertData({ message: "RPC Request failed.", details: said })).to.equal("0x");
      expect(revertData(new Error("the call failed", { cause: new Error(said) }))).to.equal("0x");
    });
  }

  it("is what the chain gives where it says both", () => {
    expect(revertData({ message: "out of gas", data: "0x1234" })).to.equal("0x1234");
  });

  it("is none of an error that is no revert", () => {
    for (const error of [
      new Error("intrinsic gas too high -- tx.gas_limit > env.block.gas_limit"),
      new Error("the bundler ran out of gas"),
      { data: { code: 3 } },
      "out of gas",
      undefined,
    ]) {
      expect(revertData(error)).to.equal(undefined);
    }
  });
});
