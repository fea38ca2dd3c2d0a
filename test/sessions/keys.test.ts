import { expect } from "chai";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { freshKey } from "../helpers/scene.ts";

/** A session is used by its own key alone. */
onEveryAccount("the key", ({ scene }) => {
  it("rejects a signature by another key", async () => {
    const { harness, account, counter, enable } = await scene();
    const session = await enable();
    const outcome = await harness.use({
      account,
      session,
      key: freshKey(),
      calls: [counter.call(increment)],
    });
    expectRefused(outcome, {
      layer: "SmartSession",
      code: "SIG_VALIDATION_FAILED",
      rule: "sessionKey",
      args: { permissionId: session.permissionId },
      layers: ["bundler -32507", "EntryPoint AA24", "SmartSession SIG_VALIDATION_FAILED"],
    });
    expect(await counter.count(account.address)).to.equal(0n);
  });

  it("rejects another session's key", async () => {
    const { harness, world, account, counter, enable, compile } = await scene();
    const session = await enable();
    const otherKey = freshKey();
    const other = compile({ sessionKey: otherKey.address, function: "decrement()" });
    await expectAccepted(world, await harness.enable(account, [other]));
    const outcome = await harness.use({
      account,
      session,
      key: otherKey,
      calls: [counter.call(increment)],
    });
    expectRefused(outcome, {
      layer: "SmartSession",
      code: "SIG_VALIDATION_FAILED",
      rule: "sessionKey",
      args: { permissionId: session.permissionId },
    });
  });

  it("rejects a session that the account never enabled", async () => {
    const { harness, account, counter, key, compile } = await scene();
    const session = compile();
    expectRefused(await harness.use({ account, session, key, calls: [counter.call(increment)] }), {
      layer: "SmartSession",
      code: "InvalidPermissionId",
      rule: "sessionEnabled",
      args: { permissionId: session.permissionId },
    });
  });
});
