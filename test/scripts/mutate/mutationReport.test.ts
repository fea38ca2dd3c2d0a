import { expect } from "chai";
import type { Mutant } from "../../../scripts/mutate/findMutants.ts";
import type { Verdict } from "../../../scripts/mutate/judge.ts";
import { mutationReport, toResult } from "../../../scripts/mutate/mutationReport.ts";

const tested = (line: number, verdict: Verdict, contract = "C") => {
  const mutant: Mutant = {
    id: `${contract}:${line} a → b`,
    place: `${contract}.f${line} a → b`,
    contract,
    file: `contracts/${contract}.sol`,
    line,
    source: "",
  };
  return { mutant, verdict };
};
const all = [
  tested(1, { fate: "killed by Solidity tests", by: "test_Rule()" }),
  tested(2, { fate: "killed by the suite", timedOut: true }),
  tested(3, { fate: "did not compile", by: "Undeclared identifier." }),
  tested(4, { fate: "same code" }),
  tested(5, { fate: "lives" }),
  tested(1, { fate: "lives" }, "D"),
  tested(2, { fate: "broke off", by: "heap\nout of memory" }, "D"),
];
const reasons = new Map([["C:5 a → b", "nobody looks"]]);

describe("the mutation report", () => {
  it("counts each fate of each contract", () => {
    expect(toResult(all, reasons, 1).contracts).to.deep.equal([
      {
        contract: "C",
        mutants: 5,
        killedBySolidityTests: 1,
        killedBySuite: 1,
        timedOut: 1,
        didNotCompile: 1,
        equivalent: 2,
        brokeOff: 0,
        living: 0,
      },
      {
        contract: "D",
        mutants: 2,
        killedBySolidityTests: 0,
        killedBySuite: 0,
        timedOut: 0,
        didNotCompile: 0,
        equivalent: 0,
        brokeOff: 1,
        living: 1,
      },
    ]);
  });

  it("is well where nothing lives but what is listed, and nothing is killed that is listed", () => {
    expect(toResult(all.slice(0, 5), reasons, 1).ok).to.equal(true);
    expect(toResult(all, reasons, 1).ok).to.equal(false);
    expect(toResult(all.slice(6), reasons, 1).ok).to.equal(false);
    const listed = toResult(all.slice(0, 1), new Map([["C:1 a → b", "nobody looks"]]), 1);
    expect(listed.ok).to.equal(false);
    expect(listed.mutants[0]).to.include({ fate: "killed, though listed as equivalent", by: "test_Rule()" });
  });

  it("names each living mutant with its file and line, and each equivalent one with the reason", () => {
    const text = mutationReport(toResult(all, reasons, 61.4));
    expect(text).to.match(/│ C +│ +5 │ +1 │ +1 │ +1 │ +1 │ +2 │ +0 │ +0 │/);
    expect(text).to.match(/│ all +│ +7 │ +1 │ +1 │ +1 │ +1 │ +2 │ +1 │ +1 │/);
    expect(text).to.include("\n61 s. ");
    expect(text).to.match(/^Living.*:\n {2}contracts\/D\.sol:1\n {4}D:1 a → b$/m);
    expect(text).to.include("  contracts/C.sol:4\n    C:4 a → b\n    compiles to the same code");
    expect(text).to.include("  contracts/C.sol:5\n    C:5 a → b\n    nobody looks");
    expect(text).to.match(
      /^Not tested.*:\n {2}contracts\/D\.sol:2\n {4}D:2 a → b\n {4}heap\n {4}out of memory$/m,
    );
    expect(text).not.to.include("but a test tells them apart");
  });
});
