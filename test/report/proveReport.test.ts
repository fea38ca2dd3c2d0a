import { expect } from "chai";
import {
  createWorld,
  type Outcome,
  type ProofRow,
  type ProveResult,
  proofLine,
  proveReport,
  type Verdict,
} from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";

const refused = (layer: "policy" | "target", code: string, rule: "maxUses" | "execution"): Outcome => ({
  status: "rejected",
  refusal: { layer, code, rule, args: {}, reason: "It is so.", remedy: "Do so.", layers: [] },
});

const rows: readonly ProofRow[] = [
  {
    field: "use",
    bound: null,
    attack: "a use",
    outcome: refused("target", "No", "execution"),
    verdict: "targetRefused",
    note: "give an example",
  },
  {
    field: "maxUses",
    bound: 3n,
    attack: "3 calls, then one more",
    expected: { layer: "policy", rule: "maxUses" },
    outcome: refused("policy", "PolicyViolation", "maxUses"),
    verdict: "refused",
  },
  {
    field: "maxValue",
    bound: 50000000000000000n,
    attack: "0.05 ETH and 1 wei in one call",
    expected: { layer: "policy", rule: "maxValue" },
    verdict: "notAttacked",
    note: "too many",
  },
];
const none: Record<Verdict, number> = {
  permitted: 0,
  targetRefused: 0,
  useRefused: 0,
  refused: 0,
  refusedOtherwise: 0,
  letThrough: 0,
  notAttacked: 0,
};

const resultOf = (more: readonly ProofRow[] = []): ProveResult => {
  const all = [...rows, ...more];
  const counts = { ...none };
  for (const { verdict } of all) counts[verdict] += 1;
  return {
    file: "batch.json",
    account: { kind: "nexus", address: "0x1111111111111111111111111111111111111111" },
    permissions: [
      {
        name: "pay-1",
        sessions: 3,
        path: "sessions[0]",
        target: {
          address: "0x2222222222222222222222222222222222222222",
          origin: "standIn",
          note: "there is no code",
        },
        words: [{ word: "token", address: "0x3333333333333333333333333333333333333333", origin: "chain" }],
        rows: all,
        unlimited: [{ field: "validUntil", statement: "never expires" }],
      },
    ],
    counts,
    ok: more.length === 0,
  };
};

describe("the report of a proof", () => {
  const freshWorld = fixture(createWorld);

  it("says what was proved, on what, what nothing limits, and what was not attacked", async () => {
    const text = proveReport(await freshWorld(), resultOf());
    expect(text).to.include(
      "pay-1 and 2 more that are alike: 0x2222222222222222222222222222222222222222, a STAND-IN",
    );
    expect(text).to.include(
      "  token, in its rules: 0x3333333333333333333333333333333333333333, as it stands on the chain",
    );
    expect(text).to.include("  nothing limits: validUntil: never expires");
    expect(text).to.include("  – not attacked: maxValue, 0.05 ETH and 1 wei in one call: too many");
    expect(text).to.include("  ! permitted; the target refused: use, a use: give an example");
    expect(text.split("\n").at(-1)).to.equal(
      "Proved of the sessions alone, as no target accepted a use: 1 permission permits its use, and 1 attack was refused, each for its own reason (1 used where the target itself refuses, 1 not attacked, 1 on a stand-in).",
    );
  });

  it("says what was let through, what was to refuse it, and what to do", async () => {
    const through: ProofRow = {
      field: "maxOperations",
      bound: 1n,
      attack: "1 operation, then one more",
      expected: { layer: "policy", rule: "maxOperations" },
      outcome: refused("target", "No", "execution"),
      verdict: "letThrough",
    };
    const text = proveReport(await freshWorld(), resultOf([through]));
    expect(text).to.include("Not proved: 1 of 4 rows did not end as they should (");
    expect(text).to.include(
      "  ✗ let through: pay-1, maxOperations: 1 operation, then one more\n    expected: refused by policy for maxOperations\n    observed: target: No (execution)\n    It is so.\n    → Do so.\n    → Do not grant this permission",
    );
    expect(proofLine("pay-1", through)).to.equal("✗ pay-1: maxOperations: 1 operation, then one more");
  });

  it("is as wide as it may be, and cuts nothing off", async () => {
    const long = { ...rows[1], bound: 2n ** 256n - 1n } as ProofRow;
    for (const columns of [100, 130]) {
      const text = proveReport(await freshWorld(), resultOf([long]), columns);
      const table = text.split("\n").filter((line) => /^[│┌├└]/.test(line));
      expect(table).to.have.length.above(5);
      for (const line of table) expect(line).to.have.length.at.most(columns).and.not.include("…");
      const digits = table.map((line) => line.split("│")[2]?.trim()).join("");
      expect(digits).to.include(String(2n ** 256n - 1n));
    }
  });
});
