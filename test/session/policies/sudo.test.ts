import { expect } from "chai";
import { sudo } from "../../../src/index.ts";

// What the contract does with it is held by its Solidity tests, and on every account by the behaviours.
describe("sudo", () => {
  it("is configured with nothing", () => {
    expect(sudo.encode()).to.deep.equal({ policy: sudo.address, initData: "0x" });
    expect(sudo.decode("0x")).to.equal(undefined);
  });

  it("refuses for no rule", () => {
    expect(sudo.rule("PolicyViolation", "action")).to.equal(undefined);
  });
});
