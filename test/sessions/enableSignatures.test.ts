import { expect } from "chai";
import { zeroAddress } from "viem";
import { type EnableSignature, sudo, usageLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { bySmartSession, notEnabled, undoneBy, usedUp } from "../helpers/refusals.ts";

/** An owner's signature enables one session, as it is, for one account, once, in the mode that was signed. */
onEveryAccount("enable signatures", ({ kind, scene, reverted, hiding }) => {
  /** A session that is not enabled, and the refusal where something else was signed than the chain wants of it. */
  const signing = async () => {
    const built = await scene();
    const { account, make, signEnable, read } = built;
    const made = make();
    const digestOf = ({ chainDigests }: Pick<EnableSignature, "chainDigests">) =>
      chainDigests[0]?.sessionDigest;
    return {
      ...built,
      ...made,
      enabled: () => read("isPermissionEnabled", [made.permissionId, account.address]),
      mismatch: async (given: EnableSignature) => {
        const wanted = await signEnable(given.session, given.mode);
        const hashes = { providedHash: digestOf(given), computedHash: digestOf(wanted) };
        return bySmartSession(reverted, "HashMismatch", hashes, "enableSignature");
      },
    };
  };

  it("rejects the signature for another account of the same owner", async () => {
    const { world, harness, account, session, permissionId, signEnable, send, mismatch, enabled } =
      await signing();
    const other = await harness.createAccount({ kind, owner: account.owner, salt: 8n });
    await expectAccepted(world, await harness.install(other));
    const theirs = await signEnable(session, "ENABLE", other);
    expectRefused(await send(permissionId, undefined, { enable: theirs }), await mismatch(theirs));
    expect(await enabled()).to.equal(false);
    await expectAccepted(world, await send(permissionId, undefined, { account: other, enable: theirs }));
  });

  for (const [signed, claimed] of [
    ["ENABLE", "UNSAFE_ENABLE"],
    ["UNSAFE_ENABLE", "ENABLE"],
  ] as const) {
    it(`rejects in ${claimed} mode what was signed for ${signed}`, async () => {
      const { session, permissionId, signEnable, send, mismatch, enabled } = await signing();
      const turned = { ...(await signEnable(session, signed)), mode: claimed };
      expectRefused(await send(permissionId, undefined, { enable: turned }), await mismatch(turned));
      expect(await enabled()).to.equal(false);
    });
  }

  it("rejects a signature that was used, after the session is removed, too", async () => {
    const { world, harness, account, managing, session, permissionId, signEnable, send, mismatch, enabled } =
      await signing();
    const used = await signEnable(session);
    await expectAccepted(world, await send(permissionId, undefined, { enable: used }));
    const removing = managing("removeSession", [permissionId]);
    await expectAccepted(world, await harness.execute(account, [removing]));
    expectRefused(await send(permissionId, undefined, { enable: used }), await mismatch(used));
    expect(await enabled()).to.equal(false);
  });

  it("rejects the second of two signatures for one session once the first is used", async () => {
    const { world, make, action, session, permissionId, signEnable, send, mismatch } = await signing();
    const wider = { ...session, actions: [...session.actions, action(decrement, sudo.encode())] };
    expect(make(wider).permissionId).to.equal(permissionId);
    const [first, second] = [await signEnable(session), await signEnable(wider)];
    await expectAccepted(world, await send(permissionId, undefined, { enable: first }));
    expectRefused(await send(permissionId, undefined, { enable: second }), await mismatch(second));
  });

  it("accepts what the owner signs anew after revoking", async () => {
    const { world, harness, account, session, permissionId, signEnable, send, enabled, mismatch } =
      await signing();
    const old = await signEnable(session);
    await expectAccepted(world, await harness.revoke(account, { permissionId }));
    expectRefused(await send(permissionId, undefined, { enable: old }), await mismatch(old));
    await expectAccepted(world, await send(permissionId, undefined, { enable: await signEnable(session) }));
    expect(await enabled()).to.equal(true);
  });

  it("narrows nothing of an enabled session, and resets what is listed", async () => {
    const { world, account, counter, make, action, enableMade, use, signEnable, send } = await signing();
    const made = make({
      actions: [action(increment, usageLimit.encode({ limit: 2n })), action(decrement, sudo.encode())],
    });
    const { permissionId, session } = made;
    await enableMade(made);
    for (const _ of [1, 2]) await expectAccepted(world, await use(permissionId));
    expectRefused(await use(permissionId), usedUp(reverted, permissionId));
    const narrower = { ...session, actions: [action(increment, usageLimit.encode({ limit: 1n }))] };
    await expectAccepted(world, await send(permissionId, undefined, { enable: await signEnable(narrower) }));
    expectRefused(await use(permissionId), usedUp(reverted, permissionId));
    await expectAccepted(world, await use(permissionId, [counter.call(decrement)]));
    expect(await counter.count(account.address)).to.equal(2n);
  });

  it("leaves the session enabled, and itself used, where the target refuses the call of its operation", async () => {
    const { world, account, counter, make, action, signEnable, send, use, mismatch } = await signing();
    const made = make({ actions: [action(decrement, usageLimit.encode({ limit: 1n }))] });
    const { permissionId, session } = made;
    const used = await signEnable(session);
    const callData = await callOf(account, counter.call(decrement));
    await expectReverted(
      world,
      await send(permissionId, callData, { enable: used }),
      undoneBy(hiding, "target", "CountIsZero", { account: account.address }),
    );
    expectRefused(await use(permissionId, [counter.call(decrement)]), usedUp(reverted, permissionId));
    expectRefused(await send(permissionId, callData, { enable: used }), await mismatch(used));
  });

  it("enables nothing that SmartSession refuses to enable", async () => {
    const { make, action, signEnable, send, use } = await signing();
    const made = make({ actions: [{ ...action(increment, sudo.encode()), actionTarget: zeroAddress }] });
    const outcome = await send(made.permissionId, undefined, { enable: await signEnable(made.session) });
    expectRefused(outcome, bySmartSession(reverted, "InvalidActionId", {}, "unknown"));
    expectRefused(await use(made.permissionId), notEnabled(reverted, made.permissionId));
  });
});
