import { expect } from "chai";
import { zeroHash } from "viem";
import { CodeHashMismatchError, CodeNotFoundError } from "../../src/index.ts";
import { betaManifest } from "../../src/world/canonical/manifest.ts";
import { readCode } from "../../src/world/canonical/readCode.ts";

describe("readCode", () => {
  const genuine = betaManifest.flatMap(({ name, code }) => ("package" in code ? [{ name, code }] : []));

  for (const { name, code } of genuine) {
    it(`reads ${name} from ${code.package}@${code.version}, as pinned`, async () => {
      const { version } = await import(`${code.package}/package.json`, { with: { type: "json" } }).then(
        (module) => module.default,
      );
      expect(version).to.equal(code.version);
      expect(readCode(name, code)).to.match(/^0x[0-9a-f]+$/);
    });

    it(`refuses ${name} where its hash is not the pinned one`, () => {
      const other = { ...code, constant: code.constant, hash: zeroHash, file: `./${code.file}` };
      expect(() => readCode(name, other)).to.throw(CodeHashMismatchError, name);
    });
  }

  it("refuses a package, a file, and a constant that are not there", () => {
    const [first] = genuine;
    if (!first) throw new Error("the manifest holds genuine code");
    for (const wrong of [{ package: "no-such-package" }, { file: "no/such.sol" }, { constant: "NO_SUCH" }]) {
      expect(() => readCode("SmartSession", { ...first.code, ...wrong })).to.throw(
        CodeNotFoundError,
        "SmartSession",
      );
    }
  });
});
