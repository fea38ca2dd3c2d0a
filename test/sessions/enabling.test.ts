import { expect } from "chai";
import { type Address, parseEventLogs, zeroHash } from "viem";
import {
  fromPreset,
  InvalidInputError,
  type PresetName,
  smartSessionAbi,
  timeFrame,
  toActionConfigId,
  toActionId,
  toUserOpConfigId,
  usageLimit,
} from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { deployNft, deployToken } from "../helpers/tokens.ts";

/** Sessions are enabled as they were written, all of an operation or none. */
onEveryAccount("enabling", ({ scene }) => {
  it("makes the session known to SmartSession, with its event", async () => {
    const { world, harness, account, compile } = await scene();
    const session = compile();
    const { logs } = await expectAccepted(world, await harness.enable(account, [session]));

    const [created] = parseEventLogs({
      abi: smartSessionAbi,
      eventName: "SessionCreated",
      logs: [...logs],
    });
    expect(created?.args).to.deep.equal({ permissionId: session.permissionId, account: account.address });
  });

  it("configures each policy with what the permission says", async () => {
    const { world, account, counter, enable, now } = await scene();
    const { permissionId } = await enable({ validAfter: now + 10n, validUntil: now + 20n, maxUses: 7 });
    const at = {
      client: world.client,
      multiplexer: world.contracts.SmartSession.address,
      account: account.address,
    };

    const action = toActionConfigId(account.address, permissionId, toActionId(counter.address, increment));
    expect(await usageLimit.readState({ ...at, configId: action })).to.deep.equal({ limit: 7n, used: 0n });
    const session = toUserOpConfigId(account.address, permissionId);
    expect(await timeFrame.readState({ ...at, configId: session })).to.deep.equal({
      validAfter: now + 10n,
      validUntil: now + 20n,
    });
  });

  it("enables the three presets in one operation, each usable at once", async () => {
    const { world, harness, account, counter, key } = await scene();
    const [token, nft] = [await deployToken(world), await deployNft(world)];
    await expectAccepted(
      world,
      await harness.execute(account, [token.call("mint", [account.address, 100n])]),
    );
    const preset = (name: PresetName, target: Address) =>
      harness.compile(fromPreset(name, { sessionKey: key.address, target }));
    const sessions = [
      preset("counter", counter.address),
      preset("erc20", token.address),
      preset("nft", nft.address),
    ];
    await expectAccepted(world, await harness.enable(account, sessions));

    const calls = [
      counter.call(increment),
      token.call("transfer", [key.address, 100n]),
      nft.mint(account.address, 1n, 5n * 10n ** 16n),
    ];
    for (const [index, session] of sessions.entries()) {
      const made = [calls[index]] as [(typeof calls)[number]];
      await expectAccepted(world, await harness.use({ account, session, key, calls: made }));
    }
    expect(await counter.count(account.address)).to.equal(1n);
    expect(await token.balanceOf(key.address)).to.equal(100n);
    expect(await nft.balanceOf(account.address)).to.equal(1n);
  });

  it("enables fifty sessions in one operation, the first and the last of which are used", async () => {
    const { world, harness, account, counter, key, compile } = await scene();
    const sessions = Array.from({ length: 50 }, () => compile({ validUntil: 4_000_000_000, maxUses: 1 }));
    await expectAccepted(world, await harness.enable(account, sessions));
    for (const session of [sessions[0], sessions[49]]) {
      if (!session) expect.fail("there are fifty sessions");
      const outcome = await harness.use({ account, session, key, calls: [counter.call(increment)] });
      await expectAccepted(world, outcome);
    }
    expect(await counter.count(account.address)).to.equal(2n);
  });

  it("enables all sessions of one operation or none", async () => {
    const { world, harness, account, counter, key, compile } = await scene();
    const good = compile();
    const [action] = good.session.actions;
    if (!action) throw new Error("a compiled permission has an action");
    const limit = { policy: usageLimit.address, initData: `0x${"00".repeat(16)}` } as const;
    const session = { ...good.session, salt: zeroHash, actions: [{ ...action, actionPolicies: [limit] }] };
    const badId = world.release.permissionId(session);
    const enableBoth = [world.release.encodeEnable([good.session, session])];

    await expectReverted(world, await harness.execute(account, enableBoth), {
      layer: "policy",
      code: "PolicyNotInitialized",
      policy: "UsageLimitPolicy",
      args: {
        id: toActionConfigId(account.address, badId, toActionId(counter.address, increment)),
        multiplexer: world.contracts.SmartSession.address,
        account: account.address,
      },
    });
    expectRefused(await harness.use({ account, session: good, key, calls: [counter.call(increment)] }), {
      layer: "SmartSession",
      code: "InvalidPermissionId",
      rule: "sessionEnabled",
      args: { permissionId: good.permissionId },
    });
  });

  it("refuses an empty list before anything is sent", async () => {
    const { harness, account } = await scene();
    await expectToReject(harness.enable(account, []), InvalidInputError);
  });
});
