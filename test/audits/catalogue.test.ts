import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { type Finding, findings, reports } from "./findings.ts";
import { auditsPage } from "./page.ts";

const catalogue: readonly Finding[] = findings;
const page = new URL("../../docs/audits.md", import.meta.url);

/** The ids that the tests are named by, as the source has them: a run may be of one file alone. */
const testedIds = (): readonly string[] =>
  readdirSync(new URL(".", import.meta.url))
    .filter((file) => file.endsWith(".test.ts") && file !== "catalogue.test.ts")
    .flatMap((file) => {
      const source = readFileSync(new URL(file, import.meta.url), "utf8");
      const ids = Object.keys(reports).map((report) => `${report} [^"]+`);
      return [...source.matchAll(new RegExp(`"(${ids.join("|")})"`, "g"))].map(([, id]) => id ?? "");
    });

describe("the catalogue of the audits' findings", () => {
  it("holds each finding once, of a report that it knows", () => {
    const ids = catalogue.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) {
      expect(
        Object.keys(reports).some((report) => id.startsWith(`${report} `)),
        id,
      ).to.equal(true);
    }
  });

  it("has one test for each finding, or says why there can be none", () => {
    const [tested, untested] = [true, false].map((has) =>
      catalogue.filter(({ results }) => (results !== undefined) === has),
    );
    expect([...testedIds()].sort()).to.deep.equal(tested?.map(({ id }) => id as string).sort());
    for (const { id, untestable } of untested ?? []) expect(untestable, id).to.match(/\w/);
  });

  it("says why a release is left out", () => {
    for (const { id, results, note } of catalogue) {
      if (results && !results.beta) expect(note, id).to.match(/\w/);
    }
  });

  it("is what docs/audits.md says (UPDATE_DOCS=1 writes it)", () => {
    if (process.env.UPDATE_DOCS === "1") writeFileSync(page, auditsPage());
    expect(readFileSync(page, "utf8")).to.equal(auditsPage());
  });
});
