import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { alertRulesJsonSchema, InvalidInputError, parseAlertRules, readAlertRules } from "../../src/index.ts";
import { expectInputError } from "../helpers/expectInputError.ts";

const example = new URL("../../examples/alerts.json", import.meta.url).pathname;
const published = new URL("../../docs/alerts.schema.json", import.meta.url);

describe("alert rules", () => {
  const parse = (...rules: readonly unknown[]) => parseAlertRules({ rules });

  it("are read with what they leave out, durations in seconds and values in wei", () => {
    const { rules, ours } = readAlertRules(example);
    expect(rules).to.have.length(10);
    expect(rules[0]).to.deep.equal({ rule: "unknownSession", name: "unknownSession", severity: "critical" });
    expect(rules[4]).to.deep.equal({
      rule: "rate",
      name: "much value",
      severity: "warning",
      value: 5n * 10n ** 17n,
      within: 86_400n,
      by: "account",
    });
    expect(ours).to.deep.equal({ permissionIds: [], sessionKeys: [] });
  });

  const long = `0x${"ab".repeat(32)}`;
  const wrong: readonly [what: string, json: unknown, field: string, value: unknown, problem: RegExp][] = [
    ["no file of rules", [], "the file", "(a list)", /is not a file of alert rules/],
    ["no rules", {}, "rules", undefined, /is missing/],
    ["an empty list", { rules: [] }, "rules", "(a list)", /is empty/],
    [
      "a field that is not known",
      { rules: [{ rule: "unknownUse" }], to: "me" },
      "to",
      "(not shown)",
      /not a field/,
    ],
    [
      "a rule that is not known",
      { rules: [{ rule: "spend" }] },
      "rules[0].rule",
      "spend",
      /no rule that is known/,
    ],
    ["a rule without a kind", { rules: [{}] }, "rules[0].rule", undefined, /no rule that is known/],
    ["no rule at all", { rules: [7] }, "rules[0]", 7, /is not a rule/],
    [
      "a field of another rule",
      { rules: [{ rule: "unknownUse", streak: 1 }] },
      "rules[0].streak",
      "(not shown)",
      /not a/,
    ],
    ["no shares", { rules: [{ rule: "spending" }] }, "rules[0].shares", undefined, /is missing/],
    [
      "a share in percent",
      { rules: [{ rule: "spending", shares: [0.5, 90] }] },
      "rules[0].shares[1]",
      90,
      /more than 1/,
    ],
    [
      "a share of 0",
      { rules: [{ rule: "spending", shares: [0] }] },
      "rules[0].shares[0]",
      0,
      /less than 0.0001/,
    ],
    [
      "a strange count",
      { rules: [{ rule: "failures", streak: 1.5 }] },
      "rules[0].streak",
      1.5,
      /whole number/,
    ],
    ["no count", { rules: [{ rule: "failures", streak: "3" }] }, "rules[0].streak", "3", /is not a number/],
    ["a count of 0", { rules: [{ rule: "failures", streak: 0 }] }, "rules[0].streak", 0, /less than 1/],
    [
      "a number as duration",
      { rules: [{ rule: "expiring", within: 60 }] },
      "rules[0].within",
      60,
      /not a duration/,
    ],
    [
      "no duration",
      { rules: [{ rule: "expiring", within: "soon" }] },
      "rules[0].within",
      "soon",
      /not a duration/,
    ],
    [
      "a rate of nothing",
      { rules: [{ rule: "rate", within: "1h" }] },
      "rules[0].operations",
      undefined,
      /and value as well/,
    ],
    [
      "a strange amount",
      { rules: [{ rule: "rate", within: "1h", value: "1 eth" }] },
      "rules[0].value",
      "1 eth",
      /not an amount/,
    ],
    [
      "a strange severity",
      { rules: [{ rule: "unknownUse", severity: "high" }] },
      "rules[0].severity",
      "high",
      /not known here/,
    ],
    [
      "no address",
      { rules: [{ rule: "unknownUse", accounts: ["0x12"] }] },
      "rules[0].accounts[0]",
      "0x12",
      /not an address/,
    ],
    [
      "a name with a line break",
      { rules: [{ rule: "unknownUse", name: "a\nb" }] },
      "rules[0].name",
      "a\nb",
      /not a name/,
    ],
    [
      "no permission id",
      { rules: [{ rule: "unknownUse" }], ours: { permissionIds: ["0x1"] } },
      "ours.permissionIds[0]",
      "0x1",
      /not a permission id/,
    ],
    [
      "a key as session key",
      { rules: [{ rule: "unknownUse" }], ours: { sessionKeys: [long] } },
      "ours.sessionKeys[0]",
      "(not shown: it may be a private key or a recovery phrase)",
      /as a private key is/,
    ],
    [
      "a name twice",
      {
        rules: [
          { rule: "failures", streak: 1 },
          { rule: "failures", streak: 2 },
        ],
      },
      "rules[1].name",
      "failures",
      /rules\[0\] is called/,
    ],
  ];
  for (const [what, json, field, value, problem] of wrong) {
    it(`are refused with ${what}`, () =>
      expectInputError(() => parseAlertRules(json), field, value, problem));
  }

  it("are refused with every problem, by file and path", () => {
    const folder = mkdtempSync(join(tmpdir(), "alerts-"));
    try {
      const file = join(folder, "alerts.json");
      writeFileSync(file, JSON.stringify({ rules: [{ rule: "failures" }, { rule: "expiring" }] }));
      expect(() => readAlertRules(file))
        .to.throw(InvalidInputError)
        .with.property("message")
        .that.includes(`${file}: rules[0].streak`)
        .and.includes("rules[1].within");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  describe("their schema", () => {
    const schema = alertRulesJsonSchema();
    const accepts = new Ajv2020({ strict: false }).compile(schema);

    it("is published as it is: ./harness sessions schema --alerts", () => {
      expect(JSON.parse(readFileSync(published, "utf8"))).to.deep.equal(JSON.parse(JSON.stringify(schema)));
    });

    it("takes the example, and refuses what can be told by a field alone", () => {
      expect(accepts(JSON.parse(readFileSync(example, "utf8")))).to.equal(true);
      const byMeaning = [
        "no duration",
        "a rate of nothing",
        "a name twice",
        "no address",
        "a key as session key",
      ];
      for (const [what, json] of wrong) expect(accepts(json), what).to.equal(byMeaning.includes(what));
    });
  });

  it("of one kind may be several, by names of their own", () => {
    const { rules } = parse({ rule: "failures", streak: 1 }, { rule: "failures", name: "more", streak: 2 });
    expect(rules.map(({ name }) => name)).to.deep.equal(["failures", "more"]);
  });
});
