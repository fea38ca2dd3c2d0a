import { expect } from "chai";
import {
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  concat,
  encodeFunctionData,
  getAddress,
  type Hex,
  hashMessage,
  keccak256,
  pad,
  parseAbi,
  toPrefixedMessage,
} from "viem";
import type { Account, PolicyData } from "../../src/index.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { contentAbi } from "../helpers/managementAbi.ts";
import {
  askAccount,
  type Content,
  enablingToSign,
  hashOf,
  mail,
  mayContent,
  noSignature,
  signContent,
  validSignature,
} from "../helpers/sign1271.ts";
import { auditRoom, type FindingScene } from "./auditRoom.ts";

const validatorAbi = parseAbi([
  "function isValidSignatureWithSender(address sender, bytes32 hash, bytes signature) view returns (bytes4)",
]);

/** A session that may sign a content, and is asked about it. */
const signing = async (scene: FindingScene, policies?: readonly PolicyData[]) => {
  const { world, harness, account, key, make } = scene;
  const { session, permissionId } = make();
  const enabling = enablingToSign(world, session, mail, policies);
  await expectAccepted(world, await harness.execute(account, [enabling]));
  return {
    permissionId,
    session,
    enabling,
    sign: (content: Content, by: Account = account) =>
      signContent({ world, account: by, permissionId, key }, content),
    ask: (hash: Hex, signature: Hex, of: Account = account) =>
      askAccount({ world, account: of }, hash, signature),
  };
};

auditRoom("what a session signs (ERC-1271)", (finding) => {
  finding("Cantina 0826 H3.1.4", async (scene) => {
    const { world, harness, account, smartSession } = scene;
    const { enabling, sign, ask } = await signing(scene);
    const other = await harness.createAccount({ kind: "nexus", owner: account.owner, salt: 7n });
    await expectAccepted(
      world,
      await harness.execute(other, [
        other.encodeInstall(smartSession, world.release.encodeInstallData([])),
        enabling,
      ]),
    );
    const [one, another] = [await sign(mail), await sign(mail, other)];
    const hash = hashOf(mail);
    expect(await ask(hash, one)).to.equal(validSignature);
    expect(await ask(hash, another, other)).to.equal(validSignature);
    expect(await ask(hash, one, other)).to.equal(noSignature);
    expect(await ask(hash, another)).to.equal(noSignature);
    return "fixed";
  });

  finding("Cantina 0826 L3.3.11", async (scene) => {
    const { world, harness, account, managing } = scene;
    const { permissionId, sign, ask } = await signing(scene);
    const signature = await sign(mail);
    const hash = hashOf(mail);
    expect(await ask(hash, signature)).to.equal(validSignature);
    await expectAccepted(world, await harness.execute(account, [managing("removeSession", [permissionId])]));
    expect(await ask(hash, signature)).to.equal(noSignature);
    return "fixed";
  });

  finding("Cantina 0826 I3.5.3", async (scene) => {
    const { world, account, key } = scene;
    const { permissionId, sign, ask } = await signing(scene);
    const message = "hello";
    const hash = hashMessage(message);
    const { domain } = await world.client.getEip712Domain({ address: account.address });
    const { fields: _, ...accountDomain } = domain as typeof domain & { fields?: unknown };
    const signatures = [
      await key.signMessage({ message }),
      // As ERC-7739 nests it (`PersonalSign`).
      await key.signTypedData({
        domain: accountDomain,
        types: { PersonalSign: [{ name: "prefixed", type: "bytes" }] },
        primaryType: "PersonalSign",
        message: { prefixed: toPrefixedMessage(message) },
      }),
    ];
    for (const signature of signatures) {
      expect(await ask(hash, concat([permissionId, signature]))).to.equal(noSignature);
    }
    expect(await ask(hashOf(mail), await sign(mail)), "the session may sign").to.equal(validSignature);
    return "acknowledged: still so";
  });

  finding("Cantina 0826 I3.5.13", async (scene) => {
    const { world, harness, account, smartSession, enableMade } = scene;
    const { permissionId, session, sign, ask } = await signing(scene);
    const letter: Content = { ...mail, types: { Letter: mail.types.Mail ?? [] }, primaryType: "Letter" };
    const [mails, letters] = [mayContent(mail).erc7739Policies, mayContent(letter).erc7739Policies];
    if (!mails || !letters) expect.fail("both may be signed");
    await enableMade({ session: { ...session, erc7739Policies: letters } });
    const answers = async () =>
      Promise.all([mail, letter].map(async (content) => ask(hashOf(content), await sign(content))));
    expect(await answers()).to.deep.equal([validSignature, validSignature]);
    const data = encodeFunctionData({
      abi: contentAbi,
      functionName: "disableERC1271Policies",
      args: [permissionId, [], mails.allowedERC7739Content],
    });
    await expectAccepted(world, await harness.execute(account, [{ to: smartSession, data }]));
    expect(await answers()).to.deep.equal([noSignature, validSignature]);
    return "fixed";
  });

  finding("Renascence v1 M-1", async (scene) => {
    const { world, release, account, smartSession } = scene;
    const { permissionId, sign, ask } = await signing(scene, []);
    const [hash, signature] = [hashOf(mail), await sign(mail)];
    expect(await ask(hash, signature)).to.equal(noSignature);
    // The account says no where the validator reverts: the validator itself is asked.
    const asked = world.client.readContract({
      account: account.address,
      address: smartSession,
      abi: [...validatorAbi, ...world.release.errorsAbi],
      functionName: "isValidSignatureWithSender",
      args: [account.address, hash, signature],
    });
    if (release === "beta") {
      expect(await asked).to.equal(noSignature);
      return "still so";
    }
    const error = await expectToReject(asked, ContractFunctionExecutionError);
    const reverted = error.walk((one) => one instanceof ContractFunctionRevertedError);
    expect((reverted as ContractFunctionRevertedError).data).to.deep.include({
      errorName: "NoPoliciesSet",
      args: [permissionId],
    });
    return "fixed";
  });

  finding("Seen here 1", async (scene) => {
    const { release, account } = scene;
    const { sign, ask } = await signing(scene);
    const signature = await sign(mail);
    // What another app asks about: a permit that the session was never granted, and a hash of nothing.
    const permit: Content = {
      domain: { name: "Token", chainId: 1946, verifyingContract: pad("0x70ce", { size: 20 }) },
      types: {
        Permit: [
          { name: "owner", type: "address" },
          { name: "spender", type: "address" },
          { name: "value", type: "uint256" },
        ],
      },
      primaryType: "Permit",
      message: {
        owner: account.address,
        spender: getAddress(pad("0xbad0", { size: 20 })),
        value: 10n ** 30n,
      },
    };
    expect(await ask(hashOf(mail), signature)).to.equal(validSignature);
    for (const hash of [hashOf(permit), keccak256("0x"), pad("0x00", { size: 32 })]) {
      expect(await ask(hash, signature)).to.equal(release === "v1" ? validSignature : noSignature);
    }
    // Only contents that were granted can be signed at all; it is what is asked about that nobody looks at.
    expect(await ask(hashOf(permit), await sign(permit))).to.equal(noSignature);
    return release === "v1" ? "still so" : "fixed";
  });
});
