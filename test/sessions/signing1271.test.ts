import { expect } from "chai";
import { concat, type Hex, hashMessage, type LocalAccount, pad } from "viem";
import { revertedWith } from "../../src/abis/revertedWith.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { needsV1, releaseOfRun } from "../helpers/releases.ts";
import { freshKey } from "../helpers/scene.ts";
import {
  askAccount,
  type Content,
  enablingToSign,
  hashOf,
  lettingSign,
  mail,
  noSignature,
  signContent,
  validSignature,
} from "../helpers/sign1271.ts";

/** Another message of the granted type, another type of the same app, and the granted type of another app. */
const otherMessage: Content = { ...mail, message: { ...mail.message, contents: "good bye" } };
const otherType: Content = { ...mail, types: { Letter: mail.types.Mail ?? [] }, primaryType: "Letter" };
const otherApp: Content = { ...mail, domain: { ...mail.domain, name: "Another post" } };

/** A session signs for the account (ERC-1271) what it was granted, in the form of ERC-7739. */
onEveryAccount("what a session signs", ({ kind, name, scene }) => {
  const beta = releaseOfRun() === "beta";
  if (kind === "safe7579" || kind === "reference") {
    needsV1(`what a session signs for ${name}, which the beta has no fallback handler for`);
  }

  /** A session that may sign mails, asked about what somebody has signed. */
  const signing = async () => {
    const { world, harness, account, key, make, ...built } = await scene();
    const { session, permissionId } = make();
    const enabling = [...lettingSign(world, account), enablingToSign(world, session, mail)];
    await expectAccepted(world, await harness.execute(account, enabling));
    const sign = (content: Content, by: LocalAccount = key, whose = account, id = permissionId) =>
      signContent({ world, account: whose, permissionId: id, key: by }, content);
    return {
      ...built,
      ...{ world, harness, account, key, make, session, permissionId, sign },
      ask: async (content: Content, signature?: `0x${string}`) =>
        askAccount({ world, account }, hashOf(content), signature ?? (await sign(content))),
    };
  };

  if (kind === "kernel" && beta) {
    it("is valid never, on the beta: Kernel asks about a hash of its own, which is not what was signed", async () => {
      const { ask } = await signing();
      for (const content of [mail, otherMessage, otherType, otherApp]) {
        expect(await ask(content)).to.equal(noSignature);
      }
    });
    return;
  }

  it("is valid where its type was granted, whatever the message", async () => {
    const { ask } = await signing();
    expect(await ask(mail)).to.equal(validSignature);
    expect(await ask(otherMessage)).to.equal(validSignature);
  });

  it("is not valid of another type", async () => {
    const { ask } = await signing();
    expect(await ask(otherType)).to.equal(noSignature);
  });

  it(`is ${beta ? "valid" : "not valid"} for another app${beta ? ", as the beta knows types alone" : ""}`, async () => {
    const { ask } = await signing();
    expect(await ask(otherApp)).to.equal(beta ? validSignature : noSignature);
  });

  it("is not valid by another key, nor by the owner's", async () => {
    const { ask, sign, account } = await signing();
    for (const by of [freshKey(), account.owner]) {
      expect(await ask(mail, await sign(mail, by))).to.equal(noSignature);
    }
  });

  it("is not valid by a session that was granted no content, or is not enabled", async () => {
    const { ask, sign, key, account, make, enableMade, compile } = await signing();
    const silent = make({ salt: compile().session.salt });
    await enableMade(silent);
    for (const { permissionId } of [silent, make({ salt: pad("0x07", { size: 32 }) })]) {
      expect(await ask(mail, await sign(mail, key, account, permissionId))).to.equal(noSignature);
    }
  });

  it("is not valid once the session is revoked", async () => {
    const { world, harness, account, permissionId, ask, sign } = await signing();
    const signature = await sign(mail);
    expect(await ask(mail, signature)).to.equal(validSignature);
    await expectAccepted(world, await harness.revoke(account, { permissionId }));
    expect(await ask(mail, signature)).to.equal(noSignature);
  });

  it("is not valid for another account with the same session", async () => {
    const { world, harness, account, key, session, smartSession, ask, sign } = await signing();
    const other = await harness.createAccount({ kind, owner: account.owner, salt: 6n });
    const setup = [
      other.encodeInstall(smartSession, world.release.encodeInstallData([])),
      ...lettingSign(world, other),
      enablingToSign(world, session, mail),
    ];
    await expectAccepted(world, await harness.execute(other, setup));
    const theirs = await sign(mail, key, other);
    expect(await ask(mail, theirs)).to.equal(noSignature);
    expect(await askAccount({ world, account: other }, hashOf(mail), theirs)).to.equal(validSignature);
  });

  it("is not valid of a message as wallets sign it (personal_sign)", async () => {
    const { world, account, key, permissionId, sign } = await signing();
    const message = "hello";
    const wallets = concat([permissionId, await key.signMessage({ message })]);
    // v1 takes the last bytes for a length, and may read on as far as gas goes; the account then reverts, too.
    const ask = (hash: Hex, signature: Hex) =>
      askAccount({ world, account }, hash, signature, 400_000n).catch(revertedWith);
    expect(await ask(hashMessage(message), wallets)).to.be.oneOf([noSignature, "0x"]);
    expect(await ask(hashOf(mail), await sign(mail)), "the gas suffices").to.equal(validSignature);
  });

  it(`answers ${beta ? "only for the hash that was signed" : "for any hash, as v1 does not look at it"}`, async () => {
    const { world, account, sign } = await signing();
    const signature = await sign(mail);
    for (const hash of [hashOf(otherType), pad("0x00", { size: 32 })]) {
      const answer = await askAccount({ world, account }, hash, signature);
      expect(answer).to.equal(beta ? noSignature : validSignature);
    }
  });

  it("uses no limit and no nonce of the session, which acts as before", async () => {
    const { world, account, counter, permissionId, ask, use } = await signing();
    expect(await ask(mail)).to.equal(validSignature);
    await expectAccepted(world, await use(permissionId));
    expect(await ask(mail)).to.equal(validSignature);
    expect(await counter.count(account.address)).to.equal(1n);
  });
});
