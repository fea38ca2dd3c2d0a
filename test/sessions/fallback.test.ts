import { expect } from "chai";
import type { Hex } from "viem";
import {
  type ActionData,
  type Call,
  type PolicyData,
  sudo,
  toActionId,
  usageLimit,
} from "../../src/index.ts";
import { fallbackSelectors, fallbackTarget } from "../../src/world/fallbackAction.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { executing, modes, packed } from "../helpers/execution.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { bySmartSession, notGranted, usedUp } from "../helpers/refusals.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { freshKey } from "../helpers/scene.ts";

const fallback = (actionTargetSelector: Hex, ...actionPolicies: PolicyData[]): ActionData => ({
  actionTarget: fallbackTarget,
  actionTargetSelector,
  actionPolicies,
});
const anyCall = (...policies: PolicyData[]) => fallback(fallbackSelectors.others, ...policies);
const anyCallToSmartSession = (...policies: PolicyData[]) =>
  fallback(fallbackSelectors.smartSession, ...policies);

/** The fallback action stands for every call that no other action names: who grants it grants the account. */
onEveryAccount("the fallback action", ({ scene, reverted }) => {
  /** A session with these actions. */
  const having = async (...of: ActionData[]) => {
    const built = await scene();
    const { make, enableMade, use } = built;
    const made = make({ actions: of });
    await enableMade(made);
    const { permissionId } = made;
    return { ...built, permissionId, call: (...calls: Call[]) => use(permissionId, calls) };
  };
  /** The owner's call that enables another session, which the session's key is to make. */
  const escalation = async ({ world, account, make, action, read }: Awaited<ReturnType<typeof having>>) => {
    const { session, permissionId } = make({ actions: [action(decrement, sudo.encode())] });
    return {
      grantingItself: world.release.encodeEnable([session]),
      isGranted: () => read("isPermissionEnabled", [permissionId, account.address]),
    };
  };

  it("lets any function of any target be called, and value be transferred to anybody", async () => {
    const { world, account, counter, call } = await having(anyCall(sudo.encode()));
    const friend = freshKey().address;
    await expectAccepted(world, await call(counter.call(increment), counter.call(decrement)));
    await expectAccepted(world, await call(counter.call(increment)));
    await expectAccepted(world, await call({ to: friend, value: 3n }));
    expect(await counter.count(account.address)).to.equal(1n);
    expect(await world.client.getBalance({ address: friend })).to.equal(3n);
  });

  it("lets the account's own functions be called: the key installs a module", async () => {
    const { world, account, call } = await having(anyCall(sudo.encode()));
    const { address } = await deployMock(world, "IdleValidator");
    await expectAccepted(world, await call(account.encodeInstall(address, "0x")));
    expect(await account.isInstalled(address)).to.equal(true);
  });

  it("rejects the account's own functions as the operation's call data, which it does not stand for", async () => {
    const { world, account, permissionId, send } = await having(anyCall(sudo.encode()));
    const { address } = await deployMock(world, "IdleValidator");
    const { data = "0x" } = account.encodeInstall(address, "0x");
    expectRefused(await send(permissionId, data), notGranted(reverted, permissionId));
    expect(await account.isInstalled(address)).to.equal(false);
  });

  it("rejects a call that the account is to execute on itself", async () => {
    const { account, counter, call } = await having(anyCall(sudo.encode()));
    const granted = counter.call(increment);
    const wrapped = { to: account.address, data: executing(modes.single, packed(granted)) };
    for (const calls of [[wrapped], [wrapped, granted], [granted, wrapped]]) {
      expectRefused(await call(...calls), bySmartSession(reverted, "InvalidSelfCall"));
    }
    expect(await counter.count(account.address)).to.equal(0n);
  });

  it("rejects a call to the address that stands for it", async () => {
    const { call } = await having(anyCall(sudo.encode()), anyCallToSmartSession(sudo.encode()));
    for (const data of ["0x", "0x00000001", "0x00000002", increment] as const) {
      const outcome = await call({ to: fallbackTarget, data });
      expectRefused(outcome, bySmartSession(reverted, "InvalidTarget"));
    }
  });

  if (releaseOfRun() === "beta") {
    it("lets SmartSession be called, on the beta: the key grants itself more", async () => {
      const built = await having(anyCall(sudo.encode()));
      const { grantingItself, isGranted } = await escalation(built);
      await expectAccepted(built.world, await built.call(grantingItself));
      expect(await isGranted()).to.equal(true);
    });

    it("knows no fallback action for SmartSession, on the beta", async () => {
      const built = await having(anyCallToSmartSession(sudo.encode()));
      const { grantingItself, isGranted } = await escalation(built);
      expectRefused(await built.call(grantingItself), notGranted(reverted, built.permissionId));
      expect(await isGranted()).to.equal(false);
    });
  } else {
    it("rejects calls to SmartSession, in a batch with others, too", async () => {
      const built = await having(anyCall(sudo.encode()));
      const { call, counter, permissionId, managing } = built;
      const { grantingItself, isGranted } = await escalation(built);
      const other = counter.call(increment);
      const removing = managing("removeSession", [permissionId]);
      for (const calls of [[grantingItself], [removing], [other, grantingItself], [grantingItself, other]]) {
        expectRefused(await call(...calls), notGranted(reverted, permissionId));
      }
      expect(await isGranted()).to.equal(false);
    });

    it("lets SmartSession be called where that is granted, and nothing else: the key grants itself more", async () => {
      const built = await having(anyCallToSmartSession(sudo.encode()));
      const { world, call, counter, permissionId } = built;
      const { grantingItself, isGranted } = await escalation(built);
      expectRefused(await call(counter.call(increment)), notGranted(reverted, permissionId));
      await expectAccepted(world, await call(grantingItself));
      expect(await isGranted()).to.equal(true);
    });

    it("counts calls to SmartSession apart from those to others", async () => {
      const once = usageLimit.encode({ limit: 1n });
      const built = await having(anyCall(once), anyCallToSmartSession(once));
      const { world, call, counter, permissionId } = built;
      const { grantingItself } = await escalation(built);
      await expectAccepted(world, await call(grantingItself));
      await expectAccepted(world, await call(counter.call(increment)));
      for (const one of [grantingItself, counter.call(increment)]) {
        expectRefused(await call(one), usedUp(reverted, permissionId));
      }
    });
  }

  it("counts all calls that it stands for together, and each of a batch", async () => {
    const { world, account, counter, permissionId, call } = await having(
      anyCall(usageLimit.encode({ limit: 3n })),
    );
    await expectAccepted(world, await call(counter.call(increment), counter.call(decrement)));
    const friend = freshKey().address;
    expectRefused(
      await call({ to: friend, value: 1n }, counter.call(increment)),
      usedUp(reverted, permissionId),
    );
    await expectAccepted(world, await call({ to: friend, value: 1n }));
    expectRefused(await call(counter.call(increment)), usedUp(reverted, permissionId));
    expect(await counter.count(account.address)).to.equal(0n);
  });

  it("does not stand for a call that another action names, whose own limit holds", async () => {
    const built = await scene();
    const { world, make, action, enableMade, use, counter, account } = built;
    const { session, permissionId } = make({
      actions: [
        action(increment, usageLimit.encode({ limit: 1n })),
        anyCall(usageLimit.encode({ limit: 1n })),
      ],
    });
    await enableMade({ session });
    await expectAccepted(world, await use(permissionId));
    expectRefused(await use(permissionId), usedUp(reverted, permissionId));
    // The fallback action has counted nothing so far.
    await expectAccepted(world, await use(permissionId, [counter.call(decrement)]));
    expectRefused(await use(permissionId, [counter.call(decrement)]), usedUp(reverted, permissionId));
    expect(await counter.count(account.address)).to.equal(0n);
  });

  it("stands for an action whose last policy is disabled: to narrow so is to widen", async () => {
    const built = await scene();
    const { world, harness, account, counter, make, action, enableMade, use, managing } = built;
    const named = action(increment, usageLimit.encode({ limit: 1n }));
    const { session, permissionId } = make({ actions: [named, anyCall(sudo.encode())] });
    await enableMade({ session });
    await expectAccepted(world, await use(permissionId));
    expectRefused(await use(permissionId), usedUp(reverted, permissionId));
    const actionId = toActionId(counter.address, increment);
    const disabling = managing("disableActionPolicies", [permissionId, actionId, [usageLimit.address]]);
    await expectAccepted(world, await harness.execute(account, [disabling]));
    await expectAccepted(world, await use(permissionId));
    expect(await counter.count(account.address)).to.equal(2n);
  });

  it("stands for nothing where it has no policy", async () => {
    const { call, counter, permissionId } = await having(anyCall(), anyCallToSmartSession());
    expectRefused(await call(counter.call(increment)), notGranted(reverted, permissionId));
  });
});
