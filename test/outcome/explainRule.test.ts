import { expect } from "chai";
import { parseEther } from "viem";
import { explainRule, withFigures } from "../../src/outcome/explainRule.ts";
import type { RefusalLayer } from "../../src/refusal/Refusal.ts";

const layer: RefusalLayer = { layer: "policy", code: "ValueLimitExceeded", args: {}, known: "asked" };

describe("withFigures", () => {
  const figures = "value: this call carries 0.06 ETH, and 0.05 is allowed in each";

  it("adds figures to a reason that has none", () => {
    const { reason } = explainRule("maxValue", layer);
    expect(withFigures(reason, figures)).to.equal(
      `The call carries more native value than the session allows in each call: ${figures}.`,
    );
    expect(withFigures(reason, undefined)).to.equal(reason);
  });

  it("says nothing twice where the error carries them", () => {
    const args = { value: parseEther("0.06"), limit: parseEther("0.05") };
    const { reason } = explainRule("maxValue", { ...layer, args });
    expect(reason).to.match(/carries 0\.06 ETH, and the session allows 0\.05 ETH/);
    expect(withFigures(reason, figures)).to.equal(reason);
  });
});
