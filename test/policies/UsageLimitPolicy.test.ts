import { expect } from "chai";
import { usageLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";

/** A session makes maxUses calls, however they are put into operations. */
onEveryAccount("UsageLimitPolicy", ({ scene, reverted }) => {
  const usedUp = (permissionId: `0x${string}`) => ({
    layer: "policy" as const,
    code: "PolicyViolation",
    rule: "maxUses" as const,
    args: { permissionId, policy: usageLimit.address },
    layers: [...reverted, "policy PolicyViolation"],
    policy: "UsageLimitPolicy",
  });

  it("accepts maxUses calls and rejects the next", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable({ maxUses: 2 });
    const use = () => harness.use({ account, session, key, calls: [counter.call(increment)] });
    await expectAccepted(world, await use());
    await expectAccepted(world, await use());
    expectRefused(await use(), usedUp(session.permissionId));
    expect(await counter.count(account.address)).to.equal(2n);
  });

  it("counts each call of a batch", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable({ maxUses: 3 });
    const use = (calls: number) =>
      harness.use({ account, session, key, calls: Array(calls).fill(counter.call(increment)) });
    expectRefused(await use(4), usedUp(session.permissionId));
    await expectAccepted(world, await use(3));
    expectRefused(await use(1), usedUp(session.permissionId));
    expect(await counter.count(account.address)).to.equal(3n);
  });

  it("counts a call that the target then refuses", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable({ function: "decrement()", maxUses: 1 });
    const use = () => harness.use({ account, session, key, calls: [counter.call(decrement)] });
    await expectReverted(world, await use(), {
      layer: "target",
      code: "CountIsZero",
      args: { account: account.address },
    });
    expectRefused(await use(), usedUp(session.permissionId));
  });

  it("accepts maxOperations operations, a batch as one, and rejects the next", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable({ maxOperations: 2 });
    const use = (calls: number) =>
      harness.use({ account, session, key, calls: Array(calls).fill(counter.call(increment)) });
    await expectAccepted(world, await use(3));
    await expectAccepted(world, await use(1));
    expectRefused(await use(1), { ...usedUp(session.permissionId), rule: "maxOperations" });
    expect(await counter.count(account.address)).to.equal(4n);
  });

  it("tells which of calls and operations are used up, where both are limited", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable({ maxUses: 3, maxOperations: 2 });
    const use = (calls: number) =>
      harness.use({ account, session, key, calls: Array(calls).fill(counter.call(increment)) });
    expectRefused(await use(4), usedUp(session.permissionId));
    await expectAccepted(world, await use(1));
    expectRefused(await use(3), usedUp(session.permissionId));
    await expectAccepted(world, await use(1));
    expectRefused(await use(1), { ...usedUp(session.permissionId), rule: "maxOperations" });
  });

  it("keeps the uses of sessions apart", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const [one, other] = [await enable({ maxUses: 1 }), await enable({ maxUses: 1 })];
    const use = (session: typeof one) =>
      harness.use({ account, session, key, calls: [counter.call(increment)] });
    await expectAccepted(world, await use(one));
    expectRefused(await use(one), usedUp(one.permissionId));
    await expectAccepted(world, await use(other));
    expect(await counter.count(account.address)).to.equal(2n);
  });
});
