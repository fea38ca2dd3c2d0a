import { expect } from "chai";
import { getAddress, pad } from "viem";
import { usageLimit } from "../../src/index.ts";
import { decodeRevert } from "../../src/outcome/decodeRevert.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { sendBundle, sendInOneBlock } from "../helpers/bundle.ts";
import { increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { type ExpectedRefusal, expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { notEnabled, usedUp, wrongNonce } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";

/** A session's operations are used once, in their order, through the account's own key of nonces. */
onEveryAccount("nonces", ({ kind, scene, reverted }) => {
  /** A session that counts, and its nonces. */
  const counting = async (limits = {}) => {
    const built = await scene();
    const { account, counter, enable, smartSession, signed } = built;
    const { permissionId } = await enable(limits);
    const callData = await callOf(account, counter.call(increment));
    const first = account.nonceKey(smartSession) << 64n;
    return {
      ...built,
      permissionId,
      callData,
      first,
      /** An operation of this session, or another, so many places after the next. */
      nth: (place: bigint, session = permissionId) => signed(session, callData, { nonce: first + place }),
      count: () => counter.count(account.address),
    };
  };

  it("rejects an operation that was used already", async () => {
    const { world, nth, submit, count } = await counting();
    const operation = await nth(0n);
    await expectAccepted(world, await submit(operation));
    expectRefused(await submit(operation), wrongNonce);
    await expectAccepted(world, await submit(await nth(1n)));
    for (const used of [operation, await nth(0n), await nth(1n)]) {
      expectRefused(await submit(used), wrongNonce);
    }
    expect(await count()).to.equal(2n);
  });

  it("refuses by the policy an operation that used up a limit already, as policies are asked before the nonce", async () => {
    const { world, permissionId, nth, submit, count } = await counting({ maxUses: 1 });
    const operation = await nth(0n);
    await expectAccepted(world, await submit(operation));
    expectRefused(await submit(operation), usedUp(reverted, permissionId));
    expect(await count()).to.equal(1n);
  });

  it("rejects a nonce that is not the next one, whoever has signed", async () => {
    const { nth, permissionId, send, first, count } = await counting();
    for (const place of [1n, 5n, 2n ** 64n - 1n]) {
      expectRefused(await send(permissionId, undefined, { nonce: first + place }), wrongNonce);
    }
    const foreign = { nonce: (await nth(1n)).nonce, by: freshKey() };
    expectRefused(await send(permissionId, undefined, foreign), wrongNonce);
    expect(await count()).to.equal(0n);
  });

  describe("of another key", () => {
    const refused = (code: string, args: ExpectedRefusal["args"] = {}): ExpectedRefusal => ({
      layer: "account",
      code,
      rule: "unknown",
      args,
      layers: ["bundler -32500", "EntryPoint AA23", `account ${code}`],
    });
    const failed: ExpectedRefusal = {
      layer: "EntryPoint",
      code: "AA24",
      rule: "signature",
      args: { reason: "AA24 signature error" },
      layers: ["bundler -32507", "EntryPoint AA24"],
    };

    it("rejects the owner's, whose validator finds no signature of the owner's in it", async () => {
      const { account, permissionId, send, count } = await counting();
      const nonce = await account.smartAccount.getNonce();
      const outcome = await send(permissionId, undefined, { nonce });
      // What it reads as a signature recovers to nobody, or to somebody, or asks a contract that is none (v = 0): that
      // is chance.
      const chances = [{ ...refused("InvalidSignature"), rule: "signature" as const }, refused("no data")];
      const code = outcome.status === "rejected" ? outcome.refusal.code : undefined;
      const other = kind === "safe7579" ? undefined : chances.find((one) => one.code === code);
      expectRefused(outcome, other ?? failed);
      expect(await count()).to.equal(0n);
    });

    it("rejects that of a validator which is not installed", async () => {
      const { account, permissionId, send, count } = await counting();
      const module = pad("0x0b0b00", { size: 20 });
      const outcome = await send(permissionId, undefined, { nonce: account.nonceKey(module) << 64n });
      const byKind = {
        safe7579: failed,
        reference: failed,
        nexus: refused("ValidatorNotInstalled", { module: getAddress(module) }),
        startale: refused("ValidatorNotInstalled", { module: getAddress(module) }),
        kernel: refused("no data"), // It asks before it looks whether it has it.
      };
      expectRefused(outcome, byKind[kind]);
      expect(await count()).to.equal(0n);
    });
  });

  describe("of two sessions of one account", () => {
    /** Two sessions, the operations of which follow each other. */
    const both = async (limits = {}) => {
      const built = await counting(limits);
      const other = await built.enable({ maxUses: 1 });
      return { ...built, other: other.permissionId };
    };

    it("accepts both in one bundle, in the order of their nonces", async () => {
      const { world, account, nth, other, first, count } = await both();
      const bundled = await sendBundle(world, [await nth(0n), await nth(1n, other), await nth(2n)]);
      if (!("events" in bundled)) expect.fail("the bundle is taken");
      expect(bundled.events).to.deep.equal(
        [0n, 1n, 2n].map((place) => ({ sender: account.address, nonce: first + place, success: true })),
      );
      expect(await count()).to.equal(3n);
    });

    it("accepts both in one block, a bundle each", async () => {
      const { world, nth, other, first, count } = await both();
      const { blocks, events } = await sendInOneBlock(world, [[await nth(0n)], [await nth(1n, other)]]);
      expect(blocks).to.equal(1);
      expect(events.flat().map(({ nonce, success }) => ({ nonce, success }))).to.deep.equal(
        [0n, 1n].map((place) => ({ nonce: first + place, success: true })),
      );
      expect(await count()).to.equal(2n);
    });

    it("shares their nonces: the second with the first's is rejected", async () => {
      const { world, nth, other, submit, count } = await both();
      const [one, another] = [await nth(0n), await nth(0n, other)];
      await expectAccepted(world, await submit(one));
      expectRefused(await submit(another), wrongNonce);
      expect(await count()).to.equal(1n);
    });

    it("rejects a whole bundle for one operation, and counts nothing of it", async () => {
      const { world, account, permissionId, nth, other, count, submit } = await both({ maxUses: 2 });
      const bundle = [await nth(0n), await nth(1n, other), await nth(2n, other)];
      const bundled = await sendBundle(world, bundle);
      if (!("refused" in bundled)) expect.fail("the other session may be used once");
      const { index, reason, inner } = bundled.refused;
      expect({ index, reason }).to.deep.equal({ index: 2n, reason: "AA23 reverted" });
      expect(decodeRevert([...world.release.errorsAbi, ...account.errorsAbi], inner ?? "0x")).to.deep.equal(
        account.hidesErrors
          ? { code: "ExecutionFailed", args: {} }
          : { code: "PolicyViolation", args: { permissionId: other, policy: usageLimit.address } },
      );
      expect(await count()).to.equal(0n);
      // Neither session has been used so far.
      await expectAccepted(world, await submit(await nth(0n, other)));
      for (const place of [1n, 2n]) await expectAccepted(world, await submit(await nth(place)));
      expectRefused(await submit(await nth(3n)), usedUp(reverted, permissionId));
      expect(await count()).to.equal(3n);
    });

    it("accepts a use in the bundle that revokes its session, as all are validated before any is executed", async () => {
      const { world, permissionId, nth, submit, signedByOwner, count } = await both();
      const revoking = await signedByOwner(...world.release.encodeRevoke(permissionId));
      const bundled = await sendBundle(world, [revoking, await nth(0n)]);
      if (!("events" in bundled)) expect.fail("the bundle is taken");
      expect(bundled.events.map(({ success }) => success)).to.deep.equal([true, true]);
      expect(await count()).to.equal(1n);
      expectRefused(await submit(await nth(1n)), notEnabled(reverted, permissionId));
    });

    it("rejects a use in the bundle after the one that revokes its session, in the same block", async () => {
      const { world, permissionId, nth, signedByOwner, count } = await both();
      const revoking = await signedByOwner(...world.release.encodeRevoke(permissionId));
      const { blocks, events } = await sendInOneBlock(world, [[revoking], [await nth(0n)]]);
      expect(blocks).to.equal(1);
      expect(events.map((one) => one.map(({ success }) => success))).to.deep.equal([[true], []]);
      expect(await count()).to.equal(0n);
    });
  });
});
