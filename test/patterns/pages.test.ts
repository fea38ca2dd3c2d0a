import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import {
  type CompiledPermission,
  chainTime,
  compileEntries,
  createHarness,
  fromPreset,
  lint,
  proveSessions,
  readSessionsFile,
} from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshChain } from "../helpers/freshChain.ts";
import { exampleOf, permissionOf } from "./patternPage.ts";
import { patternNames } from "./patternScene.ts";

const [start, end] = ["<!-- permission -->\n", "<!-- end of permission -->"];
const account = "0x3333333333333333333333333333333333333333";
const token = "0x4444444444444444444444444444444444444444";
const given = {
  sessionKey: "0x2222222222222222222222222222222222222222",
  target: "0x1111111111111111111111111111111111111111",
  account,
  targets: { token },
} as const;

describe("the pages and files of patterns", () => {
  const freshHarness = fixture((provider) => createHarness({ provider }));

  for (const name of patternNames) {
    const file = fileURLToPath(exampleOf(name));

    it(`docs/patterns/${name}.md says what the preset is (UPDATE_DOCS=1 ./harness test mocha test/patterns/pages.test.ts writes it)`, async () => {
      const page = new URL(`../../docs/patterns/${name}.md`, import.meta.url);
      const text = readFileSync(page, "utf8");
      const [before = "", rest = ""] = text.split(start);
      const [, after = ""] = rest.split(end);
      const fresh = `${before}${start}\n${permissionOf(await freshHarness(), name)}\n\n${end}${after}`;
      if (process.env.UPDATE_DOCS === "1") writeFileSync(page, fresh);
      expect(readFileSync(page, "utf8")).to.equal(fresh);
    });

    it(`examples/patterns/${name}.json grants what the preset grants, and nothing else`, async () => {
      const { world, compile } = await freshHarness();
      const now = await chainTime(world);
      const { entries } = readSessionsFile(file);
      const compiled = compileEntries(world, entries, {
        keyOf: () => given.sessionKey,
        targetOf: () => given.target,
        ...given,
        now,
      });
      const preset = compile(fromPreset(name, { ...given, validAfter: now }));
      const grantedBy = ({ enforcement, session }: CompiledPermission) => ({
        actions: session.actions,
        // The preset's session begins now as well, and says so.
        enforcement: enforcement.filter(({ field }) => field !== "validAfter"),
      });
      expect(compiled.map(grantedBy)).to.deep.equal([grantedBy(preset)]);
      expect(entries.map(({ target }) => target)).to.deep.equal([name]);
    });

    it(`examples/patterns/${name}.json is proven: a use that the target takes, and an attack on every field`, async () => {
      const { ok, counts, permissions } = await proveSessions({ provider: await freshChain(), file });
      expect(ok).to.equal(true);
      expect(counts).to.include({ permitted: 1, targetRefused: 0, notAttacked: 0 });
      const [permission] = permissions;
      const { enforcement } = (await freshHarness()).compile(fromPreset(name, given));
      const enforced = enforcement.filter(({ enforcedBy }) => enforcedBy !== null).map(({ field }) => field);
      expect([...new Set(permission?.rows.map(({ field }) => field))]).to.have.members(["use", ...enforced]);
      expect(permission?.target.origin).to.equal("preset");
    });

    it(`examples/patterns/${name}.json is linted: nothing but that operations are not counted`, async () => {
      for (const known of [undefined, account] as const) {
        const { findings, ok } = await lint(file, { account: known });
        expect(findings.map(({ rule, severity }) => [rule, severity])).to.deep.equal([
          ["unlimited-operations", "note"],
        ]);
        expect(ok).to.equal(true);
      }
    });
  }
});
