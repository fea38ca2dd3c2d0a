import { type EnableMode, instantBundler } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { fees, gas } from "../helpers/bundlerScene.ts";
import { increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { freshKey } from "../helpers/scene.ts";
import { expectIlls } from "./examined.ts";

/** A doctor who finds something in the healthy is not listened to. */
onEveryAccount("diagnose finds nothing", ({ kind, scene }) => {
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

  it("of the owner's first operation, which deploys the account and installs the module", async () => {
    const { world, harness, counter, smartSession, compile, now } = await scene();
    const account = await harness.createAccount({ kind });
    const { smartAccount } = account;
    const { session } = compile({ maxUses: 3, validUntil: now + 3600n });
    const install = account.encodeInstall(smartSession, world.release.encodeInstallData([session]));
    for (const first of [install, counter.call(increment)]) {
      const unsigned = {
        sender: account.address,
        nonce: await smartAccount.getNonce(),
        ...(await smartAccount.getFactoryArgs()),
        callData: await smartAccount.encodeCalls([{ value: 0n, data: "0x", ...first }]),
        signature: "0x" as const,
        ...gas,
        verificationGasLimit: 5_000_000n,
        callGasLimit: 2_000_000n,
        ...fees,
      };
      const signature = await smartAccount.signUserOperation(unsigned);
      await expectIlls(world, { account, operation: { ...unsigned, signature } as never }, {});
    }
  });

  it("of a session that another key was given for", async () => {
    const { world, harness, account, counter, enable, compile, signed } = await scene();
    const old = await enable({ maxUses: 3 });
    const by = freshKey();
    const session = compile({ maxUses: 3, sessionKey: by.address });
    await expectAccepted(world, await harness.revoke(account, old));
    await expectAccepted(world, await harness.enable(account, [session]));
    const callData = await callOf(account, counter.call(increment));
    const operation = await signed(session.permissionId, callData, { by });
    for (const patient of [
      { account, session, key: by, calls: [counter.call(increment)] },
      { account, session, key: by, operation },
      { account, operation },
    ]) {
      await expectIlls(world, patient, {});
    }
  });
});
