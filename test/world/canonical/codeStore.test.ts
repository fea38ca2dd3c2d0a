import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { CodeStoreError } from "../../../src/index.ts";
import {
  addToCodeStore,
  codeStoreFile,
  readCodeStore,
  type StoredCode,
} from "../../../src/world/canonical/codeStore.ts";
import { flipped, manifest, pieceOf } from "./pieces.ts";
import { tempFolder } from "./tempFolder.ts";

describe("the code store", () => {
  const folder = tempFolder();
  const stored = (name: string): StoredCode => ({ name, code: pieceOf(name).runtime, source: "a test" });
  const add = (...names: string[]) => addToCodeStore(names.map(stored), folder(), undefined, manifest);
  const read = () => readCodeStore(folder(), manifest);

  it("holds nothing where there is none, and what was added to it", () => {
    expect([...read().keys()]).to.deep.equal([]);
    add("SudoPolicy");
    add("SmartSession");
    expect([...read().values()]).to.have.deep.members([stored("SudoPolicy"), stored("SmartSession")]);
  });

  it("is for its owner's eyes", function () {
    if (process.platform === "win32") this.skip();
    const below = `${folder()}/new`;
    addToCodeStore([stored("SudoPolicy")], below, undefined, manifest);
    expect(statSync(codeStoreFile(below)).mode & 0o777).to.equal(0o600);
    expect(statSync(below).mode & 0o777).to.equal(0o700);
  });

  it("refuses to be read, or added to, where one byte has changed since it was written, and names the piece", () => {
    add("SudoPolicy", "SmartSession");
    const file = codeStoreFile(folder());
    const { runtime } = pieceOf("SmartSession");
    const changed = readFileSync(file, "utf8").replace(runtime, flipped(runtime));
    writeFileSync(file, changed);
    expect(read).to.throw(CodeStoreError, /holds a code of SmartSession that is not the one/);
    expect(() => add("UsageLimitPolicy")).to.throw(CodeStoreError, /SmartSession/);
    expect(readFileSync(file, "utf8"), "it is left to be looked at").to.equal(changed);
  });

  it("says why it cannot be read", () => {
    mkdirSync(codeStoreFile(folder()), { recursive: true });
    expect(read).to.throw(CodeStoreError, /cannot be read \(EISDIR\)/);
  });
});
