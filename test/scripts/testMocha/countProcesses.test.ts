import { availableParallelism } from "node:os";
import { expect } from "chai";
import hre from "hardhat";
import { countProcesses } from "../../../scripts/testMocha/countProcesses.ts";
import { expectInputError } from "../../helpers/expectInputError.ts";

describe("countProcesses", () => {
  const options = { ...hre.globalOptions, network: undefined as unknown as string };
  const cores = Math.min(4, availableParallelism());

  it("is one for each core and at most four where the whole suite runs on the default network", () => {
    expect(countProcesses({}, options, {})).to.equal(cores);
    expect(countProcesses({ testFiles: [] }, { ...options, network: "default" }, {})).to.equal(cores);
  });

  it("is one for files that are named, and on another network", () => {
    expect(countProcesses({ testFiles: ["test/index.test.ts"] }, options, {})).to.equal(1);
    expect(countProcesses({}, { ...options, network: "anvil" }, {})).to.equal(1);
  });

  it("is what TEST_PROCESSES says", () => {
    expect(countProcesses({}, options, { TEST_PROCESSES: "1" })).to.equal(1);
    const named = { testFiles: ["test/index.test.ts"] };
    expect(countProcesses(named, options, { TEST_PROCESSES: "7" })).to.equal(7);
    expect(countProcesses(named, options, { TEST_PROCESSES: "" })).to.equal(1);
  });

  it("is one where the first failure ends the run, names are looked for, or the process is measured", () => {
    for (const given of [{ bail: true }, { grep: "a" }, { grepExclude: "a" }]) {
      expect(countProcesses(given, options, { TEST_PROCESSES: "7" })).to.equal(1);
    }
    for (const measuring of [{ coverage: true }, { gasStats: true }, { gasStatsJson: "" }]) {
      expect(countProcesses({}, { ...options, ...measuring }, {})).to.equal(1);
    }
  });

  for (const text of ["0", "65", "1.5", "two"]) {
    it(`is not ${text}`, () =>
      expectInputError(
        () => countProcesses({}, options, { TEST_PROCESSES: text }),
        "TEST_PROCESSES",
        text,
        /^is no number of processes$/,
      ));
  }
});
