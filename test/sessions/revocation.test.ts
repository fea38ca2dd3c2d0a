import { expect } from "chai";
import { parseEventLogs } from "viem";
import { smartSessionAbi, sudo, toActionConfigId, toActionId, usageLimit } from "../../src/index.ts";
import { mined } from "../../src/world/mined.ts";
import { unlockedAccount } from "../../src/world/unlockedAccount.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { notEnabled, notGranted, usedUp } from "../helpers/refusals.ts";

/** A revoked session is gone for good, and no other with it. */
onEveryAccount("revocation", ({ kind, scene, reverted }) => {
  it("rejects a revoked session, with SmartSession's events, and no other", async () => {
    const { world, harness, account, counter, enable, use } = await scene();
    const [revoked, kept] = [await enable(), await enable()];
    const { permissionId } = revoked;

    const { logs } = await expectAccepted(world, await harness.revoke(account, revoked));

    const events = parseEventLogs({ abi: smartSessionAbi, logs: [...logs] });
    const named = (name: string) => events.find(({ eventName }) => eventName === name)?.args;
    expect(named("SessionRemoved")).to.deep.equal({ permissionId, smartAccount: account.address });
    expect(named("NonceIterated")).to.deep.equal({ permissionId, account: account.address, newValue: 1n });
    expectRefused(await use(permissionId), notEnabled(reverted, permissionId));
    await expectAccepted(world, await use(kept.permissionId));
    expect(await counter.count(account.address)).to.equal(1n);
  });

  it("moves the enable nonce, so that an earlier enable signature is void", async () => {
    const { world, harness, account, enable, read } = await scene();
    const session = await enable();
    const nonce = () => read("getNonce", [session.permissionId, account.address]);
    expect(await nonce()).to.equal(0n);
    await expectAccepted(world, await harness.revoke(account, session));
    expect(await nonce()).to.equal(1n);
    await expectAccepted(world, await harness.revoke(account, session));
    expect(await nonce(), "of a session that is revoked already").to.equal(2n);
  });

  it("leaves the enable nonce where it is by removeSession alone", async () => {
    const { world, harness, account, enable, managing, read, use } = await scene();
    const { permissionId } = await enable();
    const removing = [managing("removeSession", [permissionId])];
    await expectAccepted(world, await harness.execute(account, removing));
    expectRefused(await use(permissionId), notEnabled(reverted, permissionId));
    expect(await read("getNonce", [permissionId, account.address])).to.equal(0n);
  });

  it("accepts the removal of a session that was never enabled, with the event of one that was", async () => {
    const { world, harness, account, compile, managing, use } = await scene();
    const { permissionId } = compile();
    const removing = [managing("removeSession", [permissionId])];
    const { logs } = await expectAccepted(world, await harness.execute(account, removing));
    const events = parseEventLogs({ abi: smartSessionAbi, eventName: "SessionRemoved", logs: [...logs] });
    expect(events.map(({ args }) => args)).to.deep.equal([{ permissionId, smartAccount: account.address }]);
    expectRefused(await use(permissionId), notEnabled(reverted, permissionId));
  });

  it("gives back, enabled again, what is listed alone, with its counters at 0", async () => {
    const { world, harness, account, counter, make, action, enableMade, use, smartSession } = await scene();
    const once = usageLimit.encode({ limit: 1n });
    const made = make({
      userOpPolicies: [usageLimit.encode({ limit: 2n })],
      actions: [action(increment, once), action(decrement, sudo.encode())],
    });
    const { permissionId } = made;
    const configId = toActionConfigId(account.address, permissionId, toActionId(counter.address, increment));
    const state = () =>
      usageLimit.readState({
        client: world.client,
        multiplexer: smartSession,
        account: account.address,
        configId,
      });
    await enableMade(made);
    await expectAccepted(world, await use(permissionId));
    await expectAccepted(world, await use(permissionId, [counter.call(decrement)]));
    await expectAccepted(world, await harness.revoke(account, made));
    // The policy's own storage does not know of it.
    expect(await state()).to.deep.equal({ limit: 1n, used: 1n });

    await enableMade({
      session: { ...made.session, userOpPolicies: [], actions: [action(increment, once)] },
    });
    expect(await state()).to.deep.equal({ limit: 1n, used: 0n });
    const { actions, userOpPolicies } = await harness.readSession(account, made);
    expect({ actions: actions.length, userOpPolicies }).to.deep.equal({ actions: 1, userOpPolicies: [] });
    const refused = notGranted(reverted, permissionId);
    expectRefused(await use(permissionId, [counter.call(decrement)]), refused);
    await expectAccepted(world, await use(permissionId));
    expectRefused(await use(permissionId), usedUp(reverted, permissionId));
    expect(await counter.count(account.address)).to.equal(1n);
  });

  describe("by somebody else", () => {
    it("removes nothing of the account's where another account removes the session", async () => {
      const { world, harness, account, enable, managing, use } = await scene();
      const session = await enable();
      const { permissionId } = session;
      const other = await harness.createAccount({ kind, owner: account.owner, salt: 4n });
      await expectAccepted(world, await harness.install(other, [session]));
      await expectAccepted(world, await harness.revoke(other, session));
      expectRefused(await use(permissionId, undefined, other), notEnabled(reverted, permissionId));
      await expectAccepted(world, await use(permissionId));
      // And the other way round: what remains of the account's is not the other's.
      await expectAccepted(world, await harness.execute(other, [managing("removeSession", [permissionId])]));
      await expectAccepted(world, await use(permissionId));
    });

    it("changes nothing of the account's where a stranger calls SmartSession", async () => {
      const { world, account, counter, make, action, enable, compile, managing, use, read } = await scene();
      const { permissionId, session } = await enable({ maxUses: 1 });
      const other = make({ salt: compile().session.salt });
      const more = { ...session, actions: [action(decrement, sudo.encode())] };
      const from = await unlockedAccount(world);
      const calls = [
        managing("removeSession", [permissionId]),
        managing("revokeEnableSignature", [permissionId]),
        world.release.encodeEnable([other.session]),
        world.release.encodeEnable([more]),
      ];
      for (const { to, data } of calls) {
        const hash = await world.provider.request({
          method: "eth_sendTransaction",
          params: [{ from, to, data }],
        });
        const { status } = await mined(world.provider, hash);
        expect(status).to.equal("success");
      }
      expect(await read("getNonce", [permissionId, account.address])).to.equal(0n);
      expectRefused(await use(other.permissionId), notEnabled(reverted, other.permissionId));
      const refused = notGranted(reverted, permissionId);
      expectRefused(await use(permissionId, [counter.call(decrement)]), refused);
      await expectAccepted(world, await use(permissionId));
      expectRefused(await use(permissionId), usedUp(reverted, permissionId));
    });
  });
});
