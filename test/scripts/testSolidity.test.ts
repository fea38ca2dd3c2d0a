import { expect } from "chai";
import hre from "hardhat";
import testSolidity from "../../scripts/testSolidity.ts";
import { expectToReject } from "../helpers/expectToReject.ts";

describe("test solidity", () => {
  /** Runs the task with a network named, and gives the chain type that Hardhat's own task is run with. */
  async function chainTypeOn(network: string | undefined, chainType = "l1") {
    const named = { ...hre, globalOptions: { ...hre.globalOptions, network: network as string } };
    return testSolidity({ chainType }, named, async (given) => given.chainType);
  }

  it("runs on a chain of the type of the network that is named", async () => {
    expect(await chainTypeOn("node")).to.equal("op");
    expect(await chainTypeOn(undefined)).to.equal("op");
  });

  it("runs on a chain of the default network's type where the named one is reached over HTTP", async () => {
    expect(await chainTypeOn("localhost")).to.equal("op");
  });

  it("leaves a chain type that is given", async () => {
    expect(await chainTypeOn("default", "generic")).to.equal("generic");
  });

  it("refuses a network that there is not, as Hardhat's other tasks do", async () => {
    const error = await expectToReject(chainTypeOn("nosuch"), Error);
    expect(error).to.include({ number: 705, name: "HardhatError" });
  });
});
