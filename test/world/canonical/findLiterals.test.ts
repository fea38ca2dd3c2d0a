import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { findLiterals } from "../../../src/world/canonical/findLiterals.ts";
import { tempFolder } from "./tempFolder.ts";

const code = "Ab".repeat(4_000);

describe("findLiterals", () => {
  const folder = tempFolder();
  const find = (...lines: string[]) => {
    mkdirSync(join(folder(), "script"), { recursive: true });
    writeFileSync(join(folder(), "script", "Deploy.s.sol"), lines.join("\n"));
    return findLiterals(folder()).map(({ code: found }) => found);
  };

  it("finds code in either quotes, of any length and case, as other code is written here", () => {
    const found = `0x${code.toLowerCase()}`;
    expect(find(`bytes a = hex"${code}";`, `bytes b = hex'${code}';`)).to.deep.equal([found, found]);
    expect(find(`bytes a = hex"${code.match(/.{4}/g)?.join("_")}";`)).to.deep.equal([found]);
  });

  it("passes over what is short, and what is no whole bytes", () => {
    expect(find(`hex"${"ab".repeat(49)}"`, `hex"${code}a"`, `"${code}"`)).to.deep.equal([]);
  });
});
