import { expect } from "chai";
import {
  type Address,
  concat,
  encodeFunctionData,
  getAddress,
  type Hex,
  numberToHex,
  parseEther,
  size,
} from "viem";
import {
  type Accepted,
  contractArtifact,
  deployContract,
  sudo,
  toActionId,
  usageLimit,
} from "../../src/index.ts";
import type { SessionUsed, UsageFact } from "../../src/usage/UsageFact.ts";
import { mined } from "../../src/world/mined.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { bundling, sendBundle } from "../helpers/bundle.ts";
import type { SceneByHand } from "../helpers/byHand.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { deployPaymaster } from "../helpers/paymaster.ts";
import { readAll } from "../helpers/readAll.ts";

/** Facts without where they were recorded. */
const told = (facts: readonly UsageFact[]) =>
  facts.map(({ blockNumber, timestamp, transactionHash, logIndex, ...rest }) => rest);

const isUse = (fact: UsageFact): fact is SessionUsed => fact.type === "sessionUsed";

onEveryAccount("reading what became of sessions", ({ scene }) => {
  /** A scene, and what is recorded from here on. */
  const recording = async () => {
    const built = await scene();
    const { world } = built;
    const begin = (await world.client.getBlockNumber()) + 1n;
    return { ...built, begin, facts: (accounts?: readonly Address[]) => readAll(world, begin, accounts) };
  };

  /** What a compiled session is enabled with. */
  const policies = [
    { policyType: "userOp", policy: usageLimit.address },
    { policyType: "action", policy: sudo.address },
  ];
  const limits = { maxOperations: 5 };

  describe("their lives", () => {
    it("tells a session that the account enables, once more where it is enabled again", async () => {
      const { account, enable, harness, facts } = await recording();
      const session = await enable(limits);
      await harness.enable(account, [session]);
      const { permissionId } = session;
      const fact = { account: account.address, type: "sessionEnabled", permissionId, by: "call" };
      const enabled = { ...fact, policies, permitsPaymasters: false };
      expect(told(await facts())).to.deep.equal([enabled, enabled]);
    });

    it("tells a session that its first use enables, which SmartSession does not say is created", async () => {
      const { world, account, compile, harness, key, counter, facts } = await recording();
      const session = compile(limits);
      const enable = await harness.signEnable(account, session);
      const calls = [counter.call(increment)];
      await expectAccepted(world, await harness.use({ account, session, key, calls, enable }));
      const [enabled, used, ...rest] = await facts();
      const { permissionId } = session;
      expect(told([enabled as UsageFact])).to.deep.equal([
        {
          account: account.address,
          type: "sessionEnabled",
          permissionId,
          by: "first use",
          policies,
          permitsPaymasters: false,
        },
      ]);
      expect(used).to.deep.include({ type: "sessionUsed", permissionId, success: true });
      expect((used as SessionUsed).enables).to.deep.include({ salt: session.session.salt });
      expect(rest).to.deep.equal([]);
    });

    it("tells a session that is enabled, and enabled anew by a use, of which SmartSession says the policies alone", async () => {
      const { world, account, enable, harness, key, counter, facts } = await recording();
      const session = await enable(limits);
      const calls = [counter.call(increment)];
      const signed = await harness.signEnable(account, session);
      await expectAccepted(world, await harness.use({ account, session, key, calls, enable: signed }));
      const [, anew, used, ...rest] = await facts();
      const { permissionId } = session;
      expect(anew).to.deep.include({ type: "sessionEnabled", permissionId, by: "first use", policies });
      expect(used).to.deep.include({ type: "sessionUsed", permissionId });
      expect(rest).to.deep.equal([]);
    });

    it("tells revoking, and what uninstalling ends", async () => {
      const { account, enable, harness, facts, world } = await recording();
      const [one, two] = [await enable(), await enable()];
      await expectAccepted(world, await harness.revoke(account, one));
      await expectAccepted(world, await harness.uninstall(account));
      const ended = told(await facts()).filter(({ type }) => type !== "sessionEnabled");
      const of = { account: account.address };
      expect(ended.slice(0, 2)).to.deep.equal([
        { ...of, type: "sessionRemoved", permissionId: one.permissionId },
        { ...of, type: "enableSignaturesVoided", permissionId: one.permissionId, enableNonce: 1n },
      ]);
      // Kinds differ in what they say first.
      expect(ended.slice(2)).to.have.deep.members([
        { ...of, type: "sessionRemoved", permissionId: two.permissionId },
        { ...of, type: "moduleUninstalled" },
      ]);
    });

    it("tells that the module is installed", async () => {
      const { world, harness, account, facts } = await recording();
      const other = await harness.createAccount({ kind: account.kind, salt: 7n });
      await expectAccepted(world, await harness.install(other));
      expect(told(await facts())).to.deep.equal([{ account: other.address, type: "moduleInstalled" }]);
    });

    it("tells policies and actions that are added to a session, and taken from it", async () => {
      const { account, counter, world, make, action, enableMade, managing, harness, facts } =
        await recording();
      const made = make({ actions: [action(increment, sudo.encode())], userOpPolicies: [] });
      await enableMade(made);
      const { permissionId } = made;
      const [limit, actionId] = [usageLimit.encode({ limit: 3n }), toActionId(counter.address, increment)];
      const changes = [
        managing("enableUserOpPolicies", [permissionId, [limit]]),
        managing("enableActionPolicies", [permissionId, [action(increment, limit)]]),
        managing("disableActionPolicies", [permissionId, actionId, [usageLimit.address]]),
        managing("disableUserOpPolicies", [permissionId, [usageLimit.address]]),
        managing("disableActionId", [permissionId, actionId]),
      ];
      for (const change of changes) await expectAccepted(world, await harness.execute(account, [change]));
      const of = { account: account.address, permissionId };
      const policy = usageLimit.address;
      expect(told(await facts()).filter(({ type }) => type !== "sessionEnabled")).to.deep.equal([
        { ...of, type: "policyEnabled", policyType: "userOp", policy },
        { ...of, type: "policyEnabled", policyType: "action", policy },
        { ...of, type: "policyDisabled", policyType: "action", policy },
        { ...of, type: "policyDisabled", policyType: "userOp", policy },
        { ...of, type: "actionDisabled", actionId },
      ]);
    });

    it("tells a policy that is added in the transaction that enables the session", async () => {
      const { account, world, make, managing, harness, facts } = await recording();
      const made = make({ userOpPolicies: [] });
      const { permissionId } = made;
      const limit = usageLimit.encode({ limit: 3n });
      await expectAccepted(
        world,
        await harness.execute(account, [
          world.release.encodeEnable([made.session]),
          managing("enableUserOpPolicies", [permissionId, [limit]]),
        ]),
      );
      expect(
        (await facts()).map((fact) => [fact.type, "policies" in fact && fact.policies.length]),
      ).to.deep.equal([
        ["sessionEnabled", 1],
        ["policyEnabled", false],
      ]);
    });

    it("tells whether paymasters may pay, where the release knows that", async function () {
      const { world, enable, facts } = await recording();
      if (!world.release.limitsPaymasters) return this.skip();
      await enable({ permitERC4337Paymaster: true });
      expect(told(await facts())).to.have.nested.property("[0].permitsPaymasters", true);
      expect(await facts()).to.have.length(1);
    });
  });

  describe("their uses", () => {
    const inBatch = ({ counter }: SceneByHand) => [counter.call(increment), counter.call(increment)];

    it("tells session, calls, gas and nonce of a use, single or batch", async () => {
      const built = await recording();
      const { world, account, enable, use, facts, counter } = built;
      const { permissionId } = await enable();
      const outcomes: Accepted[] = [];
      for (const calls of [[counter.call(increment)], inBatch(built)]) {
        const outcome = await use(permissionId, calls);
        await expectAccepted(world, outcome);
        outcomes.push(outcome as Accepted);
      }
      const uses = (await facts()).filter(isUse);
      const call = { to: counter.address, value: 0n, data: increment };
      expect(uses.map(({ calls }) => calls)).to.deep.equal([[call], [call, call]]);
      for (const [index, outcome] of outcomes.entries()) {
        const { userOpHash, nonce, gasUsed, gasCost, transactionHash, blockNumber } = outcome;
        const { timestamp } = await world.client.getBlock({ blockNumber });
        const { logIndex: _, calls: __, ...use } = uses[index] as SessionUsed;
        expect(use).to.deep.equal({
          type: "sessionUsed",
          account: account.address,
          permissionId,
          userOpHash,
          nonce,
          gasUsed,
          gasCost,
          transactionHash,
          blockNumber,
          timestamp,
          success: true,
          paymaster: undefined,
          enables: undefined,
        });
      }
    });

    it("tells native value, and a use that failed", async () => {
      const { world, account, key, harness, compile, facts, counter } = await recording();
      const { abi, bytecode } = contractArtifact("targets/Nft");
      const nft = await deployContract(world, `${bytecode}${account.address.slice(2).padStart(64, "0")}`);
      const minting = compile({ target: nft, function: "mint(address,uint256)", maxValue: parseEther("1") });
      const uncounting = compile({ function: "decrement()" });
      await expectAccepted(world, await harness.enable(account, [minting, uncounting]));
      const data = encodeFunctionData({ abi, functionName: "mint", args: [account.address, 1n] });
      const value = parseEther("0.01");
      await harness.use({ account, key, session: minting, calls: [{ to: nft, data, value, abi }] });
      const failed = await harness.use({
        account,
        key,
        session: uncounting,
        calls: [counter.call(decrement)],
      });
      expect(failed.status).to.equal("rejected");
      const [, , mint, undone] = await facts();
      expect(mint).to.deep.include({ permissionId: minting.permissionId });
      expect((mint as SessionUsed).calls).to.deep.equal([{ to: getAddress(nft), data, value }]);
      expect(undone).to.deep.include({ permissionId: uncounting.permissionId, success: false });
      expect((undone as SessionUsed).calls).to.have.length(1);
    });

    it("tells who paid in the account's place", async () => {
      const { world, account, key, harness, enable, facts, counter } = await recording();
      const session = await enable(world.release.limitsPaymasters ? { permitERC4337Paymaster: true } : {});
      const paymaster = await deployPaymaster(world);
      const paying = { address: paymaster };
      const calls = [counter.call(increment)];
      await expectAccepted(world, await harness.use({ account, session, key, calls, paymaster: paying }));
      const [use] = (await facts()).filter(isUse);
      expect(use?.paymaster).to.equal(paymaster);
    });

    it("leaves out the operations of owners, and other accounts where they are not asked about", async () => {
      const { account, harness, counter, use, enable, facts } = await recording();
      const { permissionId } = await enable();
      await harness.execute(account, [counter.call(increment)]);
      await use(permissionId);
      expect((await facts()).filter(isUse)).to.have.length(1);
      expect(await facts([account.address.toLowerCase() as Address])).to.deep.equal(await facts());
      expect(await facts([counter.address])).to.deep.equal([]);
      const many = Array.from({ length: 101 }, (_, index) =>
        getAddress(`0x${(index + 1).toString(16).padStart(40, "0")}`),
      );
      expect(await facts(many)).to.deep.equal([]);
      expect(await facts([...many, account.address])).to.deep.equal(await facts());
    });

    it("tells the uses of several sessions that one bundle holds", async () => {
      const { world, enable, signed, facts, account, signedByOwner, counter } = await recording();
      const [one, two] = [await enable(), await enable()];
      const callData = await account.smartAccount.encodeCalls([{ to: counter.address, data: increment }]);
      const first = await signed(one.permissionId, callData);
      const second = await signed(two.permissionId, callData, { nonce: first.nonce + 1n });
      const bundled = await sendBundle(world, [first, await signedByOwner(counter.call(increment)), second]);
      expect(bundled).to.have.property("events").with.length(3);
      const uses = (await facts()).filter(isUse);
      expect(uses.map(({ permissionId }) => permissionId)).to.deep.equal([
        one.permissionId,
        two.permissionId,
      ]);
      expect(new Set(uses.map(({ transactionHash }) => transactionHash)).size).to.equal(1);
    });

    it("finds operations that another contract hands to EntryPoint by the trace, and says where it cannot", async () => {
      const { world, enable, signed, account, counter, begin, facts } = await recording();
      const { permissionId } = await enable();
      const callData = await account.smartAccount.encodeCalls([{ to: counter.address, data: increment }]);
      const forwarder = await deployMock(world, "Replayer");
      const { from, to, data, gas } = await bundling(world, [await signed(permissionId, callData)]);
      const forwarding = { from, gas, ...forwarder.call("forward", [to, data]) };
      const params = [{ from, gas, to: forwarding.to, data: forwarding.data }];
      await mined(world.provider, await world.provider.request({ method: "eth_sendTransaction", params }));
      const [use] = (await facts()).filter(isUse);
      expect(use).to.deep.include({ permissionId, success: true });
      expect(use?.calls).to.have.length(1);

      const untraced = {
        ...world,
        provider: {
          request: (asked: { method: string }) =>
            asked.method.startsWith("debug_")
              ? Promise.reject(new Error("no such method"))
              : world.provider.request(asked),
        },
      };
      const [unread] = (await readAll(untraced as typeof world, begin)).filter(isUse);
      expect(unread).to.deep.include({
        userOpHash: use?.userOpHash,
        permissionId: undefined,
        calls: undefined,
      });
    });

    describe("of which others wrote something else into the transaction", () => {
      /** An operation, and one with its nonce that would send all to somebody else by another session. */
      const forging = async () => {
        const built = await recording();
        const { world, account, counter, enable, signed, begin } = built;
        const [real, other] = [await enable(), await enable()];
        const encode = (to: Address, value: bigint, data: Hex) =>
          account.smartAccount.encodeCalls([{ to, value, data }]);
        const operation = await signed(real.permissionId, await encode(counter.address, 0n, increment));
        const signature = world.release.encodeUseSignature(other.permissionId, "0x1234");
        const thief = "0x000000000000000000000000000000000000dEaD";
        const bundles = await Promise.all([
          bundling(world, [{ ...operation, signature, callData: await encode(thief, 7n, "0x") }]),
          bundling(world, [{ ...operation, signature }]),
          bundling(world, [operation]),
        ]);
        const [forged, resigned, genuine] = bundles as [Bundle, Bundle, Bundle];
        return {
          ...built,
          forged,
          resigned,
          genuine,
          async send(to: Address, data: Hex) {
            const params = [{ from: genuine.from, to, data, gas: genuine.gas }];
            const { provider } = world;
            await mined(provider, await provider.request({ method: "eth_sendTransaction", params }));
          },
          async expectGenuine() {
            const uses = (await readAll(world, begin)).filter(isUse);
            const call = { to: counter.address, value: 0n, data: increment };
            expect(uses.map(({ permissionId, calls }) => ({ permissionId, calls }))).to.deep.equal([
              { permissionId: real.permissionId, calls: [call] },
            ]);
          },
        };
      };
      type Bundle = Awaited<ReturnType<typeof bundling>>;

      it("takes the operation that EntryPoint carried out, and none that it refused before", async () => {
        const { world, forged, resigned, genuine, send, expectGenuine } = await forging();
        const { address, call } = await deployMock(world, "Replayer");
        const steps = [forged, resigned, genuine].map(({ data }) => ({ by: address, data }));
        const { data } = call("play", [[genuine.to], steps]);
        await send(address, data as Hex);
        await expectGenuine();
      });

      it("takes none of the call data of another contract", async () => {
        const { world, resigned, genuine, send, expectGenuine } = await forging();
        // Calls EntryPoint with what stands behind the first bundle; the last word says how long it is.
        const forwarder: Address = "0x0000000000000000000000000000000000f0F0F0";
        const code = concat([
          "0x6020360335806020013603819060003760006000826000600073",
          genuine.to,
          "0x5af100",
        ]);
        await world.provider.request({ method: "hardhat_setCode", params: [forwarder, code] });
        const length = numberToHex(size(genuine.data), { size: 32 });
        await send(forwarder, concat([resigned.data, genuine.data, length]));
        await expectGenuine();
      });
    });
  });
});
