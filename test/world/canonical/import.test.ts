import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { type Hex, keccak256 } from "viem";
import {
  CodeRefusedError,
  CodeStoreError,
  type Eip1193Provider,
  type ImportArtifactsParameters,
  importArtifacts,
  WrongChainError,
} from "../../../src/index.ts";
import { addToCodeStore, codeStoreFile, readCodeStore } from "../../../src/world/canonical/codeStore.ts";
import { betaManifest } from "../../../src/world/canonical/manifest.ts";
import { readCode } from "../../../src/world/canonical/readCode.ts";
import { expectInputError } from "../../helpers/expectInputError.ts";
import { expectToReject } from "../../helpers/expectToReject.ts";
import { localChain } from "../../helpers/freshChain.ts";
import {
  callee,
  caller,
  flipped,
  given,
  manifest,
  type Piece,
  pieceOf,
  pieces,
  placeBound,
  proxied,
} from "./pieces.ts";
import { tempFolder } from "./tempFolder.ts";

const sudo = pieceOf("SudoPolicy");
const session = pieceOf("SmartSession");
const unlinked = `0x73__$${"ab".repeat(17)}$__63`;

const foundry = (creation: string, runtime: string) => ({
  abi: [],
  bytecode: { object: creation, linkReferences: {} },
  deployedBytecode: { object: runtime },
});
const hardhat = (contractName: string, creation: string, runtime: string) => ({
  _format: "hh3-artifact-1",
  contractName,
  abi: [],
  bytecode: creation,
  deployedBytecode: runtime,
});
const genuine = ({ creation, runtime }: Piece) => foundry(creation, runtime);
const zeros = (code: Hex) => `0x${"0".repeat(code.length - 2)}`;

describe("importArtifacts", () => {
  const folder = tempFolder();
  let chain: Eip1193Provider;
  before(async () => {
    chain = await localChain();
  });

  const write = (file: string, content: unknown) => {
    const path = join(folder(), "artifacts", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  };

  const importAll = (more: Partial<ImportArtifactsParameters> = {}) =>
    importArtifacts({
      from: join(folder(), "artifacts"),
      provider: chain,
      codeStore: join(folder(), "store"),
      manifest,
      ...more,
    });

  const stored = () => readCodeStore(join(folder(), "store"), manifest);

  /** Holds that nothing is kept, and that what the store held before is there byte for byte. */
  async function expectRefused(...names: string[]): Promise<CodeRefusedError> {
    const store = join(folder(), "store");
    addToCodeStore([{ name: "SudoPolicy", code: sudo.runtime, source: "old" }], store, undefined, manifest);
    const before = readFileSync(codeStoreFile(store));
    const error = await expectToReject(importAll(), CodeRefusedError);
    expect(readFileSync(codeStoreFile(store)).equals(before)).to.equal(true);
    expect([...new Set(error.refused.map(({ name }) => name))]).to.have.members(names);
    return error;
  }

  it("takes every piece from what Foundry and Hardhat write, wherever it is below the folder", async () => {
    for (const [index, piece] of pieces.entries()) {
      const { name, artifact = name } = piece.contract;
      const { creation, runtime } = piece;
      if (index % 2) write(`${name}.sol/${artifact}.json`, foundry(creation, runtime));
      else write(`contracts/deep/${name}.sol/${artifact}.json`, hardhat(artifact, creation, runtime));
    }
    const names = manifest.map(({ name }) => name);
    const told: string[] = [];
    const pulled = await importAll({ onProgress: (done, of) => told.push(`${done} of ${of}`) });
    expect(pulled).to.deep.include({ source: "build artifacts", absent: [], missing: [] });
    expect(pulled.kept).to.have.members(names);
    expect(told.at(-1)).to.equal("11 of 11");
    for (const { contract, runtime } of pieces) {
      expect(stored().get(contract.name)).to.include({ code: runtime, source: "build artifacts" });
    }
  });

  describe("takes an artifact", () => {
    it("by its runtime code, where its creation code is another", async () => {
      write("SudoPolicy.json", foundry("0x00", sudo.runtime));
      expect((await importAll()).kept).to.deep.equal(["SudoPolicy"]);
    });

    it("by its creation code, run at the canonical address on chain 1946 by its deployer", async () => {
      write("PlaceBound.json", foundry(placeBound.creation, zeros(placeBound.runtime)));
      expect((await importAll()).kept).to.deep.equal(["PlaceBound"]);
      expect(stored().get("PlaceBound")?.code).to.equal(placeBound.runtime);
      expect((await importAll()).kept, "and again on the same chain").to.deep.equal(["PlaceBound"]);
    });

    it("by its creation code, and leaves what stands at the address as it is", async () => {
      write("PlaceBound.json", foundry(placeBound.creation, zeros(placeBound.runtime)));
      const { address } = placeBound.contract;
      await chain.request({ method: "hardhat_setCode", params: [address, "0x6001"] });
      const standing = () =>
        Promise.all(
          ["eth_getCode", "eth_getTransactionCount"].map((method) =>
            chain.request({ method, params: [address, "latest"] }),
          ),
        );
      const before = await standing();
      expect((await importAll()).kept).to.deep.equal(["PlaceBound"]);
      expect(await standing()).to.deep.equal(before);
    });

    it("by the name in it, where the file has another", async () => {
      write("renamed.json", hardhat("SudoPolicy", sudo.creation, sudo.runtime));
      expect((await importAll()).kept).to.deep.equal(["SudoPolicy"]);
    });

    it("without 0x before its code", async () => {
      write("SudoPolicy.json", foundry(sudo.creation.slice(2), sudo.runtime.slice(2)));
      expect((await importAll()).kept).to.deep.equal(["SudoPolicy"]);
    });

    it("beside others of its name, which are of another build", async () => {
      write("a/SudoPolicy.json", foundry("0x00", "0x00"));
      write("b/SudoPolicy.json", genuine(sudo));
      write("c/SudoPolicy.json", "{ broken");
      write("c/SudoPolicy.0.8.28.json", foundry(unlinked, unlinked));
      expect((await importAll()).kept).to.deep.equal(["SudoPolicy"]);
    });

    it("written by a second compiler under a longer name", async () => {
      write("SudoPolicy.0.8.28.json", genuine(sudo));
      expect((await importAll()).kept).to.deep.equal(["SudoPolicy"]);
    });

    it("of one of two contracts of its name, and is content without the other", async () => {
      write("Account.json", genuine(pieceOf("Account-v1")));
      const { kept, absent } = await importAll();
      expect(kept).to.deep.equal(["Account-v1"]);
      expect(absent).to.include("Account-v2");
    });

    it("whose creation code has no address of a library yet, by its runtime code", async () => {
      write("SudoPolicy.json", foundry(unlinked, sudo.runtime));
      expect((await importAll()).kept).to.deep.equal(["SudoPolicy"]);
    });
  });

  describe("from Solidity files", () => {
    const scripts = [callee, caller, given, proxied];
    const ofScripts = { manifest: scripts.map(({ contract }) => contract) };
    const inStore = () => readCodeStore(join(folder(), "store"), ofScripts.manifest);
    const literals = (...codes: string[]) =>
      `contract Deploy { bytes a = hex"0011"; ${codes.map((code) => `bytes c = ${code};`).join("\n")} }`;
    const single = ({ creation }: Piece) => `hex'${creation.slice(2)}'`;

    it("takes each literal that is a piece's creation code, whatever its file is called", async () => {
      write("a/Deploy.s.sol", literals(single(caller), single(given)));
      write("b/Other.sol", literals(`hex"${callee.creation.slice(2).replace(/^(.{20})/, "$1_")}"`));
      write("c.s.sol", literals(`hex"${"ab".repeat(60)}"`, `hex"${"ab".repeat(60)}a"`, single(proxied)));
      const { kept, absent } = await importAll(ofScripts);
      expect(kept).to.deep.equal(["Callee", "Caller", "Given", "Proxied"]);
      expect(absent).to.deep.equal([]);
      for (const { contract, runtime } of scripts) {
        expect(inStore().get(contract.name)?.code, contract.name).to.equal(runtime);
      }
    });

    it("takes a literal that is a piece's runtime code", async () => {
      write("Code.sol", literals(`hex"${callee.runtime.slice(2)}"`));
      expect((await importAll(ofScripts)).kept).to.deep.equal(["Callee"]);
    });

    it("takes an artifact without the constructor's arguments, which the manifest knows", async () => {
      write("Given.json", foundry(given.creation, "0x00"));
      expect((await importAll(ofScripts)).kept).to.deep.equal(["Given"]);
    });

    it("takes what a constructor calls out of the store, and leaves nothing of it on the chain", async () => {
      write("a/Callee.sol", literals(single(callee)));
      await importAll({ ...ofScripts, from: join(folder(), "artifacts", "a") });
      write("b/Caller.sol", literals(single(caller)));
      const { kept } = await importAll({ ...ofScripts, from: join(folder(), "artifacts", "b") });
      expect(kept).to.deep.equal(["Caller"]);
      for (const { contract } of [callee, caller]) {
        expect(await chain.request({ method: "eth_getCode", params: [contract.address, "latest"] })).to.equal(
          "0x",
        );
      }
    });

    it("refuses creation code whose constructor calls a piece that is not there, and names both", async () => {
      write("Caller.sol", literals(single(caller)));
      const { refused, message } = await expectToReject(importAll(ofScripts), CodeRefusedError);
      expect(refused.map(({ name }) => name)).to.deep.equal(["Caller"]);
      expect(message).to.match(/Caller\.sol.*its constructor calls Callee, neither in the folder nor/);
      expect(existsSync(join(folder(), "store"))).to.equal(false);
    });

    it("passes over a literal with a changed byte, as nothing but its hash says what it is, and tells of the piece", async () => {
      const changed = { ...given, creation: flipped(given.creation) };
      write("Deploy.sol", literals(single(callee), single(changed)));
      const { kept, absent } = await importAll(ofScripts);
      expect(kept).to.deep.equal(["Callee"]);
      expect(absent).to.include("Given");
    });

    it("refuses a folder in which no literal is a piece, and says how many there are", async () => {
      write("Deploy.sol", literals(single({ ...given, creation: flipped(given.creation) })));
      const from = join(folder(), "artifacts");
      await expectInputError(
        () => importAll(ofScripts),
        "from",
        from,
        /holds no build artifact of a canonical contract; of the long literals in its Solidity files \(1\), none is one/,
      );
    });
  });

  it("adds what a second folder has to what the first had", async () => {
    write("SudoPolicy.json", genuine(sudo));
    await importAll();
    const second = join(folder(), "second");
    mkdirSync(second);
    writeFileSync(join(second, "SmartSession.json"), JSON.stringify(genuine(session)));
    const { kept, missing } = await importAll({ from: second });
    expect(kept).to.deep.equal(["SmartSession"]);
    expect(missing).not.to.include.members(["SudoPolicy"]).and.not.include.members(["SmartSession"]);
    expect([...stored().keys()]).to.have.members(["SudoPolicy", "SmartSession"]);
  });

  it("passes over what is no artifact, has no code, or is called otherwise", async () => {
    write("SudoPolicy.json", genuine(sudo));
    write("verify.json", { language: "Solidity", sources: {} });
    write("broken.json", "{ contractName");
    write("half.json", '{ "contractName": "SmartSession", ');
    write("list.json", '["contractName"]');
    write("abi/SmartSession.json", [{ type: "function" }]);
    write("interface/SmartSession.json", foundry("0x", "0x"));
    write("old/SmartSession.json", { bytecode: 7, deployedBytecode: null });
    write("SmartSessionLib.json", foundry("0x00", "0x00"));
    write("SmartSession.txt", "no JSON");
    expect((await importAll()).kept).to.deep.equal(["SudoPolicy"]);
  });

  describe("refuses, naming it, and keeps nothing", () => {
    beforeEach(() => write("SudoPolicy.json", genuine(sudo)));

    it("an artifact that is only called like a piece", async () => {
      write("SmartSession.json", foundry(flipped(session.creation), flipped(session.runtime)));
      const error = await expectRefused("SmartSession");
      expect(error.refused[0]?.expected).to.equal(session.contract.runtimeCodeHash);
      expect(error.message)
        .to.include("SmartSession.json")
        .and.include(session.contract.runtimeCodeHash)
        .and.include(session.contract.initCodeHash)
        .and.include(error.refused[0]?.actual);
    });

    it("all that are, of several contracts", async () => {
      write("SmartSession.json", foundry("0x00", "0x00"));
      write("a/Account.json", foundry("0x00", "0x00"));
      write("b/Account.json", foundry("0x01", "0x01"));
      const { refused } = await expectRefused("SmartSession", "Account-v1", "Account-v2");
      expect(refused).to.have.length(5);
    });

    it("creation code that leaves other code than is pinned", async () => {
      const other = { ...session.contract, runtimeCodeHash: sudo.contract.runtimeCodeHash };
      write("SmartSession.json", genuine(session));
      const error = await expectToReject(importAll({ manifest: [other] }), CodeRefusedError);
      expect(error.message).to.match(/has the creation code that is pinned, which leaves code with the hash/);
    });

    it("creation code that reverts", async () => {
      write("SmartSession.json", foundry("0xfe", "0x00"));
      const reverting = { ...session.contract, initCodeHash: keccak256("0xfe") };
      const error = await expectToReject(importAll({ manifest: [reverting] }), CodeRefusedError);
      expect(error.message).to.match(/leaves no code at 0x/);
    });

    it("code that is linked to no library yet", async () => {
      write("SmartSession.json", foundry(unlinked, unlinked));
      expect((await expectRefused("SmartSession")).message).to.match(/libraries that it is not linked to/);
    });

    it("a broken file of a piece's name", async () => {
      write("SmartSession.json", JSON.stringify(genuine(session)).slice(0, -9));
      expect((await expectRefused("SmartSession")).message).to.match(/cannot be read as JSON/);
    });
  });

  describe("refuses, and leaves the store alone", () => {
    afterEach(() => expect(existsSync(join(folder(), "store"))).to.equal(false));

    it("a folder that is not there, or is a file", async () => {
      const from = join(folder(), "nowhere");
      await expectInputError(
        () => importAll({ from }),
        "from",
        from,
        /no folder that can be read \(ENOENT\)/,
      );
      write("a-file", "");
      const file = join(folder(), "artifacts", "a-file");
      await expectInputError(() => importAll({ from: file }), "from", file, /\(ENOTDIR\)/);
    });

    it("a folder without an artifact of any piece", async () => {
      write("Other.json", foundry("0x00", "0x00"));
      const from = join(folder(), "artifacts");
      await expectInputError(() => importAll({ from }), "from", from, /holds no build artifact/);
    });

    it("a chain with another id than codes are pinned on", async () => {
      write("SudoPolicy.json", genuine(sudo));
      const provider = { request: async () => "0x1" };
      const error = await expectToReject(importAll({ provider }), WrongChainError);
      expect(error).to.include({ expected: 1946, actual: 1 });
    });
  });

  it("leaves the store as it was where it cannot be written", async () => {
    write("SudoPolicy.json", genuine(sudo));
    await importAll();
    const before = readFileSync(codeStoreFile(join(folder(), "store")));
    write("SmartSession.json", genuine(session));
    const failing = () => {
      throw new Error("no space left on device");
    };
    await expectToReject(importAll({ write: failing }), CodeStoreError);
    expect(readFileSync(codeStoreFile(join(folder(), "store"))).equals(before)).to.equal(true);
  });

  it("takes what packages hold of v1's stack: its hash is the canonical one", async () => {
    for (const [piece, kept] of [
      ["EntryPoint", "EntryPoint07"],
      ["Safe7579", "Safe7579-v1"],
    ] as const) {
      const code = betaManifest.find(({ name }) => name === piece)?.code;
      if (!code || !("package" in code)) throw new Error(`${piece} comes with a package`);
      write(`${piece}.json`, foundry(readCode(piece, code), "0x00"));
      const from = join(folder(), "artifacts");
      const pulled = await importArtifacts({ from, provider: chain, codeStore: join(folder(), "store") });
      expect(pulled.kept).to.include(kept);
    }
  });
});
