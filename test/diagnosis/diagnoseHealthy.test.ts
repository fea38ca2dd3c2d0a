import { expect } from "chai";
import { chainTime, diagnose, instantBundler, type Patient, type World } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";

/** What is not well of a patient; our clock is the chain's, which a test's fixture puts back. */
async function complaints(world: World, patient: Patient): Promise<readonly string[]> {
  const now = await chainTime(world);
  const { findings } = await diagnose(world, { clock: () => now, ...patient });
  return findings.filter(({ level }) => level !== "ok").map(({ id, finding }) => `${id}: ${finding}`);
}

/** A doctor who finds something in the healthy is not listened to. */
onEveryAccount("the doctor is silent", ({ scene }) => {
  it("about a session in USE mode, before its uses and after them", async () => {
    const { world, harness, account, counter, key, enable, signed, now } = await scene();
    const session = await enable({ maxUses: 3, maxOperations: 5, validAfter: now, validUntil: now + 3600n });
    const calls = [counter.call(increment)];
    const bundler = await instantBundler(world);
    const callData = await callOf(account, counter.call(increment));
    const enableSignatures = [await harness.signEnable(account, session)];
    for (const round of [0, 1, 2]) {
      expect(await complaints(world, { account })).to.deep.equal([]);
      expect(await complaints(world, { account, session, key, bundler }), `round ${round}`).to.deep.equal([]);
      expect(await complaints(world, { account, session, key, calls, bundler })).to.deep.equal([]);
      const operation = await signed(session.permissionId, callData);
      expect(await complaints(world, { account, operation })).to.deep.equal([]);
      expect(await complaints(world, { account, session, key, operation, bundler })).to.deep.equal([]);
      if (round < 2) await expectAccepted(world, await harness.use({ account, session, key, calls }));
    }
    await expectAccepted(world, await harness.revoke(account, session));
    await enable();
    expect(enableSignatures).to.have.lengthOf(1);
  });

  it("about a session in ENABLE mode, before it is enabled and after it", async () => {
    const { world, harness, account, counter, key, compile, signed } = await scene();
    const session = compile({ maxUses: 3 });
    const calls = [counter.call(increment)];
    const enable = await harness.signEnable(account, session);
    const { permissionId } = session;
    expect(await complaints(world, { account, session, key, calls, enable })).to.deep.equal([]);
    const operation = await signed(permissionId, await callOf(account, counter.call(increment)), { enable });
    expect(await complaints(world, { account, operation })).to.deep.equal([]);
    expect(await complaints(world, { account, session, key, operation, enable })).to.deep.equal([]);
    await expectAccepted(world, await harness.use({ account, session, key, calls, enable }));
    const enableSignatures = [enable];
    expect(await complaints(world, { account, session, key, calls, enableSignatures })).to.deep.equal([]);
  });
});
