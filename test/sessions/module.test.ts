import { expect } from "chai";
import { type Address, parseEventLogs } from "viem";
import { erc7579AccountAbi, ModuleNotInstalledError, usageLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { deployMock } from "../helpers/mock.ts";
import { notEnabled, notGranted, undoneBy, usedUp } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";

/** SmartSession is installed as a validator, and every session ends with it. */
onEveryAccount("the module", ({ kind, scene, reverted, hiding, ...ofKind }) => {
  const { withoutModule, again, tellsOfEmptyInstall } = ofKind;
  const alreadyInstalled = (account: Address) =>
    undoneBy(hiding, "SmartSession", "SmartSessionModuleAlreadyInstalled", { account });

  it("is installed as a validator, with the account's event", async () => {
    const { world, account, harness } = await scene();
    const fresh = await harness.createAccount({ kind, owner: account.owner, salt: 1n });
    const validator = world.contracts.SmartSession.address;
    expect(await fresh.isInstalled(validator)).to.equal(false);

    const { logs } = await expectAccepted(world, await harness.install(fresh));

    // The operation deploys the account: Kernel announces its root validator by the same event, before.
    const installed = parseEventLogs({
      abi: erc7579AccountAbi,
      eventName: "ModuleInstalled",
      logs: [...logs],
    }).at(-1);
    expect(installed?.args).to.deep.equal({ moduleTypeId: 1n, module: validator });
    expect(await fresh.isInstalled(validator)).to.equal(true);
  });

  it("is installed with sessions, each of which is usable at once", async () => {
    const { world, account, harness, counter, key, compile } = await scene();
    const fresh = await harness.createAccount({ kind, owner: account.owner, salt: 2n });
    const sessions = [compile({ maxUses: 1 }), compile({ maxUses: 1 })];
    await expectAccepted(world, await harness.install(fresh, sessions));
    for (const session of sessions) {
      const use = () => harness.use({ account: fresh, session, key, calls: [counter.call(increment)] });
      await expectAccepted(world, await use());
      expectRefused(await use(), usedUp(reverted, session.permissionId));
    }
    expect(await counter.count(fresh.address)).to.equal(2n);
  });

  it("ends every session when it is uninstalled", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable();

    await expectAccepted(world, await harness.uninstall(account));

    const validator = world.contracts.SmartSession.address;
    expect(await account.isInstalled(validator)).to.equal(false);
    expectRefused(await harness.use({ account, session, key, calls: [counter.call(increment)] }), {
      layer: "account",
      code: "module not installed",
      rule: "moduleInstalled",
      args: { validator },
      layers: [...withoutModule, "account module not installed"],
    });

    await expectAccepted(world, await harness.install(account));
    const outcome = await harness.use({ account, session, key, calls: [counter.call(increment)] });
    expectRefused(outcome, notEnabled(reverted, session.permissionId));
    expect(await counter.count(account.address)).to.equal(0n);
  });

  it(`is ${again.length > 0 ? "not " : ""}installed a second time`, async () => {
    const { world, harness, account } = await scene();
    const outcome = await harness.install(account);
    if (again.length === 0) {
      await expectAccepted(world, outcome);
      return;
    }
    const { refusal } = await expectReverted(world, outcome, {
      layer: "account",
      code: "LinkedList_EntryAlreadyInList",
      args: { entry: world.contracts.SmartSession.address },
      layers: again,
    });
    expect(refusal.layers.at(-1)?.address).to.be.oneOf(account.machinery);
    expect(refusal.reason).to.match(/installed already/);
  });

  it("is uninstalled from among other validators", async () => {
    const { harness, world, account } = await scene();
    const validator = world.contracts.SmartSession.address;
    // One installed after it; the account's own is installed before it.
    const idle = await deployMock(world, "IdleValidator");
    await expectAccepted(world, await harness.execute(account, [account.encodeInstall(idle.address, "0x")]));
    await expectAccepted(world, await harness.uninstall(account));
    expect(await account.isInstalled(validator)).to.equal(false);
    expect(await account.isInstalled(idle.address)).to.equal(true);
  });

  it("takes every session along when it is uninstalled, whose counters start anew where it is enabled again", async () => {
    const { world, harness, account, counter, make, action, enableMade, use, compile } = await scene();
    const once = usageLimit.encode({ limit: 1n });
    const made = [1, 2].map(() =>
      make({ salt: compile().session.salt, actions: [action(increment, once), action(decrement, once)] }),
    );
    await enableMade(...made);
    for (const { permissionId } of made) await expectAccepted(world, await use(permissionId));
    await expectAccepted(world, await harness.uninstall(account));
    await expectAccepted(world, await harness.install(account));
    for (const { permissionId } of made) {
      expectRefused(await use(permissionId), notEnabled(reverted, permissionId));
    }
    for (const { session, permissionId } of made) {
      await enableMade({ session: { ...session, actions: [action(increment, once)] } });
      await expectAccepted(world, await use(permissionId));
      expectRefused(await use(permissionId), usedUp(reverted, permissionId));
      const refused = notGranted(reverted, permissionId);
      expectRefused(await use(permissionId, [counter.call(decrement)]), refused);
    }
    expect(await counter.count(account.address)).to.equal(4n);
  });

  it("is not installed a second time while a session is enabled, which goes on", async () => {
    const { world, harness, account, enable, use } = await scene();
    const { permissionId } = await enable();
    const outcome = await harness.install(account);
    const inList = again.at(-1);
    await expectReverted(
      world,
      outcome,
      inList
        ? {
            layer: "account",
            code: "LinkedList_EntryAlreadyInList",
            args: { entry: world.contracts.SmartSession.address },
            layers: again,
          }
        : alreadyInstalled(account.address),
    );
    await expectAccepted(world, await use(permissionId));
  });

  const only = tellsOfEmptyInstall ? "only after that is removed" : "all the same, without being told";
  it(`is not needed to enable a session, but to use it, and is installed ${only}`, async () => {
    const { world, harness, account, enable, use, managing } = await scene();
    await expectAccepted(world, await harness.uninstall(account));
    const { permissionId } = await enable();
    const validator = world.contracts.SmartSession.address;
    expectRefused(await use(permissionId), {
      layer: "account",
      code: "module not installed",
      rule: "moduleInstalled",
      args: { validator },
      layers: [
        ...(kind === "kernel"
          ? ["bundler -32500", "EntryPoint AA23", "account InvalidValidator"]
          : withoutModule),
        "account module not installed",
      ],
    });
    if (!tellsOfEmptyInstall) {
      await expectAccepted(world, await harness.install(account));
      await expectAccepted(world, await use(permissionId));
      return;
    }
    const { refusal } = await expectReverted(
      world,
      await harness.install(account),
      alreadyInstalled(account.address),
    );
    expect(refusal.reason).to.match(/enabled already/);
    expect(await account.isInstalled(validator)).to.equal(false);

    const removing = managing("removeSession", [permissionId]);
    await expectAccepted(world, await harness.execute(account, [removing]));
    await expectAccepted(world, await harness.install(account));
    const session = await enable();
    await expectAccepted(world, await use(session.permissionId));
  });

  it("cannot be uninstalled where it is not installed", async () => {
    const { harness } = await scene();
    const fresh = await harness.createAccount({ kind, owner: freshKey() });
    await expectToReject(harness.uninstall(fresh), ModuleNotInstalledError);
  });
});
