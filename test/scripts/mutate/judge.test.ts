import { expect } from "chai";
import type { Mutant } from "../../../scripts/mutate/findMutants.ts";
import { judge, type Runner, type TestRun } from "../../../scripts/mutate/judge.ts";

const mutant: Mutant = {
  id: "C:1 a → b",
  place: "C.f a → b",
  contract: "C",
  file: "C.sol",
  line: 1,
  source: "",
};
const green: TestRun = { status: "green", output: "" };
const red: TestRun = { status: "red", failed: "test_Rule()", output: "1 failing" };
const timedOut: TestRun = { status: "timed out", output: "" };
const brokeOff: TestRun = { status: "broke off", output: "heap out of memory" };

/** A runner that answers so, and keeps what it was asked. */
function runnerOf(
  solidity: TestRun | undefined,
  suite: TestRun,
  compiled: { errors?: string[]; code?: string } = {},
) {
  const asked: string[] = [];
  const runner: Runner = {
    solidity: async () => {
      asked.push("solidity");
      return solidity;
    },
    suite: async () => {
      asked.push("suite");
      return suite;
    },
    compile: (_mutant, original) => ({ errors: [], code: "0x01", ...(!original && compiled) }),
  };
  return { runner, asked };
}

describe("judge", () => {
  it("asks the Solidity tests first, and the suite only where they pass", async () => {
    const { runner, asked } = runnerOf(red, red);
    expect(await judge(mutant, runner)).to.deep.equal({
      fate: "killed by Solidity tests",
      by: "test_Rule()",
    });
    expect(asked).to.deep.equal(["solidity"]);
    const other = runnerOf(green, red);
    expect(await judge(mutant, other.runner)).to.deep.equal({
      fate: "killed by the suite",
      by: "test_Rule()",
    });
    expect(other.asked).to.deep.equal(["solidity", "suite"]);
  });

  it("asks the suite alone where there are no Solidity tests", async () => {
    const { runner } = runnerOf(undefined, red);
    expect((await judge(mutant, runner)).fate).to.equal("killed by the suite");
  });

  it("says which mutants live, and which the compiler makes the same of", async () => {
    expect(await judge(mutant, runnerOf(green, green, { code: "0x02" }).runner)).to.deep.equal({
      fate: "lives",
    });
    expect(await judge(mutant, runnerOf(green, green).runner)).to.deep.equal({ fate: "same code" });
  });

  it("tells a mutant that does not compile from one that is killed", async () => {
    const { runner } = runnerOf(brokeOff, green, { errors: ["Undeclared identifier."] });
    expect(await judge(mutant, runner)).to.deep.equal({
      fate: "did not compile",
      by: "Undeclared identifier.",
    });
  });

  it("takes tests that take too long for a kill, and says so", async () => {
    expect(await judge(mutant, runnerOf(timedOut, green).runner)).to.deep.equal({
      fate: "killed by Solidity tests",
      timedOut: true,
    });
    expect(await judge(mutant, runnerOf(green, timedOut).runner)).to.deep.equal({
      fate: "killed by the suite",
      timedOut: true,
    });
  });

  it("says that the tests broke off where the mutant compiles: they say nothing about it", async () => {
    const verdict = await judge(mutant, runnerOf(green, brokeOff).runner);
    expect(verdict).to.deep.equal({ fate: "broke off", by: "heap out of memory" });
  });
});
