import { expect } from "chai";
import { runTask } from "../helpers/runTask.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";

describe("bench, as a command", () => {
  it("refuses what it would not heed, by the option's name, and ends with 1", async () => {
    for (const [options, problem] of [
      [["--node", "anvil"], '--node: "anvil" is the chain under alto, which is not measured'],
      [["--node", "hardhat", "--bundler", "instant"], '--node: "hardhat" is the chain under alto'],
      [["--node", "geth", "--bundler", "alto"], '--node: "geth" is not known here'],
      [["--bundler", "rundler"], '--bundler: "rundler" is not known here'],
      [["--account", "none"], '--account: "none" is not a kind of account'],
    ] as const) {
      const { exitCode, stdout, stderr } = await runTaskHere({ network: "default" }, "bench", ...options);
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
      expect(stderr).to.include(`Error INVALID_INPUT: ${problem}`);
    }
  });

  it("prints the measures that are asked for as JSON, and its progress beside them", async () => {
    const { exitCode, stdout, stderr } = await runTask(
      "bench",
      "--uses=2",
      "--usage=0",
      "--account=kernel",
      "--json",
    );
    expect(exitCode).to.equal(0);
    const { account, enabling, reading } = JSON.parse(stdout);
    expect(reading).to.equal(undefined);
    expect(account).to.equal("kernel");
    expect(enabling).to.have.length(4);
    expect(stderr).to.include("Set-up, the first of the process …");
  });
});
