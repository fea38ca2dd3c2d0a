import { expect } from "chai";
import { encodeAbiParameters, encodeFunctionData, parseAbiParameters } from "viem";
import { type Call, chainTime, setChainTime, timeFrame, toActionId } from "../../src/index.ts";
import { decrement as decrementing, increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { managementAbi } from "../helpers/managementAbi.ts";
import { record } from "../helpers/recorder.ts";
import { freshKey } from "../helpers/scene.ts";
import { buildWatchScene, type WatchScene } from "./watchScene.ts";

describe("what sessions watch raises", function () {
  this.timeout(60_000);
  const build = fixture(buildWatchScene);
  let scene: WatchScene;

  beforeEach(async () => {
    scene = await build();
  });
  after(() => scene.close());

  /** What an alert says, without what differs by run. */
  const said = (alerts: readonly { rule: string; details: object }[]) => alerts.map(({ details }) => details);

  describe("unknownSession", () => {
    const rules = [{ rule: "unknownSession" }];

    it("tells of a session that is enabled and not ours, with the key that signs for it", async () => {
      const { watch, grant, key, account } = scene;
      const watched = await watch(rules);
      const session = await grant();
      const [alert, ...rest] = await watched.news();
      expect(rest).to.deep.equal([]);
      expect(alert).to.deep.include({
        rule: "unknownSession",
        name: "unknownSession",
        severity: "critical",
        account: account.address,
        permissionId: session.permissionId,
        details: { rule: "unknownSession", by: "call", keys: [key.address], moreKeys: 0 },
      });
      expect(alert?.message).to.include("not ours").and.include(key.address);
      expect(await watched.news(), "once").to.deep.equal([]);
    });

    it("tells of it again where it is enabled again", async () => {
      const watched = await scene.watch(rules);
      const session = await scene.grant();
      await scene.harness.enable(scene.account, [session]);
      const alerts = await watched.news();
      expect(alerts.map(({ permissionId }) => permissionId)).to.deep.equal([
        session.permissionId,
        session.permissionId,
      ]);
      expect(new Set(alerts.map(({ id }) => id)).size).to.equal(2);
    });

    it("tells of one that its first use enables", async () => {
      const { harness, account, key, recorder, compile, watch } = scene;
      const watched = await watch([...rules, { rule: "unknownUse" }]);
      const session = compile({ target: recorder.address, function: "record(uint256)" });
      const enable = await harness.signEnable(account, session);
      await expectAccepted(
        scene.world,
        await harness.use({ account, session, key, calls: [recorder.call()], enable }),
      );
      const alerts = await watched.news();
      expect(alerts.map(({ rule }) => rule)).to.deep.equal(["unknownSession", "unknownUse"]);
      expect(alerts[0]?.details).to.deep.include({ by: "first use" });
    });

    it("says nothing of ours: by key file, by permission id, by the keys that sign", async () => {
      const { watch, key } = scene;
      const session = scene.compile({ target: scene.recorder.address, function: "record(uint256)" });
      const both = [...rules, { rule: "unknownUse" }];
      const ways = [
        await watch(both, { filesOf: () => [{ permissionId: session.permissionId, name: "pay" }] }),
        await watch(both, {
          ours: { permissionIds: [session.permissionId.toUpperCase().replace("0X", "0x")] },
        }),
        await watch(both, { ours: { sessionKeys: [key.address] } }),
      ];
      const other = await watch(both, { ours: { sessionKeys: [freshKey().address] } });
      await scene.harness.enable(scene.account, [session]);
      await scene.use(session);
      for (const watched of ways) expect(await watched.news()).to.deep.equal([]);
      expect(await other.news()).to.have.length(2);
    });

    it("tells of one that a key of somebody else may sign for as well", async () => {
      const { compile, recorder, key, world, harness, account } = scene;
      const other = freshKey().address;
      const keys = [key.address, other].sort((one, another) => (BigInt(one) < BigInt(another) ? -1 : 1));
      const { session } = compile({ target: recorder.address, function: "record(uint256)" });
      const config = encodeAbiParameters(parseAbiParameters("uint256, address[]"), [1n, keys]);
      const watched = await scene.watch(rules, { ours: { sessionKeys: [key.address] } });
      const enable = world.release.encodeEnable([{ ...session, sessionValidatorInitData: config }]);
      await expectAccepted(world, await harness.execute(account, [enable]));
      expect(said(await watched.news())).to.deep.equal([
        { rule: "unknownSession", by: "call", keys, moreKeys: 0 },
      ]);
    });

    it("leaves accounts out that a rule does not name", async () => {
      const other = freshKey().address;
      const watched = await scene.watch([{ rule: "unknownSession", accounts: [other] }]);
      await scene.grant();
      expect(await watched.news()).to.deep.equal([]);
    });
  });

  describe("unknownUse", () => {
    it("tells of each operation of a session that is not ours, and what it called", async () => {
      const { recorder } = scene;
      const session = await scene.grant();
      const watched = await scene.watch([{ rule: "unknownUse", name: "foreign", severity: "warning" }]);
      await scene.use(session, 5n);
      await scene.use(session);
      const alerts = await watched.news();
      expect(alerts.map(({ name, severity }) => [name, severity])).to.deep.equal([
        ["foreign", "warning"],
        ["foreign", "warning"],
      ]);
      expect(alerts[0]?.details).to.deep.include({
        sessionRead: true,
        success: true,
        calls: [{ to: recorder.address, selector: recorder.call().data?.slice(0, 10), value: "5" }],
      });
      expect(alerts[0]?.message).to.include("0.000000000000000005 ETH");
    });
  });

  describe("spending", () => {
    const limit = { maxUses: 4n, maxTotalValue: 100n };

    it("tells of each share once that it is reached, and not before", async () => {
      const session = await scene.grant(limit);
      const actionId = toActionId(scene.recorder.address, record);
      const watched = await scene.watch([{ rule: "spending", of: ["value"], shares: [0.5, 0.9] }]);
      await scene.use(session, 49n);
      expect(await watched.news()).to.deep.equal([]);
      await scene.use(session, 1n);
      expect(said(await watched.news())).to.deep.equal([
        { rule: "spending", of: "value", unit: "wei", share: 0.5, used: "50", limit: "100", actionId },
      ]);
      await scene.use(session, 39n);
      expect(await watched.news()).to.deep.equal([]);
      await scene.use(session, 11n);
      expect(said(await watched.news())).to.deep.equal([
        { rule: "spending", of: "value", unit: "wei", share: 0.9, used: "100", limit: "100", actionId },
      ]);
    });

    it("finds the operation that reached it, however many are read at once", async () => {
      const session = await scene.grant({ maxOperations: 10n });
      const rules = [{ rule: "spending", shares: [0.3, 0.7] }];
      const [atOnce, oneByOne] = [await scene.watch(rules), await scene.watch(rules)];
      for (let use = 0; use < 9; use++) {
        await scene.use(session);
        await oneByOne.look();
      }
      await atOnce.look();
      expect(said(atOnce.alerts())).to.deep.equal([
        {
          rule: "spending",
          of: "operations",
          unit: "user operations",
          share: 0.3,
          used: "3",
          limit: "10",
          actionId: null,
        },
        {
          rule: "spending",
          of: "operations",
          unit: "user operations",
          share: 0.7,
          used: "7",
          limit: "10",
          actionId: null,
        },
      ]);
      expect(atOnce.alerts()).to.deep.equal(oneByOne.alerts());
    });

    it("begins anew where the session is enabled anew, also within what is read at once", async () => {
      const session = await scene.grant({ maxOperations: 2n });
      const watched = await scene.watch([{ rule: "spending", of: ["operations"], shares: [0.5] }]);
      await scene.use(session);
      await scene.harness.enable(scene.account, [session]);
      await scene.use(session);
      await scene.harness.revoke(scene.account, session);
      expect(said(await watched.news())).to.have.length(2);
    });

    it("counts calls, and operations that failed", async () => {
      const session = await scene.enable({ function: "decrement()", maxUses: 4n });
      const watched = await scene.watch([{ rule: "spending", of: ["calls"], shares: [0.5] }]);
      const failing = [scene.counter.call(decrementing)];
      for (let use = 0; use < 2; use++) {
        const outcome = await scene.harness.use({
          account: scene.account,
          session,
          key: scene.key,
          calls: failing,
        });
        expect(outcome.status).to.equal("rejected");
      }
      expect(said(await watched.news())).to.have.length(1);
    });
  });

  describe("rate", () => {
    const hour = 3600n;

    it("tells of more operations than so many within a time, once until it was less", async () => {
      const session = await scene.grant();
      const watched = await scene.watch([{ rule: "rate", operations: 2, within: "1h" }]);
      const start = (await chainTime(scene.world)) + 10n;
      const useAt = async (time: bigint) => {
        await setChainTime(scene.world, time);
        await scene.use(session);
      };
      await useAt(start);
      await useAt(start + 10n);
      expect(await watched.news(), "two are no more than two").to.deep.equal([]);
      await useAt(start + 20n);
      expect(said(await watched.news())[0]).to.deep.include({ of: "operations", counted: "3", limit: "2" });
      await useAt(start + 30n);
      expect(await watched.news(), "it still is").to.deep.equal([]);
      await useAt(start + 30n + 3n * hour);
      await useAt(start + 31n + 3n * hour);
      await useAt(start + 32n + 3n * hour);
      expect(await watched.news(), "it is again").to.have.length(1);
    });

    it("looks back over the time, and not a second more", async () => {
      const session = await scene.grant();
      const watched = await scene.watch([{ rule: "rate", operations: 1, within: "1h" }]);
      const useAt = async (time: bigint) => {
        await setChainTime(scene.world, time);
        await scene.use(session);
        expect((await scene.world.client.getBlock()).timestamp).to.equal(time);
      };
      const start = (await chainTime(scene.world)) + 10n;
      await useAt(start);
      await useAt(start + hour);
      expect(await watched.news(), "an hour apart").to.deep.equal([]);
      await useAt(start + 2n * hour - 1n);
      expect(await watched.news(), "a second less").to.have.length(1);
    });

    it("tells of more value than so much, by session or by account; what failed has moved none", async () => {
      const [one, other] = [
        await scene.grant({ maxOperations: 9n }),
        await scene.grant({ maxOperations: 8n }),
      ];
      const watched = await scene.watch([
        { rule: "rate", name: "session", value: 10, within: "1h" },
        { rule: "rate", name: "account", value: "10", within: "1h", by: "account" },
      ]);
      await scene.use(one, 4n, 3n);
      await scene.use(other, 3n);
      expect(await watched.news()).to.deep.equal([]);
      await scene.use(other, 1n);
      const alerts = await watched.news();
      expect(alerts.map(({ name, permissionId }) => [name, permissionId])).to.deep.equal([["account", null]]);
      expect(alerts[0]?.details).to.deep.include({ of: "value", counted: "11", limit: "10", by: "account" });
    });
  });

  describe("failures", () => {
    it("tells of so many in a row, once; what took effect ends the row", async () => {
      const { harness, account, key, counter, enable, watch } = scene;
      const session = await enable({ function: "decrement()" });
      const decrement = async () =>
        (await harness.use({ account, session, key, calls: [counter.call(decrementing)] })).status;
      const watched = await watch([{ rule: "failures", streak: 2 }]);
      expect(await decrement()).to.equal("rejected");
      await harness.execute(account, [counter.call(increment)]);
      expect(await decrement()).to.equal("accepted");
      await decrement();
      expect(await watched.news(), "one took effect between").to.deep.equal([]);
      await decrement();
      expect(said(await watched.news())[0]).to.deep.include({ rule: "failures", streak: 2 });
      await decrement();
      await decrement();
      expect(await watched.news(), "it stays one row").to.deep.equal([]);
      await harness.execute(account, [counter.call(increment)]);
      await decrement();
      await decrement();
      await decrement();
      expect(await watched.news(), "another row").to.have.length(1);
    });
  });

  describe("expiring", () => {
    it("tells of a session once so little of its time is left, and not a second before", async () => {
      const now = await chainTime(scene.world);
      const validUntil = now + 10_000n;
      const known = await scene.grant({ validUntil });
      const watched = await scene.watch([{ rule: "expiring", within: "1h" }], {
        ours: { permissionIds: [known.permissionId] },
      });
      const endless = await scene.grant();
      await scene.passTo(validUntil - 3601n);
      expect(await watched.news()).to.deep.equal([]);
      await scene.passTo(validUntil - 3600n);
      const alerts = await watched.news();
      expect(alerts.map(({ permissionId }) => permissionId)).to.deep.equal([known.permissionId]);
      expect(alerts[0]?.at.time).to.equal(String(validUntil - 3600n));
      await scene.passTo(validUntil + 1n);
      expect(await watched.news()).to.deep.equal([]);
      expect(endless.permissionId).to.not.equal(known.permissionId);
    });

    it("says nothing of one that was revoked before, or had ended when it was first seen", async () => {
      const now = await chainTime(scene.world);
      const ended = await scene.grant({ validUntil: now + 100n });
      await scene.passTo(now + 200n);
      const watched = await scene.watch([{ rule: "expiring", within: "1h" }], {
        ours: { permissionIds: [ended.permissionId] },
      });
      const revoked = await scene.grant({ validUntil: now + 10_000n });
      await scene.harness.revoke(scene.account, revoked);
      await scene.passTo(now + 9_999n);
      expect(await watched.news()).to.deep.equal([]);
    });

    it("tells of it also where what came after was read at once", async () => {
      const now = await chainTime(scene.world);
      const watched = await scene.watch([{ rule: "expiring", within: "1h" }]);
      const session = await scene.grant({ validUntil: now + 10_000n });
      await scene.passTo(now + 8_000n);
      const { number } = await scene.world.client.getBlock();
      await scene.passTo(now + 9_000n);
      await scene.harness.revoke(scene.account, session);
      expect((await watched.news()).map(({ at }) => at.block)).to.deep.equal([String(number)]);
    });
  });

  describe("policyChanged, sessionRemoved, moduleUninstalled", () => {
    const rules = [{ rule: "policyChanged" }, { rule: "sessionRemoved" }, { rule: "moduleUninstalled" }];
    const call = (functionName: string, args: readonly unknown[]): Call => ({
      to: scene.world.contracts.SmartSession.address,
      data: encodeFunctionData({ abi: managementAbi, functionName, args } as never),
    });
    const manage = async (...calls: readonly Call[]) =>
      expectAccepted(scene.world, await scene.harness.execute(scene.account, calls));

    it("tell of each policy that an enabled session is given or loses, and of the same again", async () => {
      const { watch, grant, now } = scene;
      const { permissionId } = await grant();
      const watched = await watch([...rules, { rule: "expiring", within: "1h" }]);
      const policy = timeFrame.encode({ validAfter: 0n, validUntil: now + 10_000n });
      const add = call("enableUserOpPolicies", [permissionId, [policy]]);
      const remove = call("disableUserOpPolicies", [permissionId, [policy.policy]]);
      await manage(add);
      await manage(remove);
      await manage(add, remove);
      await manage(add);
      const alerts = await watched.news();
      expect(alerts.map(({ details }) => details.change)).to.deep.equal([
        ...Array(2).fill(["policy added", "policy removed"]).flat(),
        "policy added",
      ]);
      expect(alerts[0]?.details).to.deep.include({ policyName: "TimeFramePolicy", policyType: "userOp" });
      expect(new Set(alerts.map(({ id }) => id)).size).to.equal(5);
      // The end that it was given is one that it is held to.
      await scene.passTo(now + 9_000n);
      expect((await watched.news()).map(({ rule }) => rule)).to.deep.equal(["expiring"]);
    });

    it("tell of a session that is enabled anew: it keeps what it had, and may do more", async () => {
      const session = await scene.grant();
      const watched = await scene.watch(rules, { ours: { permissionIds: [session.permissionId] } });
      const more = {
        ...session.session,
        userOpPolicies: [timeFrame.encode({ validAfter: 0n, validUntil: 0n })],
      };
      await manage(scene.world.release.encodeEnable([more]));
      const [alert, ...rest] = await watched.news();
      expect(rest).to.deep.equal([]);
      expect(alert?.details).to.deep.include({ change: "enabled anew", permitsPaymasters: false });
      expect(alert?.message).to.include("TimeFramePolicy");
    });

    it("tell that an enabled session is permitted paymasters", async function () {
      const { world, harness, account, key, watch, compile, recorder } = scene;
      if (!world.release.limitsPaymasters) return this.skip(); // the beta has no such switch
      const target = { target: recorder.address, function: "record(uint256)" };
      const watched = await watch(rules);
      const session = compile({ ...target, permitERC4337Paymaster: true });
      await expectAccepted(world, await harness.enable(account, [session]));
      expect(await watched.news(), "by its enabling").to.deep.equal([]);
      const enable = await harness.signEnable(account, session);
      await harness.use({ account, session, key, calls: [recorder.call()], enable });
      const [alert] = await watched.news();
      expect(alert?.details).to.deep.include({ change: "enabled anew", permitsPaymasters: true });
      expect(alert?.message).to.include("paymasters may pay");
    });

    it("tell of an action that is disabled, of a removal, and of the module's end", async () => {
      const { harness, account, watch, grant } = scene;
      const session = await grant();
      const other = await grant({ maxOperations: 3n });
      const watched = await watch(rules);
      const [action] = (await harness.readSession(account, session)).actions;
      const actionId = action?.actionId ?? "0x";
      await manage(call("disableActionId", [session.permissionId, actionId]));
      await manage(call("removeSession", [session.permissionId]));
      await harness.uninstall(account);
      const alerts = await watched.news();
      expect(alerts.map(({ rule, permissionId }) => [rule, permissionId])).to.deep.equal([
        ["policyChanged", session.permissionId],
        ["sessionRemoved", session.permissionId],
        ["moduleUninstalled", null],
        ["sessionRemoved", other.permissionId],
      ]);
      expect(alerts[0]?.details).to.deep.include({ change: "action disabled", actionId });
    });

    it("say nothing of how sessions are enabled and used", async () => {
      const watched = await scene.watch(rules);
      const session = await scene.grant({ maxOperations: 3n });
      await scene.use(session);
      expect(await watched.news()).to.deep.equal([]);
    });
  });
});
