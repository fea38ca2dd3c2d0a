import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { scenarios, troubleshootingPage } from "../../../src/index.ts";

const page = new URL("../../../docs/troubleshooting.md", import.meta.url);

describe("the troubleshooting catalogue", () => {
  it("holds at least 30 scenarios, each by a name of its own", () => {
    const ids = scenarios.map(({ id }) => id);
    expect(ids).to.have.lengthOf.at.least(30);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(id).to.match(/^[a-z]+(-[a-z]+)*$/);
  });

  it("tells each in whole sentences", () => {
    for (const { id, title, symptom, cause, remedy } of scenarios) {
      expect(title, id).to.match(/^[A-Z].*[^.]$/);
      for (const text of [symptom, cause, remedy]) expect(text, id).to.match(/^[A-Za-z].*[.]$/);
    }
  });

  it("is what docs/troubleshooting.md says (UPDATE_DOCS=1 writes it)", () => {
    if (process.env.UPDATE_DOCS === "1") writeFileSync(page, troubleshootingPage(scenarios));
    expect(readFileSync(page, "utf8")).to.equal(troubleshootingPage(scenarios));
  });
});
