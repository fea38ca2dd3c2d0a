import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Keystore } from "ox";
import { type Hex, numberToHex, zeroAddress, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import {
  KeyFileError,
  KeyFolderError,
  openKey,
  readSessionFiles,
  WrongPassphraseError,
} from "../../src/index.ts";
import { addSessionFiles } from "../../src/keys/addSessionFiles.ts";
import { signFile } from "../../src/keys/fileProof.ts";
import { rewriteSessionFile } from "../../src/keys/rewriteSessionFile.ts";
import type { SessionFile } from "../../src/keys/SessionFile.ts";
import { sealKeys } from "../../src/keys/sealKeys.ts";
import { sessionFilePath } from "../../src/keys/sessionFilePath.ts";
import { hashSession } from "../../src/session/hashSession.ts";
import { v1 } from "../../src/world/releases/v1.ts";

/** scrypt's N: little work, for tests. */
const n = 2;
const passphrase = "pass phrase";

describe("key files", () => {
  let root: string;
  let folder: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "keys-"));
    folder = join(root, "1946", zeroAddress);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const idOf = (index: number) => `0x${index.toString(16).padStart(64, "0")}` as Hex;
  const make = async (index: number, privateKey: Hex = generatePrivateKey()): Promise<SessionFile> => {
    const [keystore] = await sealKeys([privateKey], passphrase, n);
    const session = {
      sessionValidator: zeroAddress,
      sessionValidatorInitData: "0x",
      salt: numberToHex(index, { size: 32 }),
      userOpPolicies: [],
      actions: [],
    } as const;
    const permissionId = v1.permissionId(session);
    const file: Omit<SessionFile, "proof"> = {
      file: sessionFilePath(folder, permissionId),
      name: `session-${index}`,
      permissionId,
      key: privateKeyToAddress(privateKey),
      chainId: 1946,
      release: "v1",
      account: { address: zeroAddress, kind: "nexus", owner: zeroAddress, salt: 7n },
      session,
      sessionHash: hashSession({ release: v1 }, session),
      function: { selector: "0xd09de08a" },
      enforcement: [{ field: "maxUses", value: "3", enforcedBy: null, statement: "so" }],
      written: zeroHash,
      createdAt: BigInt(index),
      block: 2n ** 70n,
      operations: [],
      keystore: keystore as Keystore.Keystore,
    };
    return { ...file, proof: signFile(file, privateKey) };
  };
  const thrown = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      return error;
    }
    return expect.fail("nothing was thrown");
  };

  describe("addSessionFiles", () => {
    it("writes each for its owner alone, and what is read is what was written", async () => {
      const [one, two] = [await make(1), await make(2)];
      addSessionFiles([two, one]);
      expect(readSessionFiles(folder)).to.deep.equal({ sessions: [one, two], damaged: [] });
      for (const { file } of [one, two]) expect(statSync(file).mode & 0o777).to.equal(0o600);
      expect(statSync(folder).mode & 0o777).to.equal(0o700);
      expect(readdirSync(folder), "nothing else is left").to.have.length(2);
    });

    it("writes all or none, and leaves what was there", async () => {
      const [one, two] = [await make(1), await make(2)];
      addSessionFiles([two]);
      const again = { ...two, createdAt: 9n };
      expect(thrown(() => addSessionFiles([one, again]))).to.be.instanceOf(KeyFolderError);
      expect(readSessionFiles(folder).sessions).to.deep.equal([two]);
    });

    it("says of a folder that cannot be made which it is, and why", async () => {
      writeFileSync(join(root, "1946"), "a file in the folder's place");
      const error = thrown(() => readSessionFiles(folder));
      expect(error).to.be.instanceOf(KeyFolderError).with.property("folder", folder);
      const one = await make(1);
      expect(thrown(() => addSessionFiles([one]))).to.be.instanceOf(KeyFolderError);
    });
  });

  describe("rewriteSessionFile", () => {
    it("keeps the mode, and leaves the old content where the new cannot be written", async () => {
      const one = await make(1);
      addSessionFiles([one]);
      const operation = {
        purpose: "use",
        userOpHash: idOf(9),
        nonce: 2n ** 200n,
        block: 5n,
        calls: zeroHash,
      } as const;
      const operations = [operation];
      rewriteSessionFile({ ...one, operations });
      expect(readSessionFiles(folder).sessions).to.deep.equal([{ ...one, operations }]);
      expect(statSync(one.file).mode & 0o777).to.equal(0o600);
      const elsewhere = { ...one, file: join(one.file, "below.json") };
      expect(thrown(() => rewriteSessionFile(elsewhere))).to.be.instanceOf(KeyFolderError);
      expect(readSessionFiles(folder).sessions).to.deep.equal([{ ...one, operations }]);
    });
  });

  describe("readSessionFiles", () => {
    const damages: readonly (readonly [string, (text: string) => string, RegExp])[] = [
      ["cut short", (text) => text.slice(0, -20), /no JSON/],
      ["emptied", () => "", /no JSON/],
      ["without its key", (text) => text.replace('"ciphertext"', '"cypher"'), /crypto\.ciphertext/],
      [
        "of another session",
        (text) => text.replace(/"permissionId": "0x\w+"/, `"permissionId": "${idOf(3)}"`),
        /is of session/,
      ],
      ["of another account", (text) => text.replace(/("address": "0x)00/, "$1ff"), /is of account/],
      ["for another salt", (text) => text.replace(/"salt": "0x00/, '"salt": "0xff'), /id and its hash/],
      [
        "for another function",
        (text) =>
          text.replace(
            '"actions": []',
            `"actions": [{"actionTarget":"${zeroAddress}","actionTargetSelector":"0xa9059cbb","actionPolicies":[]}]`,
          ),
        /id and its hash/,
      ],
      ["under another name", (text) => text.replace('"session-1"', '"session-2"'), /has not signed/],
      ["signed by nobody", (text) => text.replace(/("proof": "0x)../, "$1ff"), /has not signed/],
      ["with work for a century", (text) => text.replace('"n": 2', '"n": 1073741824'), /kdfparams\.n/],
      ["without an account", (text) => text.replace('"nexus"', '"safe"'), /smartSession\.account\.kind/],
    ];
    for (const [what, damage, problem] of damages) {
      it(`tells of a file that is ${what}, and reads the others`, async () => {
        const [one, two] = [await make(1), await make(2)];
        addSessionFiles([one, two]);
        writeFileSync(one.file, damage(readFileSync(one.file, "utf8")));
        const { sessions, damaged } = readSessionFiles(folder);
        expect(sessions).to.deep.equal([two]);
        expect(damaged).to.have.length(1);
        expect(damaged[0]).to.be.instanceOf(KeyFileError).with.property("file", one.file);
        expect(damaged[0]?.message).to.match(problem);
      });
    }

    it("reads nothing where there is no folder, and passes over what is no key file", async () => {
      expect(readSessionFiles(folder)).to.deep.equal({ sessions: [], damaged: [] });
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${idOf(1)}.json.123456`), "what an interrupted write leaves");
      writeFileSync(join(folder, ".DS_Store"), "");
      expect(readSessionFiles(folder)).to.deep.equal({ sessions: [], damaged: [] });
    });
  });

  describe("openKey", () => {
    it("opens with the passphrase that it was sealed by, however that was typed", async () => {
      const privateKey = generatePrivateKey();
      const [composed, decomposed] = ["caf\u00e9", "cafe\u0301"];
      const [keystore] = await sealKeys([privateKey], composed, n);
      const file = { ...(await make(1, privateKey)), keystore: keystore as Keystore.Keystore };
      expect(openKey(file, decomposed).address).to.equal(privateKeyToAddress(privateKey));
    });

    it("refuses another passphrase, and a file whose key was changed, without a word of the key", async () => {
      const file = await make(1);
      const wrong = thrown(() => openKey(file, "pass phrase "));
      expect(wrong).to.be.instanceOf(WrongPassphraseError).with.property("file", file.file);
      expect(String((wrong as Error).cause)).to.equal("undefined");
      const { crypto } = file.keystore;
      const changed = { ...file.keystore, crypto: { ...crypto, ciphertext: "00".repeat(32) } };
      expect(thrown(() => openKey({ ...file, keystore: changed }, passphrase))).to.be.instanceOf(
        WrongPassphraseError,
      );
    });

    it("refuses a key that is not the one that the file names", async () => {
      const file = { ...(await make(1)), key: zeroAddress };
      expect(thrown(() => openKey(file, passphrase))).to.be.instanceOf(KeyFileError);
    });
  });

  describe("sealKeys", () => {
    it("gives each key a vector of its own: two files do not tell that they hold one key", async () => {
      const key = generatePrivateKey();
      const [one, two] = await sealKeys([key, key], passphrase, n);
      expect(one?.crypto.ciphertext).to.not.equal(two?.crypto.ciphertext);
      expect(one?.crypto.cipherparams.iv).to.not.equal(two?.crypto.cipherparams.iv);
    });

    it("ox 0.11.3 reads a file by r = 1 and p = 8 when asked asynchronously, so it is asked synchronously", async () => {
      const privateKey = generatePrivateKey();
      // As geth writes them: r = 8, p = 1.
      const [key, derivation] = Keystore.scrypt({ password: passphrase, n, r: 8, p: 1 });
      const keystore = Keystore.encrypt(privateKey, key, derivation);
      const asked = await Keystore.toKeyAsync(keystore, { password: passphrase });
      expect(() => Keystore.decrypt(keystore, asked)).to.throw(/corrupt/);
      expect(openKey({ ...(await make(1, privateKey)), keystore }, passphrase).address).to.equal(
        privateKeyToAddress(privateKey),
      );
    });
  });
});
