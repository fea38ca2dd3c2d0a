import { expect } from "chai";
import type { Hex } from "viem";
import { type Session, setChainTime, sudo, timeFrame, toActionId, usageLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import type { SceneByHand } from "../helpers/byHand.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { notGranted, outOfTime, undoneBy, usedUp } from "../helpers/refusals.ts";
import { releaseOfRun } from "../helpers/releases.ts";

const once = usageLimit.encode({ limit: 1n });

/** The owner takes a policy or an action from a session; what is left goes on. */
onEveryAccount("disabling", ({ scene, reverted, hiding }) => {
  const enabled = async (change: (scene: SceneByHand) => Partial<Session>) => {
    const built = await scene();
    const { harness, account, counter, make, enableMade, use, managing } = built;
    const made = make(change(built));
    const { permissionId } = made;
    await enableMade(made);
    const actionIdOf = (selector: Hex) => toActionId(counter.address, selector);
    const execute = (call: ReturnType<typeof managing>) => harness.execute(account, [call]);
    return {
      ...built,
      made,
      permissionId,
      count: () => use(permissionId),
      uncount: () => use(permissionId, [counter.call(decrement)]),
      disablePolicies: (selector: Hex, ...policies: Hex[]) =>
        execute(managing("disableActionPolicies", [permissionId, actionIdOf(selector), policies])),
      disableUserOpPolicies: (...policies: Hex[]) =>
        execute(managing("disableUserOpPolicies", [permissionId, policies])),
      disableAction: (selector: Hex) =>
        execute(managing("disableActionId", [permissionId, actionIdOf(selector)])),
    };
  };

  it("holds an action to its other policies once one is disabled", async () => {
    const { world, permissionId, count, uncount, disablePolicies } = await enabled(({ action }) => ({
      actions: [action(increment, once, sudo.encode()), action(decrement, once)],
    }));
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId));
    await expectAccepted(world, await disablePolicies(increment, usageLimit.address));
    await expectAccepted(world, await count());
    // The same policy of another action is another.
    await expectAccepted(world, await uncount());
    expectRefused(await uncount(), usedUp(reverted, permissionId));
  });

  it("rejects an action whose last policy is disabled, and no other", async () => {
    const { world, permissionId, count, uncount, disablePolicies } = await enabled(({ action }) => ({
      actions: [action(increment, once, sudo.encode()), action(decrement, sudo.encode())],
    }));
    await expectAccepted(world, await count());
    await expectAccepted(world, await disablePolicies(increment, usageLimit.address, sudo.address));
    expectRefused(await count(), notGranted(reverted, permissionId));
    await expectAccepted(world, await uncount());
  });

  it("rejects an action that is disabled, and no other", async () => {
    const { world, permissionId, count, uncount, disableAction, counter, account } = await enabled(
      ({ action }) => ({
        actions: [action(increment, once, sudo.encode()), action(decrement, sudo.encode())],
      }),
    );
    await expectAccepted(world, await count());
    await expectAccepted(world, await disableAction(increment));
    expectRefused(await count(), notGranted(reverted, permissionId));
    await expectAccepted(world, await uncount());
    expect(await counter.count(account.address)).to.equal(0n);
  });

  it("keeps another session's policies and actions", async () => {
    const { world, enable, use, permissionId, disablePolicies, disableAction, count } = await enabled(
      ({ action }) => ({ actions: [action(increment, sudo.encode())] }),
    );
    const other = await enable();
    await expectAccepted(world, await disablePolicies(increment, sudo.address));
    await expectAccepted(world, await disableAction(increment));
    expectRefused(await count(), notGranted(reverted, permissionId));
    await expectAccepted(world, await use(other.permissionId));
  });

  it("holds the session to its other policies of operations once one is disabled", async () => {
    const { world, permissionId, count, disableUserOpPolicies, now, counter, account } = await enabled(
      ({ now }) => ({
        userOpPolicies: [once, timeFrame.encode({ validAfter: 0n, validUntil: now + 100n })],
      }),
    );
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId, "maxOperations"));
    await expectAccepted(world, await disableUserOpPolicies(usageLimit.address));
    await expectAccepted(world, await count());
    await setChainTime(world, now + 101n);
    const expired = outOfTime("validUntil", {
      validAfter: 0n,
      validUntil: now + 100n,
      timestamp: now + 101n,
    });
    expectRefused(await count(), expired);
    // An expired session lives again where nothing bounds it any more.
    await expectAccepted(world, await disableUserOpPolicies(timeFrame.address));
    await expectAccepted(world, await count());
    expect(await counter.count(account.address)).to.equal(3n);
  });

  it("starts the counters of a policy anew that is enabled again", async () => {
    const { world, permissionId, made, count, disablePolicies, enableMade } = await enabled(({ action }) => ({
      actions: [action(increment, once)],
    }));
    await expectAccepted(world, await count());
    await expectAccepted(world, await disablePolicies(increment, usageLimit.address));
    expectRefused(await count(), notGranted(reverted, permissionId));
    await enableMade(made);
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId));
  });

  it("refuses to disable or to add anything of a session that the account has not enabled", async () => {
    const { world, harness, account, counter, make, managing } = await scene();
    const { permissionId } = make();
    const actionId = toActionId(counter.address, increment);
    const code = releaseOfRun() === "beta" ? "InvalidSession" : "InvalidPermissionId";
    for (const call of [
      managing("disableActionPolicies", [permissionId, actionId, [sudo.address]]),
      managing("disableUserOpPolicies", [permissionId, [sudo.address]]),
      managing("disableActionId", [permissionId, actionId]),
      managing("enableActionPolicies", [permissionId, make().session.actions]),
      managing("enableUserOpPolicies", [permissionId, [sudo.encode()]]),
    ]) {
      await expectReverted(
        world,
        await harness.execute(account, [call]),
        undoneBy(hiding, "SmartSession", code, { permissionId }),
      );
    }
  });
});
