import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { type Address, type Hex, pad } from "viem";
import {
  InvalidInputError,
  type LintResult,
  lint,
  lintReport,
  type NamedPermission,
} from "../../../src/index.ts";
import { expectInputError } from "../../helpers/expectInputError.ts";
import { lintFile, now, sound } from "./lintFile.ts";

const { duration: _, ...endless } = sound;
const rulesOf = ({ findings }: LintResult) => findings.map(({ rule }) => rule);
const problemsOf = async (act: () => Promise<unknown>) => {
  try {
    await act();
  } catch (error) {
    if (error instanceof InvalidInputError) return error.problems;
    throw error;
  }
  return expect.fail("expected an InvalidInputError");
};

describe("lint of a file", () => {
  it("says where each finding is, by line and column, and a missing field by its session's name", async () => {
    const text = `{
  "sessions": [
    { "name": "a", "target": "${sound.target}", "function": "poke()", "maxUses": 3, "validUntil": 1, "maxValue": 0,
      "abi": ["function poke()"] },
    { "name": "b", "target": "${sound.target}", "function": "poke()", "maxUses": 3, "abi": ["function poke()"] }
  ]
}`;
    const { findings } = await lintFile(text);
    expect(
      findings.map(({ rule, session, path, region }) => ({ rule, session, path, region })),
    ).to.deep.equal([
      {
        rule: "expired",
        session: "a",
        path: "$.sessions[0].validUntil",
        region: { startLine: 3, startColumn: 126, endLine: 3, endColumn: 127 },
      },
      {
        rule: "no-expiry",
        session: "b",
        path: "$.sessions[1]",
        region: { startLine: 5, startColumn: 15, endLine: 5, endColumn: 18 },
      },
    ]);
  });

  it("finds a field that stands twice, where the first of them stands", async () => {
    const { maxOperations: _dropped, ...rest } = sound;
    const session = JSON.stringify(rest).replace("{", '{\n"maxOperations": 2,\n"maxOperations": 5000,');
    const { findings } = await lintFile(`{ "sessions": [${session}] }`);
    expect(findings.map(({ rule, path, region }) => [rule, path, region?.startLine])).to.deep.equal([
      ["duplicate-field", "$.sessions[0].maxOperations", 2],
    ]);
    const ends = JSON.stringify(endless).replace("{", '{\n"validUntil": 1900000000,\n"validUntil": 1,');
    const both = await lintFile(`{ "sessions": [${ends}] }`);
    expect(both.findings.map(({ rule, region }) => [rule, region?.startLine])).to.deep.equal([
      ["duplicate-field", 2],
      ["expired", 3],
    ]);
    const around = await lintFile(`{ "sessions": [], "sessions": [${JSON.stringify(sound)}] }`);
    expect(around.findings[0]).to.include({
      rule: "duplicate-field",
      session: undefined,
      path: "$.sessions",
    });
  });

  it("looks at what a preset says as well, and takes an entry with a count for one", async () => {
    const preset = { name: "count", preset: "counter", maxUses: 2, count: 3 };
    const { sessions, findings } = await lintFile({ sessions: [preset] });
    expect([sessions, findings]).to.deep.equal([1, []]);
    const found = await lintFile({
      sessions: [{ ...preset, function: "decrement()", duration: "2 months" }],
    });
    expect(rulesOf(found)).to.deep.equal(["long-lived"]);
  });

  it("goes on behind a mistake that a rule explains, and tells how to mend it", async () => {
    const sessions = [
      { ...endless, validUntil: 1_800_086_400_000, maxUses: 0, maxOperations: undefined },
      { ...endless, name: "b" },
    ];
    const { findings } = await lintFile({ sessions });
    expect(findings.map(({ rule, session }) => `${session} ${rule}`)).to.deep.equal([
      "pay milliseconds",
      "pay dead-permission",
      "b no-expiry",
    ]);
    expect(findings[0]).to.include({
      message: "validUntil: 1800086400000 is milliseconds, it seems: in seconds it is beyond the year 5138",
      remedy: "Give seconds: 1800086400 (Date.now() / 1000, rounded down).",
    });
  });

  it("refuses a file with a mistake that no rule explains, and names the others with it", async () => {
    const sessions = [{ ...endless, validUntil: 1_800_086_400_000, maxUse: 3 }];
    const problems = await problemsOf(() => lintFile({ sessions }));
    expect(problems.map(({ field }) => field)).to.have.members([
      "sessions[0].validUntil",
      "sessions[0].maxUse",
    ]);
    await expectInputError(() => lintFile("{"), "line 1, column 2", "(the end of the file)", /is not JSON/);
  });

  it("refuses what is nested too deeply, whether it is JSON or not", async () => {
    const deep = 200_000;
    for (const [text, column] of [
      ["[".repeat(deep), 501],
      [`{"sessions":${"[".repeat(deep)}${"]".repeat(deep)}}`, 512],
      [`${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`, 2501],
    ] as const) {
      const field = `line 1, column ${column}`;
      await expectInputError(() => lintFile(text), field, "(not shown)", /500 levels deep/);
    }
    const brackets = { ...sound, name: "b", lint: { off: { "no-expiry": `it is ${'"['.repeat(600)}` } } };
    expect(rulesOf(await lintFile({ sessions: [brackets] }))).to.deep.equal(["unused-off"]);
  });

  it("refuses what a preset says of a function that it is not for, as no rule is about that", async () => {
    const sessions = [{ name: "a", preset: "erc20", function: "mint(address,uint256)" }];
    const problems = await problemsOf(() => lintFile({ sessions }));
    expect(problems.map(({ field }) => field)).to.include("sessions[0].spendingLimit");
  });

  it("counts a duration from the time that it is given, or else from this machine's", async () => {
    const session = { ...endless, validUntil: Number(now) + 60 };
    expect(rulesOf(await lintFile({ sessions: [session] }))).to.deep.equal([]);
    expect(rulesOf(await lintFile({ sessions: [session] }, { now: now + 61n }))).to.deep.equal(["expired"]);
    const past = { ...endless, validUntil: 1_000_000_000 };
    expect(rulesOf(await lintFile({ sessions: [past] }, { now: undefined }))).to.deep.equal(["expired"]);
  });

  it("says what it has not looked at, and takes the account for a target where it is told", async () => {
    const account = sound.target as Address;
    const { unchecked, findings } = await lintFile({ sessions: [sound] });
    expect(findings).to.deep.equal([]);
    expect(
      unchecked.map(({ rules, why }) => [rules.includes("no-code"), rules.includes("own-account"), why]),
    ).to.deep.equal([
      [true, false, "no chain was asked"],
      [false, true, "no account was named"],
    ]);
    const told = await lintFile({ sessions: [sound] }, { account });
    expect(rulesOf(told)).to.deep.equal(["own-account"]);
    expect(told.unchecked).to.have.length(1);
    await expectInputError(
      () => lintFile({ sessions: [sound] }, { account: "0x1" }),
      "account",
      "0x1",
      /not an address/,
    );
  });

  describe("switched off", () => {
    const off = { "no-expiry": "the key is in an HSM" };
    const open = { ...endless, lint: { off } };
    const why = "for the test's sake";

    it("is a rule of one session, with its reason, and no error any more", async () => {
      const { findings, counts, ok } = await lintFile({ sessions: [open, { ...sound, name: "b" }] });
      expect(findings).to.have.length(1);
      expect(findings[0]).to.include({
        rule: "no-expiry",
        severity: "error",
        suppressed: "the key is in an HSM",
      });
      expect({ counts, ok }).to.deep.equal({
        counts: { error: 0, warning: 0, note: 0, suppressed: 1 },
        ok: true,
      });
    });

    it("is a rule of no other session", async () => {
      const { findings, ok } = await lintFile({ sessions: [open, { ...endless, name: "b" }] });
      expect(findings.map(({ session, suppressed }) => [session, suppressed])).to.deep.equal([
        ["pay", "the key is in an HSM"],
        ["b", undefined],
      ]);
      expect(ok).to.equal(false);
    });

    it("is a rule of the whole file, where a session has no reason of its own", async () => {
      const long = { ...sound, duration: "31d" };
      const own = { "long-lived": "the key is in an HSM" };
      const sessions = [
        { ...long, lint: { off: own } },
        { ...long, name: "b" },
      ];
      const around = { "long-lived": "all of them are rotated" };
      const { findings, counts } = await lintFile({ lint: { off: around }, sessions });
      expect(findings.map(({ suppressed }) => suppressed)).to.deep.equal([
        "the key is in an HSM",
        "all of them are rotated",
      ]);
      expect(counts).to.deep.equal({ error: 0, warning: 0, note: 0, suppressed: 2 });
    });

    it("is no error of the whole file", async () => {
      const sessions = [open, { ...endless, name: "b" }];
      const { findings, ok } = await lintFile({ lint: { off }, sessions });
      expect(findings.map(({ rule, session, suppressed }) => [rule, session, suppressed])).to.deep.equal([
        ["unused-off", undefined, undefined],
        ["no-expiry", "pay", "the key is in an HSM"],
        ["no-expiry", "b", undefined],
      ]);
      expect(findings[0]?.message).to.match(/whole file: an error is switched off by its session alone$/);
      expect(ok).to.equal(false);
    });

    it("is what is less than an error, for the whole file, of a rule that finds errors", async () => {
      const untold = { ...sound, maxValue: undefined };
      const reason = { "unlimited-value": "none of them takes any value" };
      const { findings, ok } = await lintFile({ lint: { off: reason }, sessions: [untold] });
      expect(findings.map(({ rule, severity, suppressed }) => [rule, severity, suppressed])).to.deep.equal([
        ["unlimited-value", "warning", "none of them takes any value"],
      ]);
      expect(ok).to.equal(true);
    });

    it("is noted where it finds nothing, but not where it is not looked for", async () => {
      const idle = {
        ...sound,
        lint: { off: { "no-expiry": why, "no-code": why, "own-account": why } },
      };
      const { findings, ok } = await lintFile({ sessions: [idle] });
      expect(findings.map(({ rule, path }) => [rule, path])).to.deep.equal([
        ["unused-off", "$.sessions[0].lint.off['no-expiry']"],
      ]);
      expect(ok).to.equal(true);
      const around = await lintFile({ lint: { off }, sessions: [sound] });
      expect(around.findings[0]).to.include({ rule: "unused-off", session: undefined });
    });

    it("is nothing that no file may have", async () => {
      const bad = { ...endless, validUntil: 1_800_086_400_000, lint: { off: { milliseconds: why } } };
      const { findings, ok } = await lintFile({ sessions: [bad] });
      expect(findings.map(({ rule, suppressed }) => [rule, suppressed])).to.deep.equal([
        ["milliseconds", undefined],
        ["unused-off", undefined],
      ]);
      expect(findings[1]?.message).to.match(/cannot be: no such file is taken$/);
      expect(ok).to.equal(false);
      const own = { ...sound, lint: { off: { "own-account": why } } };
      const refused = await lintFile({ sessions: [own] }, { account: sound.target as Address });
      expect(refused.ok, "create refuses it, too").to.equal(false);
    });

    it("is no rule that there is not, and none without a reason", async () => {
      const unknown = { ...sound, lint: { off: { "no-expry": "why", "unused-off": "why" } } };
      const problems = await problemsOf(() => lintFile({ lint: { off: { x: "why" } }, sessions: [unknown] }));
      expect(problems.map(({ field }) => field)).to.deep.equal([
        "lint.off.x",
        "sessions[0].lint.off.no-expry",
        "sessions[0].lint.off.unused-off",
      ]);
      expect(problems[0].remedy).to.include("no-expiry");
      const empty = await problemsOf(() =>
        lintFile({ sessions: [{ ...sound, lint: { off: { "no-expiry": "" } } }] }),
      );
      expect(empty.map(({ field }) => field)).to.deep.equal(["sessions[0].lint.off.no-expiry"]);
    });

    it("is none for what is no reason that a reviewer could judge", async () => {
      const offFor = (reason: string) =>
        lintFile({ sessions: [{ ...endless, lint: { off: { "no-expiry": reason } } }] });
      for (const reason of ["x", ".", " - ", "why not", "abcdefghijkl", "123 456 7890", "          x"]) {
        const [problem] = await problemsOf(() => offFor(reason));
        expect(problem, reason).to.include({ field: "sessions[0].lint.off.no-expiry", value: reason });
      }
      for (const reason of ["it is a test", "鍵はHSMの中にあるため"])
        expect((await offFor(reason)).findings[0]?.suppressed).to.equal(reason);
    });
  });

  for (const example of ["sessions", "batch"]) {
    it(`finds no error and no warning in examples/${example}.json`, async () => {
      const file = fileURLToPath(new URL(`../../../examples/${example}.json`, import.meta.url));
      const { counts, findings } = await lint(file, { now });
      expect(counts).to.include({ error: 0, warning: 0 });
      expect(findings.map(({ rule }) => rule)).not.to.include("unused-off");
    });
  }

  it("is told in words: the place, the reason, the remedy, what is switched off, what was not looked at", async () => {
    const sessions = [
      endless,
      { ...endless, name: "b", lint: { off: { "no-expiry": "the key is in an HSM" } } },
    ];
    const result = await lintFile({ sessions });
    const report = lintReport({ ...result, file: "batch.json" });
    expect(report).to.match(/^batch\.json:\d+:\d+ \$\.sessions\[0\]\n {2}error: no-expiry: pay has neither/);
    expect(report).to.include("\n  A key that leaks years from now").and.include("\n  → Give a validUntil");
    expect(report).to.match(/error, switched off: no-expiry: b .*\n {2}because: the key is in an HSM\n/);
    expect(report).to.include("Not checked, as no chain was asked: no-code, ");
    expect(report.split("\n").at(-1)).to.equal(
      "batch.json: 2 sessions: 1 error, 0 warnings, 0 notes; 1 switched off.",
    );
  });
});

describe("lint of permissions", () => {
  const key: Address = "0x3333333333333333333333333333333333333333";
  const other: Address = "0x4444444444444444444444444444444444444444";
  const salt: Hex = pad("0x01");
  const named = (name: string, given: object): NamedPermission => ({
    name,
    permission: {
      sessionKey: key,
      target: sound.target as Address,
      function: sound.function,
      argumentRules: [{ argument: "amount", condition: "lessThanOrEqual", value: 100n }],
      maxValue: 0n,
      maxOperations: 10n,
      duration: "1 day",
      ...given,
    },
  });

  it("finds the same as of a file, without a place in one", async () => {
    const { findings, file } = await lint([named("a", { duration: undefined })], { now });
    expect(file).to.equal(undefined);
    expect(findings[0]).to.include({
      rule: "no-expiry",
      session: "a",
      path: "$.sessions[0]",
      region: undefined,
    });
    const late = await lint([named("a", { duration: undefined, validUntil: 1_800_086_400_000n })], { now });
    expect(rulesOf(late)).to.deep.equal(["milliseconds"]);
  });

  it("finds two with the same key and salt, which are one", async () => {
    const twice = await lint([named("a", { salt }), named("b", { salt, maxUses: 2 })], { now });
    expect(twice.findings[0]).to.include({
      rule: "same-permission",
      session: "b",
      path: "$.sessions[1].salt",
    });
    const own = await lint([named("a", { salt }), named("b", { salt, sessionKey: other })], { now });
    expect(rulesOf(own)).not.to.include("same-permission");
  });

  it("finds one key for several sessions", async () => {
    const shared = await lint([named("a", {}), named("b", { maxUses: 2 })], { now });
    expect(shared.findings[0]).to.include({ rule: "shared-key", severity: "warning", session: "b" });
    expect(rulesOf(await lint([named("a", {}), named("b", { sessionKey: other })], { now }))).to.deep.equal(
      [],
    );
  });

  it("finds two of one name", async () => {
    const { findings } = await lint([named("a", {}), named("a", { sessionKey: other })], { now });
    expect(findings[0]).to.include({ rule: "repeated-name", path: "$.sessions[1].name" });
  });
});
