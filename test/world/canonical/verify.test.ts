import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { keccak256 } from "viem";
import {
  CodeNotReadError,
  CodeStoreError,
  httpProvider,
  type VerifiedCode,
  verifyCode,
  verifyReport,
  WrongChainError,
} from "../../../src/index.ts";
import { addToCodeStore, codeStoreFile } from "../../../src/world/canonical/codeStore.ts";
import { expectToReject } from "../../helpers/expectToReject.ts";
import { flipped, manifest, pieceOf, pieces, placeBound } from "./pieces.ts";
import { chainOf, ok, rpcServer } from "./rpcServer.ts";
import { tempFolder } from "./tempFolder.ts";

describe("verifyCode", () => {
  const folder = tempFolder();
  const session = pieceOf("SmartSession");
  const states = ({ pieces: held }: VerifiedCode) =>
    Object.fromEntries(held.filter(({ state }) => state !== "same").map(({ name, state }) => [name, state]));

  async function onChain(changed: Readonly<Record<string, string>> = {}, chainId = 1946, expected = chainId) {
    const server = await rpcServer((batch) => ok(chainOf(changed, chainId)(batch)));
    try {
      const provider = httpProvider(server.url, { batch: true });
      return await verifyCode({ provider, chainId: expected, codeStore: folder(), manifest });
    } finally {
      await server.close();
    }
  }

  describe("of a chain", () => {
    it("is content where every piece is as pinned", async () => {
      const verified = await onChain();
      expect(verified).to.deep.include({ what: "chain 1946", ok: true, missing: [] });
      expect(verified.pieces).to.deep.equal(
        pieces.map(({ contract: { name, address, runtimeCodeHash } }) => ({
          ...{ name, address, pinned: runtimeCodeHash, actual: runtimeCodeHash, state: "same" },
          needed: !["Account-v1", "Account-v2", "PlaceBound"].includes(name),
          ofAnotherChain: false,
        })),
      );
    });

    it("is content without a piece that v1 does not need", async () => {
      const verified = await onChain({ PlaceBound: "0x" });
      expect(verified).to.deep.include({ ok: true, missing: [] });
      expect(states(verified)).to.deep.equal({ PlaceBound: "absent" });
    });

    it("is not content without one that v1 needs", async () => {
      const verified = await onChain({ SudoPolicy: "0x" });
      expect(verified).to.deep.include({ ok: false, missing: ["SudoPolicy"] });
      expect(states(verified)).to.deep.equal({ SudoPolicy: "absent" });
    });

    it("is not content where any piece differs, and says by which hash", async () => {
      const code = flipped(session.runtime);
      const verified = await onChain({ SmartSession: code });
      expect(verified).to.deep.include({ ok: false, missing: ["SmartSession"] });
      expect(verified.pieces.find(({ name }) => name === "SmartSession")).to.deep.include({
        state: "other",
        actual: keccak256(code),
        ofAnotherChain: false,
      });
      expect(await onChain({ PlaceBound: "0x00" })).to.deep.include({ ok: false, missing: [] });
    });

    it("takes no code for wrong that holds values of its chain, on another chain alone", async () => {
      const find = ({ pieces: held }: VerifiedCode) => held.find(({ name }) => name === "PlaceBound");
      const elsewhere = await onChain({ PlaceBound: "0x00" }, 1868);
      expect(elsewhere).to.deep.include({ ok: true, missing: [] });
      expect(find(elsewhere)).to.deep.include({ state: "other", ofAnotherChain: true });
      expect(find(await onChain({ PlaceBound: "0x00" }))).to.deep.include({ ofAnotherChain: false });
    });

    it("refuses another chain than is meant, and one that gives no code", async () => {
      await expectToReject(onChain({}, 1868, 1946), WrongChainError);
      await expectToReject(onChain({ SudoPolicy: "none" }), CodeNotReadError);
    });
  });

  describe("of the code store", () => {
    const keep = (...names: string[]) =>
      addToCodeStore(
        pieces
          .filter(({ contract: { name } }) => names.includes(name))
          .map(({ contract: { name }, runtime }) => ({ name, code: runtime, source: "chain 1946" })),
        folder(),
        undefined,
        manifest,
      );
    const verify = () => verifyCode({ codeStore: folder(), manifest });

    it("finds nothing where there is none", async () => {
      const { ok: content, missing, pieces: held } = await verify();
      expect({ content, missing: missing.length }).to.deep.equal({ content: false, missing: 9 });
      expect(held.every(({ state }) => state === "absent")).to.equal(true);
    });

    it("is content where it holds all that v1 needs", async () => {
      keep(...manifest.map(({ name }) => name).filter((name) => !/Account|Bound/.test(name)));
      const verified = await verify();
      expect(verified).to.deep.include({ what: codeStoreFile(folder()), ok: true, missing: [] });
      expect(Object.values(states(verified))).to.deep.equal(["absent", "absent", "absent"]);
    });

    it("names the code that somebody has changed in it", async () => {
      const codes = [
        { name: "SmartSession", code: flipped(session.runtime), source: "chain 1946" },
        { name: "PlaceBound", code: placeBound.runtime, source: "chain 1946" },
      ];
      writeFileSync(codeStoreFile(folder()), JSON.stringify({ codes }));
      const verified = await verify();
      expect(verified.ok).to.equal(false);
      expect(states(verified)).to.deep.include({ SmartSession: "other" }).and.not.include.keys("PlaceBound");
    });

    it("refuses a store that is broken", async () => {
      writeFileSync(codeStoreFile(folder()), '{"codes": [{}]}');
      await expectToReject(verify(), CodeStoreError);
    });
  });

  describe("in words", () => {
    it("says of each piece whether it is there and as pinned, and what v1 lacks", async () => {
      const report = verifyReport(await onChain({ SudoPolicy: "0x" }));
      expect(report).to.match(/Canonical contracts: chain 1946/);
      expect(report).to.match(/│ SmartSession +│ 0x\w{40} │ yes +│ yes +│ yes +│/);
      expect(report).to.match(/│ SudoPolicy +│ 0x\w{40} │ yes +│ no +│ – +│/);
      expect(report).to.match(
        /SmartSession v1 is not complete: it lacks SudoPolicy, or has other code there\.\nTo fill the code store: .*canonical pull/,
      );
    });

    it("says by itself what is there of the Startale account, which v1 is complete without", async () => {
      const verified = await onChain();
      expect(verified.missingOfStartale).to.have.lengthOf(5).and.include("StartaleSmartAccount");
      expect(verifyReport(verified)).to.match(
        /^SmartSession v1 is complete\.\nThe Startale account \(optional\) is not complete: it lacks Startale.*\.$/m,
      );
      expect(verifyReport({ ...verified, missingOfStartale: [] })).to.match(
        /^SmartSession v1 is complete\.\nThe Startale account \(optional\) is complete\.$/m,
      );
    });

    it("says what a difference means", async () => {
      const code = flipped(session.runtime);
      const report = verifyReport(await onChain({ SmartSession: code, PlaceBound: "0x00" }, 1868));
      expect(report).to.match(/│ SmartSession +│ 0x\w{40} │ yes +│ yes +│ NO +│/);
      expect(report).to.include(
        `SmartSession: the hash is ${keccak256(code)}, pinned is ${session.contract.runtimeCodeHash}`,
      );
      expect(report).to.match(/Where the hash is another, so is the contract/);
      expect(report).to.match(/│ PlaceBound +│ 0x\w{40} │ no +│ yes +│ of its chain +│/);
      expect(report).to.match(/^PlaceBound: the code holds its chain's own values, .*Soneium Minato\.$/m);
    });
  });
});
