import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { lintRules } from "../../../src/index.ts";
import { lintFile } from "./lintFile.ts";

const page = new URL("../../../docs/lint.md", import.meta.url);
const [start, end] = ["<!-- rules -->\n", "<!-- end of rules -->"];

function rulesTable(): string {
  const needs = { chain: "; needs a chain", account: "; needs the account" };
  const rows = lintRules.map(
    ({ id, severity, finds, reason, remedy, needs: need }) =>
      `| \`${id}\` | ${severity} | ${finds}${need ? needs[need] : ""} | ${reason} | ${remedy} |\n`,
  );
  return `| rule | | finds | why that loses money | what to do |\n|---|---|---|---|---|\n${rows.join("")}`;
}

describe("docs/lint.md", () => {
  it("has every rule as it is (UPDATE_DOCS=1 ./harness test mocha test/diagnosis/lint/page.test.ts writes it)", () => {
    const text = readFileSync(page, "utf8");
    const [before = "", rest = ""] = text.split(start);
    const [, after = ""] = rest.split(end);
    const fresh = `${before}${start}${rulesTable()}${end}${after}`;
    if (process.env.UPDATE_DOCS === "1") writeFileSync(page, fresh);
    expect(readFileSync(page, "utf8")).to.equal(fresh);
  });

  it("shows a file that lints as it says", async () => {
    const [, example = ""] = /```json\n([\s\S]*?)```/.exec(readFileSync(page, "utf8")) ?? [];
    const { findings, ok } = await lintFile(example);
    expect(findings.map(({ rule, suppressed }) => [rule, suppressed])).to.deep.equal([
      ["long-lived", "the key is in an HSM, and counts to three"],
    ]);
    expect(ok).to.equal(true);
  });
});
