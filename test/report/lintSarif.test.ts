import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { expect } from "chai";
import { lintRules, lintSarif } from "../../src/index.ts";
import { lintFile, sound } from "../diagnosis/lint/lintFile.ts";

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly [
        { readonly toolExecutionNotifications: readonly { associatedRule: { id: string } }[] },
      ];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly locations: readonly [
          { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } },
        ];
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
      }[];
    },
  ];
}

/** The schema that OASIS publishes for SARIF 2.1.0; ajv takes its parts by name without those of the whole. */
function sarifSchema(): object {
  const require = createRequire(import.meta.url);
  const file = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(file, "utf8"));
  return schema;
}

const { duration: _, ...endless } = sound;
const off = { off: { "no-expiry": "the key is in an HSM" } };
const logOf = async (...sessions: readonly object[]) =>
  JSON.parse(JSON.stringify(lintSarif(await lintFile({ sessions }), "sessions/batch.json"))) as Sarif;

describe("lint as SARIF", () => {
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
    sarifSchema(),
  );
  const demandValid = (log: unknown) => {
    validate(log);
    expect(validate.errors ?? []).to.deep.equal([]);
  };

  it("is SARIF 2.1.0, by its schema, with findings and without", async () => {
    demandValid(
      await logOf(endless, { ...endless, name: "b", lint: off }, { ...sound, name: "c", maxUses: 0 }),
    );
    demandValid(await logOf(sound));
    expect(validate({ version: "2.1.0", runs: [{ tool: {} }] }), "the schema does refuse").to.equal(false);
  });

  it("has every rule, and results that refer to theirs, with level, place and file", async () => {
    const { runs } = await logOf(endless);
    const [{ tool, results }] = runs;
    expect(tool.driver.rules.map(({ id }) => id)).to.deep.equal(lintRules.map(({ id }) => id));
    const [result] = results;
    expect(result).to.include({ ruleId: "no-expiry", level: "error" });
    expect(tool.driver.rules[result?.ruleIndex ?? -1]?.id).to.equal("no-expiry");
    const { artifactLocation, region } = result?.locations[0].physicalLocation ?? {};
    expect([artifactLocation?.uri, region?.startLine]).to.deep.equal(["sessions/batch.json", 4]);
  });

  it("keeps what is switched off, with the reason", async () => {
    const { runs } = await logOf({ ...endless, lint: off });
    expect(runs[0].results[0]?.suppressions).to.deep.equal([
      { kind: "inSource", status: "accepted", justification: "the key is in an HSM" },
    ]);
    const standing = await logOf(endless);
    expect(standing.runs[0].results[0]).not.to.have.property("suppressions");
  });

  it("tells which rules were not looked at", async () => {
    const { runs } = await logOf(sound);
    const rules = runs[0].invocations[0].toolExecutionNotifications.map(({ associatedRule: { id } }) => id);
    expect(rules).to.include.members(["no-code", "own-account"]);
  });

  it("knows a finding again where the file around it has changed, and no other for it", async () => {
    const prints = ({ runs }: Sarif) =>
      runs[0].results.map(({ partialFingerprints }) => partialFingerprints["session/v1"]);
    const [alone] = prints(await logOf(endless));
    const [, moved] = prints(await logOf({ ...endless, name: "a" }, endless));
    expect(moved).to.equal(alone);
    const several = prints(
      await logOf({ ...endless, name: "a" }, endless, { ...sound, name: "c", maxUses: 0 }),
    );
    expect(new Set(several).size).to.equal(3);
    expect(alone).to.match(/^[0-9a-f]{32}$/);
  });

  it("points to no page elsewhere", async () => {
    const { $schema: _dropped, ...log } = (await logOf(endless)) as Sarif & { $schema: string };
    expect(JSON.stringify(log)).not.to.match(/https?:/);
  });
});
