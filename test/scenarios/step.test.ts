import { expect } from "chai";
import type { Expectation, Outcome, Refusal } from "../../src/index.ts";
import { isExpected } from "../../src/scenarios/Step.ts";

describe("isExpected", () => {
  const refusal = { layer: "policy", code: "PolicyViolation", rule: "maxUses" } as Refusal;
  const rejected: Outcome = { status: "rejected", refusal };
  const accepted = { status: "accepted" } as Outcome;
  const expected: Expectation = {
    status: "rejected",
    layer: "policy",
    code: "PolicyViolation",
    rule: "maxUses",
  };

  it("takes an acceptance for an acceptance, and a refusal by its layer, code and rule", () => {
    expect(isExpected(accepted, { status: "accepted" })).to.equal(true);
    expect(isExpected(rejected, expected)).to.equal(true);
  });

  const others: [string, Outcome, Expectation][] = [
    ["an acceptance for a refusal", accepted, expected],
    ["a refusal for an acceptance", rejected, { status: "accepted" }],
    ["another layer", rejected, { ...expected, layer: "SmartSession" }],
    ["another code", rejected, { ...expected, code: "NoPoliciesSet" }],
    ["another rule", rejected, { ...expected, rule: "action" }],
  ];
  for (const [what, outcome, expectation] of others) {
    it(`does not take ${what}`, () => {
      expect(isExpected(outcome, expectation)).to.equal(false);
    });
  }
});
