import * as sdk from "@startale-scs/aa-sdk";
import { expect } from "chai";
import { createSmartAccountClient } from "permissionless";
import { concat, custom, type Hex, type LocalAccount, zeroAddress } from "viem";
import type { SmartAccount } from "viem/account-abstraction";
import { signHash } from "../../src/account/signHash.ts";
import {
  AccountKindNotPresentError,
  createAccount,
  createWorld,
  type Harness,
  InvalidInputError,
  instantBundler,
} from "../../src/index.ts";
import { buildSceneByHand } from "../helpers/byHand.ts";
import { increment } from "../helpers/counter.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshChain, localChain } from "../helpers/freshChain.ts";
import { needsContract, needsKind } from "../helpers/kinds.ts";
import { bySmartSession } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";

/** The SDK's account: viem's, and who validates what it signs. */
type SdkAccount = SmartAccount & { setModule(module: object): void };

// The SDK's types name their own files without their ending, where no compiler finds them that reads as Node does.
const { toStartaleSmartAccount, toSmartSessionsValidator } = sdk as unknown as {
  toStartaleSmartAccount(parameters: object): Promise<SdkAccount>;
  toSmartSessionsValidator(parameters: object): object;
};

describe("the Startale account", () => {
  describe("and Startale's SDK (aa-sdk 1.1.0)", () => {
    needsKind("startale");
    const scene = fixture(buildSceneByHand("startale"));

    /** The account as the SDK has it, of version 1.0.0. */
    const bySdk = async ({ world }: Harness, more: { signer: LocalAccount; index?: bigint }) => {
      const { StartaleAccountFactory, StartaleSmartAccount, StartaleBootstrap } = world.contracts;
      if (!StartaleAccountFactory || !StartaleSmartAccount || !StartaleBootstrap)
        throw new Error("not there");
      const account = await toStartaleSmartAccount({
        chain: world.client.chain,
        transport: custom(world.provider),
        factoryAddress: StartaleAccountFactory.address,
        accountImplementationAddress: StartaleSmartAccount.address,
        bootStrapAddress: StartaleBootstrap.address,
        ...more,
      });
      const client = createSmartAccountClient({
        account,
        chain: world.client.chain,
        client: world.client,
        bundlerTransport: await instantBundler(world),
      });
      const send = async (call: { to: Hex; data?: Hex | undefined }) => {
        const hash = await client.sendUserOperation({ calls: [{ to: call.to, data: call.data ?? "0x" }] });
        return (await client.waitForUserOperationReceipt({ hash })).success;
      };
      return { account, send };
    };

    it("have the same account for the same owner and index", async () => {
      const { harness } = await scene();
      const owner = freshKey();
      for (const index of [0n, 1n, 2n ** 256n - 1n]) {
        const ours = await harness.createAccount({ kind: "startale", owner, salt: index });
        const { account } = await bySdk(harness, { signer: owner, index });
        expect(account.address).to.equal(ours.address);
        expect(await ours.smartAccount.getFactoryArgs()).to.deep.equal(await account.getFactoryArgs());
      }
    });

    it("drive the same account by its owner: one deploys it, the other goes on", async () => {
      const { world, harness, counter } = await scene();
      const owner = freshKey();
      const ours = await harness.createAccount({ kind: "startale", owner });
      const { send } = await bySdk(harness, { signer: owner });
      expect(await send(counter.call(increment))).to.equal(true);
      await expectAccepted(world, await harness.execute(ours, [counter.call(increment)]));
      expect(await send(counter.call(increment))).to.equal(true);
      expect(await counter.count(ours.address)).to.equal(3n);
    });

    describe("and its session validator", () => {
      needsContract("StartaleOwnableValidator");

      it("use the same session", async () => {
        const { world, harness, account, counter, enable, key } = await scene();
        const { account: theirs, send } = await bySdk(harness, { signer: account.owner });
        const session = await enable();
        const moduleData = { permissionIds: [session.permissionId] };
        theirs.setModule(toSmartSessionsValidator({ account: theirs, signer: key, moduleData }));
        const calls = [counter.call(increment)];
        expect(await send(counter.call(increment))).to.equal(true);
        await expectAccepted(world, await harness.use({ account, session, key, calls }));
        expect(await counter.count(account.address)).to.equal(2n);
      });
    });

    it("do not sign messages alike: the SDK's is not the account's, which wants ERC-7739", async () => {
      const { world, harness, account } = await scene();
      const { account: theirs } = await bySdk(harness, { signer: account.owner });
      expect(theirs.address).to.equal(account.address);
      const message = "hello";
      const verify = (signature: Hex) =>
        world.client.verifyMessage({ address: account.address, message, signature });
      expect(await verify(await account.smartAccount.signMessage({ message }))).to.equal(true);
      expect(await verify(await theirs.signMessage({ message }))).to.equal(false);
    });
  });

  describe("an enable signature", () => {
    needsKind("startale");
    const scene = fixture(buildSceneByHand("startale"));

    it("is refused where the owner has signed the hash as it is, or as a message", async () => {
      const { world, harness, account, counter, key, compile } = await scene();
      const session = compile();
      const enable = await harness.signEnable(account, session);
      const { hash } = await world.release.enableDigest(world.client, {
        account: account.address,
        session: session.session,
        mode: "ENABLE",
      });
      for (const bare of [
        await signHash(account.owner, hash),
        await account.owner.signMessage({ message: { raw: hash } }),
      ]) {
        const signature = concat([zeroAddress, bare]);
        const calls = [counter.call(increment)];
        expectRefused(
          await harness.use({ account, session, key, calls, enable: { ...enable, signature } }),
          bySmartSession(
            ["bundler -32500", "EntryPoint AA23"],
            "InvalidEnableSignature",
            { account: account.address, hash },
            "enableSignature",
          ),
        );
      }
    });
  });

  describe("of another version", () => {
    needsKind("startale");
    const scene = fixture(buildSceneByHand("startale"));

    it("is made by the contracts that are given, and has another address where they are others", async () => {
      const { world, harness, account } = await scene();
      const { owner } = account;
      const { StartaleAccountFactory, StartaleBootstrap } = world.contracts;
      const [factory, bootstrap] = [StartaleAccountFactory?.address, StartaleBootstrap?.address];
      if (!factory || !bootstrap) throw new Error("not there");
      const of = async (startale: object) =>
        (await harness.createAccount({ kind: "startale", owner, startale })).address;
      expect(await of({ factory, bootstrap })).to.equal(account.address);
      expect(await of({ bootstrap: world.contracts.EntryPoint.address })).not.to.equal(account.address);
    });

    it("is not made by a factory of other accounts, or by what is no factory", async () => {
      const { harness, world } = await scene();
      const { EntryPoint, NexusAccountFactory } = world.contracts;
      for (const [{ address: factory }, problem] of [
        [EntryPoint, /is none, where a factory of Startale accounts/],
        [NexusAccountFactory, /is none|makes accounts of Nexus/],
      ] as const) {
        await expectInputError(
          () => harness.createAccount({ kind: "startale", startale: { factory } }),
          "startale.factory",
          factory,
          problem,
        );
      }
    });

    it("is not made where this chain lacks what is given", async () => {
      const { harness } = await scene();
      const factory = "0x00000Be75c267EFE9ddD7044d1F236959aF4c15F";
      const error = await expectToReject(
        harness.createAccount({ kind: "startale", startale: { factory } }),
        AccountKindNotPresentError,
      );
      expect(error.missing).to.deep.equal([factory]);
    });
  });

  it("is refused where the world does not hold its contracts, which are named, with what brings them", async () => {
    const world = await createWorld(await localChain(), { release: "beta" });
    const error = await expectToReject(
      createAccount(world, { kind: "startale" }),
      AccountKindNotPresentError,
    );
    expect(error.missing).to.deep.equal([
      "StartaleECDSAValidator",
      "StartaleSmartAccount",
      "StartaleAccountFactory",
      "StartaleBootstrap",
    ]);
    expect(error.message).to.match(/canonical pull/);
  });

  it("refuses addresses that are none, and those of an account of another kind", async () => {
    const world = await createWorld(await freshChain());
    await expectInputError(
      () => createAccount(world, { kind: "startale", startale: { factory: "0x12" } }),
      "startale.factory",
      "0x12",
      /not an address/,
    );
    const given = { startale: { factory: zeroAddress } } as const;
    await expectToReject(createAccount(world, { kind: "nexus", ...given }), InvalidInputError);
    await expectToReject(
      createAccount(world, { kind: "startale", startale: { factories: zeroAddress } as never }),
      InvalidInputError,
    );
  });
});
