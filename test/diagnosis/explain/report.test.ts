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
      data: "0x65c8fd4d",
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
      data: "0x8baa579f00",
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
      "  not known who: InvalidSignature 0x8baa579f (the chain was asked)",
      "    No signer can be recovered from the signature.",
      `    long: ${"x".repeat(70)}…`,
      '    list: ["1","2"]',
      "    at 0x000000000000000000000000000000000000dEaD",
      "    declared by Nexus, OwnableValidator",
      "    lost: Its arguments are cut off.",
      "",
      "Perhaps, the likeliest first:",
      "  sessionKey: Another key.",
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

  it("says why, where that is certain, before what is only possible", () => {
    const causes = [...explanation.causes].reverse();
    const lines = explainReport({ ...explanation, causes }).split("\n");
    expect(lines.slice(lines.indexOf("Why:"), lines.indexOf("Found:") - 1)).to.deep.equal([
      "Why:",
      "  signature: Another owner.",
      "    → Sign as the owner.",
      "  perhaps sessionKey: Another key.",
      "    → Sign with it.",
    ]);
  });

  it("says first what would tell, and then in short what it may be, where that is much", () => {
    const [cause] = explanation.causes;
    const lines = explainReport({ ...explanation, causes: Array(5).fill(cause) }).split("\n");
    expect(lines[2]).to.equal("What is not known:");
    expect(lines.filter((line) => line.includes("sessionKey: "))).to.have.length(5);
    expect(lines.filter((line) => line.includes("→"))).to.have.length(3);
  });

  it("tells what was played as what would be, and a hash as a hash", () => {
    const told = (change: Partial<Explanation>) =>
      explainReport({ ...explanation, ...change }).split("\n")[0];
    const refused = "It is not mined. Sent now (block 7), it would be refused. (Given: user operation.)";
    expect(told({ input: "user operation", playedAt: 7n })).to.equal(refused);
    expect(told({ verdict: "unknown", playedAt: 7n })).to.match(/its calls would be undone\./);
    expect(told({ verdict: "unknown", causes: [], playedAt: 7n })).to.match(/it would take effect\./);
    expect(told({ input: "transaction" })).to.match(/\(Given: hash\.\)$/);
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
