import { readFileSync } from "node:fs";
import { expect } from "chai";
import { accountKinds, compareGas, createHarness } from "../../src/index.ts";
import { localChain } from "../helpers/freshChain.ts";
import { presentKinds } from "../helpers/kinds.ts";
import { needsCodeStore } from "../helpers/releases.ts";

/** How far a figure of the table may be from what is measured: signatures and addresses have zero bytes by chance. */
const tolerance = 0.01;

describe("the table of gas in docs/usage.md", function () {
  this.timeout(60_000);
  needsCodeStore("the table of gas in docs/usage.md");

  const text = readFileSync(new URL("../../docs/usage.md", import.meta.url), "utf8");
  const figures = new Map(
    [...text.matchAll(/^\| (\w+) \|((?: [\d,]+ → [\d,]+ \|){4})$/gm)].map(([, kind, cells = ""]) => [
      kind,
      (cells.match(/[\d,]+/g) ?? [])
        .filter((one) => /\d/.test(one))
        .map((one) => Number(one.replaceAll(",", ""))),
    ]),
  );

  it("has each kind of account, in hundreds", () => {
    expect([...figures.keys()]).to.have.members(accountKinds);
    expect([...figures.values()].flat().filter((one) => one % 100 !== 0)).to.deep.equal([]);
  });

  it("says what is measured, within 1 %", async () => {
    const harness = await createHarness({ provider: await localChain(), release: "v1" });
    for (const kind of await presentKinds(accountKinds)) {
      const measured = (await compareGas(harness, { kinds: [kind] })).flatMap((one) => [
        one.owner,
        one.session,
      ]);
      const written = figures.get(kind) ?? [];
      expect(measured, kind).to.have.lengthOf(written.length);
      for (const [index, gas] of measured.entries()) {
        const off = Math.abs((written[index] ?? 0) / Number(gas) - 1);
        expect(off, `${kind}, figure ${index + 1}: ${gas}`).to.be.at.most(tolerance);
      }
    }
  });
});
