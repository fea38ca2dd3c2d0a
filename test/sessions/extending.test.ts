import { expect } from "chai";
import {
  type PolicyData,
  type Session,
  sudo,
  toActionConfigId,
  toActionId,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { notGranted, usedUp } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";

const uses = (limit: bigint) => usageLimit.encode({ limit });

/** Enabled again under one id (one validator, key and salt), a session gains, starts anew, and loses nothing. */
onEveryAccount("enabling a session again", ({ scene, reverted }) => {
  /** Enables by hand what has one id, and uses it. */
  const extending = async () => {
    const built = await scene();
    const { account, counter, compile, action, enableMade, use, read } = built;
    const { salt } = compile().session;
    const make = (change: Partial<Session>) => built.make({ salt, ...change });
    const { permissionId } = make({});
    const actionId = toActionId(counter.address, increment);
    return {
      ...built,
      salt,
      permissionId,
      make,
      /** Enables the increment with these policies. */
      grant: (...policies: PolicyData[]) => enableMade(make({ actions: [action(increment, ...policies)] })),
      grantOf: (operations: PolicyData[], ...actions: ReturnType<typeof action>[]) =>
        enableMade(make({ userOpPolicies: operations, actions })),
      count: () => use(permissionId),
      uncount: () => use(permissionId, [counter.call(decrement)]),
      listed: (policy: PolicyData["policy"]) =>
        read("isActionPolicyEnabled", [account.address, permissionId, actionId, policy]),
      state: () =>
        usageLimit.readState({
          client: built.world.client,
          multiplexer: built.smartSession,
          account: account.address,
          configId: toActionConfigId(account.address, permissionId, actionId),
        }),
    };
  };

  it("keeps the id where policies and actions differ, and changes it with key or salt", async () => {
    const { salt, permissionId, make, action, harness, counter, compile } = await extending();
    expect(make({ actions: [], userOpPolicies: [sudo.encode()] }).permissionId).to.equal(permissionId);
    expect(make({ actions: [action(decrement, uses(1n))] }).permissionId).to.equal(permissionId);
    const [sessionKey, target] = [freshKey().address, counter.address];
    const others = [compile(), harness.compile({ sessionKey, target, function: "increment()", salt })];
    for (const other of others) expect(other.permissionId).not.to.equal(permissionId);
  });

  it("narrows nothing by a session with less: the actions that are not listed stay", async () => {
    const { world, make, action, enableMade, count, uncount } = await extending();
    await enableMade(make({ actions: [action(increment, sudo.encode()), action(decrement, sudo.encode())] }));
    await enableMade(make({ actions: [action(increment, sudo.encode())] }));
    await enableMade(make({ actions: [] }));
    await expectAccepted(world, await count());
    await expectAccepted(world, await uncount());
  });

  it("narrows nothing by leaving a policy out, which goes on counting", async () => {
    const { world, permissionId, grant, count, listed } = await extending();
    await grant(uses(2n));
    await expectAccepted(world, await count());
    await grant(sudo.encode());
    expect(await listed(usageLimit.address)).to.equal(true);
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId));
  });

  it("adds an action's policy, which holds from then on beside those before", async () => {
    const { world, permissionId, grant, count } = await extending();
    await grant(sudo.encode());
    await expectAccepted(world, await count());
    await grant(uses(1n));
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId));
  });

  it("adds a policy of operations, which holds for every action", async () => {
    const { world, permissionId, action, grantOf, count, uncount } = await extending();
    await grantOf([], action(increment, sudo.encode()), action(decrement, sudo.encode()));
    await grantOf([uses(2n)]);
    await expectAccepted(world, await count());
    await expectAccepted(world, await uncount());
    for (const outcome of [await count(), await uncount()]) {
      expectRefused(outcome, usedUp(reverted, permissionId, "maxOperations"));
    }
  });

  it("adds an action to the others", async () => {
    const { world, permissionId, action, grantOf, count, uncount } = await extending();
    await grantOf([], action(increment, sudo.encode()));
    await expectAccepted(world, await count());
    expectRefused(await uncount(), notGranted(reverted, permissionId));
    await grantOf([], action(decrement, sudo.encode()));
    await expectAccepted(world, await uncount());
    await expectAccepted(world, await count());
  });

  it("starts the counters of each policy anew that is listed, with the limit that is listed", async () => {
    const { world, permissionId, grant, count, state } = await extending();
    await grant(uses(1n));
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId));
    await grant(uses(2n));
    expect(await state()).to.deep.equal({ limit: 2n, used: 0n });
    await expectAccepted(world, await count());
    await grant(uses(1n));
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId));
  });

  it("leaves the counters alone of the actions and the policies that are not listed", async () => {
    const { world, permissionId, action, grantOf, count, uncount, state } = await extending();
    await grantOf([uses(9n)], action(increment, uses(1n)), action(decrement, uses(1n)));
    await expectAccepted(world, await count());
    await expectAccepted(world, await uncount());
    await grantOf([], action(decrement, uses(1n)));
    expect(await state()).to.deep.equal({ limit: 1n, used: 1n });
    expectRefused(await count(), usedUp(reverted, permissionId));
    await grantOf([uses(9n)], action(decrement, valueLimit.encode({ limit: 1n })));
    expectRefused(await count(), usedUp(reverted, permissionId));
  });

  it("makes one of a policy that is listed twice in an action: the last holds", async () => {
    const { world, permissionId, grant, count, state } = await extending();
    await grant(uses(1n), uses(2n));
    expect(await state()).to.deep.equal({ limit: 2n, used: 0n });
    // It judges each call once.
    await expectAccepted(world, await count());
    expect(await state()).to.deep.equal({ limit: 2n, used: 1n });
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId));
    await grant(uses(2n), uses(1n));
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId));
  });

  it("makes one of an action that is listed twice, with the policies of both", async () => {
    const { world, permissionId, action, grantOf, count, listed } = await extending();
    await grantOf([], action(increment, uses(1n)), action(increment, sudo.encode()));
    for (const { address } of [usageLimit, sudo]) expect(await listed(address)).to.equal(true);
    await expectAccepted(world, await count());
    expectRefused(await count(), usedUp(reverted, permissionId));
  });
});
