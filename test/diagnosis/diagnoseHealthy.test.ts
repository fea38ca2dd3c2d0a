import { type EnableMode, instantBundler } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { expectIlls } from "./examined.ts";

/** A doctor who finds something in the healthy is not listened to. */
onEveryAccount("diagnose finds nothing", ({ scene }) => {
  it("of a session in USE mode, before its uses and after them", async () => {
    const { world, harness, account, counter, key, enable, signed, now } = await scene();
    const session = await enable({ maxUses: 3, maxOperations: 5, validAfter: now, validUntil: now + 3600n });
    const calls = [counter.call(increment)];
    const bundler = await instantBundler(world);
    const callData = await callOf(account, counter.call(increment));
    for (const isLast of [false, false, true]) {
      const operation = await signed(session.permissionId, callData);
      for (const patient of [
        { account, bundler },
        { account, session, key, bundler },
        { account, session, key, calls },
        { account, session, key, operation },
        { account, operation },
      ]) {
        await expectIlls(world, patient, {});
      }
      if (!isLast) await expectAccepted(world, await harness.use({ account, session, key, calls }));
    }
  });

  for (const mode of ["ENABLE", "UNSAFE_ENABLE"] satisfies EnableMode[]) {
    it(`of a session in ${mode} mode, before it is enabled and after it`, async () => {
      const { world, harness, account, counter, key, compile, signed } = await scene();
      const session = compile({ maxUses: 3 });
      const calls = [counter.call(increment)];
      const callData = await callOf(account, counter.call(increment));
      const enable = await harness.signEnable(account, session, mode);
      const operation = await signed(session.permissionId, callData, { enable });
      for (const patient of [
        { account, session, key, calls, enable },
        { account, session, key, operation, enable },
        { account, operation },
      ]) {
        await expectIlls(world, patient, {});
      }
      await expectAccepted(world, await harness.use({ account, session, key, calls, enable }));
      await expectIlls(world, { account, session, key, calls, enableSignatures: [enable] }, {});
    });
  }
});
