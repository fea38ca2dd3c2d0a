import { expect } from "chai";
import { type Explanation, explainReport } from "../../../src/index.ts";

const explanation: Explanation = {
  input: "bundler error",
  verdict: "refused",
  layers: [
    {
      layer: "EntryPoint",
      code: "AA23",
      args: { reason: "AA23 reverted" },
      declaredBy: ["EntryPoint"],
      meaning: "The account's validation reverted.",
      known: "given",
    },
    {
      layer: "unknown",
      code: "InvalidSignature",
      args: { long: "x".repeat(100), list: [1n, 2n], none: undefined },
      address: "0x000000000000000000000000000000000000dEaD",
      declaredBy: ["Nexus", "OwnableValidator"],
      meaning: "No signer can be recovered from the signature.",
      lost: "Its arguments are cut off.",
      known: "asked",
    },
  ],
  causes: [
    { rule: "sessionKey", cause: "Another key.", remedy: "Sign with it.", certainty: "possible" },
    { rule: "signature", cause: "Another owner.", remedy: "Sign as the owner.", certainty: "certain" },
  ],
  found: ["The account is a nexus."],
  unknown: ["Who raised it."],
};

describe("explainReport", () => {
  it("says who spoke, why it may be and what to do, and what is not known", () => {
    expect(explainReport(explanation).split("\n")).to.deep.equal([
      "Refused: it was not mined, and nothing was paid. (Given: bundler error.)",
      "",
      "Who spoke, from outside in:",
      "  EntryPoint: AA23",
      "    The account's validation reverted.",
      "    reason: AA23 reverted",
      "  not known who: InvalidSignature (the chain was asked)",
      "    No signer can be recovered from the signature.",
      `    long: ${"x".repeat(70)}…`,
      '    list: ["1","2"]',
      "    at 0x000000000000000000000000000000000000dEaD",
      "    declared by Nexus, OwnableValidator",
      "    lost: Its arguments are cut off.",
      "",
      "Why it may be, the likeliest first:",
      "  perhaps sessionKey: Another key.",
      "    → Sign with it.",
      "  signature: Another owner.",
      "    → Sign as the owner.",
      "",
      "Found:",
      "  The account is a nexus.",
      "",
      "What is not known:",
      "  Who raised it.",
    ]);
  });

  it("leaves out what there is nothing of", () => {
    const nothing = {
      ...explanation,
      verdict: "unknown",
      layers: [],
      causes: [],
      found: [],
      unknown: [],
    } as const;
    expect(explainReport(nothing)).to.equal(
      "What became of it is not known from this. (Given: bundler error.)",
    );
  });

  it("has a sentence for every verdict", () => {
    for (const verdict of ["refused", "undone", "accepted", "pending", "unknown"] as const) {
      expect(explainReport({ ...explanation, verdict })).to.match(/^[A-Z][^\n]+\. \(Given: /);
    }
  });
});
