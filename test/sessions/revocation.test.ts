import { expect } from "chai";
import { parseEventLogs } from "viem";
import { smartSessionAbi } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";

/** A revoked session is gone for good, and no other with it. */
onEveryAccount("revocation", ({ scene, reverted }) => {
  it("rejects a revoked session, with SmartSession's events, and no other", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const [revoked, kept] = [await enable(), await enable()];
    const { permissionId } = revoked;

    const { logs } = await expectAccepted(world, await harness.revoke(account, revoked));

    const events = parseEventLogs({ abi: smartSessionAbi, logs: [...logs] });
    const named = (name: string) => events.find(({ eventName }) => eventName === name)?.args;
    expect(named("SessionRemoved")).to.deep.equal({ permissionId, smartAccount: account.address });
    expect(named("NonceIterated")).to.deep.equal({ permissionId, account: account.address, newValue: 1n });
    expectRefused(await harness.use({ account, session: revoked, key, calls: [counter.call(increment)] }), {
      layer: "SmartSession",
      code: "InvalidPermissionId",
      rule: "sessionEnabled",
      args: { permissionId },
      layers: [...reverted, "SmartSession InvalidPermissionId"],
    });
    const outcome = await harness.use({ account, session: kept, key, calls: [counter.call(increment)] });
    await expectAccepted(world, outcome);
    expect(await counter.count(account.address)).to.equal(1n);
  });

  it("moves the enable nonce, so that an earlier enable signature is void", async () => {
    const { world, harness, account, enable } = await scene();
    const session = await enable();
    const nonce = () =>
      world.client.readContract({
        address: world.contracts.SmartSession.address,
        abi: smartSessionAbi,
        functionName: "getNonce",
        args: [session.permissionId, account.address],
      });
    expect(await nonce()).to.equal(0n);
    await expectAccepted(world, await harness.revoke(account, session));
    expect(await nonce()).to.equal(1n);
  });
});
