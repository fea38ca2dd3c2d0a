import { expect } from "chai";
import { type Diagnosis, doctorReport, type Finding } from "../../src/index.ts";

const fine: Finding = { id: "chain", level: "ok", finding: "It answers." };
const amiss: Finding = { id: "clock", level: "warning", finding: "It is behind.", remedy: "Set it." };
const ill: Finding = {
  id: "accountFunded",
  level: "failure",
  finding: "It has nothing.",
  remedy: "Fund it.",
  rule: "funds",
};
const told = (...findings: readonly Finding[]) =>
  doctorReport({ level: "ok", findings } satisfies Diagnosis).split("\n");

describe("the doctor's report", () => {
  it("gives each finding a line, what to do about it another, and names the rule", () => {
    expect(told(fine, amiss, ill)).to.deep.equal([
      "✓ chain            It answers.",
      "! clock            It is behind.",
      "                   → Set it.",
      "✗ accountFunded    It has nothing. (rule funds)",
      "                   → Fund it.",
      "",
      "1 failure, 1 warning: an operation would be refused, or could not be sent.",
    ]);
  });

  it("ends with the worst that was found", () => {
    expect(told(fine).at(-1)).to.equal("Nothing was found that an operation would be refused for.");
    expect(told(amiss, amiss).at(-1)).to.equal(
      "2 warnings: nothing was found that an operation would be refused for.",
    );
    expect(told(ill, ill).at(-1)).to.match(/^2 failures: an operation would be refused/);
  });
});
