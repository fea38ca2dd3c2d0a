import { expect } from "chai";
import { parseEventLogs, zeroHash } from "viem";
import {
  type AccountKind,
  erc7579AccountAbi,
  setChainTime,
  smartSessionAbi,
  timeFrame,
  toActionConfigId,
  toActionId,
  toUserOpConfigId,
  usageLimit,
} from "../../src/index.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { buildScene, freshKey } from "../helpers/scene.ts";

/** What an account's kind adds to a refusal: what it says itself when its validator reverts. */
export interface AccountAnswers {
  /** The layer between EntryPoint and SmartSession, where the account speaks: `account ExecutionFailed`. */
  readonly hiding: readonly string[];
}

/**
 * What holds for every account: a session does what it was granted, and nothing else.
 *
 * @param kind The account's kind.
 * @param answers What is particular to its refusals.
 */
export function shouldBehaveLikeAccountWithSessions(kind: AccountKind, { hiding }: AccountAnswers): void {
  const scene = fixture(buildScene(kind));
  const reverted = ["bundler -32500", "EntryPoint AA23", ...hiding];

  describe("the module", () => {
    it("is installed as a validator, with the account's event", async () => {
      const { world, account, harness } = await scene();
      const fresh = await harness.createAccount({ kind, owner: account.owner, salt: 1n });
      const validator = world.contracts.SmartSession.address;
      expect(await fresh.isInstalled(validator)).to.equal(false);

      const { logs } = await expectAccepted(world, await harness.install(fresh));

      const [installed] = parseEventLogs({
        abi: erc7579AccountAbi,
        eventName: "ModuleInstalled",
        logs: [...logs],
      });
      expect(installed?.args).to.deep.equal({ moduleTypeId: 1n, module: validator });
      expect(await fresh.isInstalled(validator)).to.equal(true);
    });

    it("ends every session when it is uninstalled", async () => {
      const { world, harness, account, counter, key, enable } = await scene();
      const session = await enable();

      await expectAccepted(world, await harness.uninstall(account));

      const validator = world.contracts.SmartSession.address;
      expect(await account.isInstalled(validator)).to.equal(false);
      expectRefused(await harness.use({ account, session, key, calls: [counter.call(increment)] }), {
        layer: "account",
        code: "ValidatorNotInstalled",
        rule: "moduleInstalled",
        args: { validator },
      });

      await expectAccepted(world, await harness.install(account));
      expectRefused(await harness.use({ account, session, key, calls: [counter.call(increment)] }), {
        layer: "SmartSession",
        code: "InvalidPermissionId",
        rule: "sessionEnabled",
        args: { permissionId: session.permissionId },
        layers: [...reverted, "SmartSession InvalidPermissionId"],
      });
      expect(await counter.count(account.address)).to.equal(0n);
    });

    it("cannot be uninstalled where it is not installed", async () => {
      const { harness } = await scene();
      const fresh = await harness.createAccount({ kind, owner: freshKey() });
      await expectToReject(harness.uninstall(fresh), "ModuleNotInstalledError");
    });
  });

  describe("enabling", () => {
    it("makes the session known to SmartSession, with its event", async () => {
      const { world, harness, account, counter, key } = await scene();
      const session = harness.compile({
        sessionKey: key.address,
        target: counter.address,
        function: "increment()",
      });
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

    it("enables fifty sessions in one operation, each usable by itself", async () => {
      const { world, harness, account, counter, key } = await scene();
      const sessions = Array.from({ length: 50 }, () =>
        harness.compile({
          sessionKey: key.address,
          target: counter.address,
          function: "increment()",
          validUntil: 4_000_000_000,
          maxUses: 1,
        }),
      );
      await expectAccepted(world, await harness.enable(account, sessions));
      for (const session of [sessions[0], sessions[49]]) {
        if (!session) expect.fail("there are fifty sessions");
        const outcome = await harness.use({ account, session, key, calls: [counter.call(increment)] });
        await expectAccepted(world, outcome);
      }
      expect(await counter.count(account.address)).to.equal(2n);
    });

    it("enables all sessions of one operation or none", async () => {
      const { world, harness, account, counter, key } = await scene();
      const good = harness.compile({
        sessionKey: key.address,
        target: counter.address,
        function: "increment()",
      });
      const [action] = good.session.actions;
      if (!action) throw new Error("a compiled permission has an action");
      const limit = { policy: usageLimit.address, initData: `0x${"00".repeat(16)}` } as const;
      const bad = {
        ...good,
        session: { ...good.session, salt: zeroHash, actions: [{ ...action, actionPolicies: [limit] }] },
      };
      const badId = world.release.permissionId(bad.session);

      await expectReverted(world, await harness.enable(account, [good, bad]), {
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
      await expectToReject(harness.enable(account, []), "InvalidInputError");
    });
  });

  describe("scope", () => {
    it("accepts the granted function on the granted target", async () => {
      const { world, harness, account, counter, key, enable } = await scene();
      const session = await enable();
      const outcome = await harness.use({ account, session, key, calls: [counter.call(increment)] });
      const { nonce } = await expectAccepted(world, outcome);
      expect(nonce >> 64n).to.equal(account.nonceKey(world.contracts.SmartSession.address));
      expect(await counter.count(account.address)).to.equal(1n);
    });

    const outside: [string, (target: `0x${string}`, account: `0x${string}`) => object][] = [
      ["another function of the target", (to) => ({ to, data: decrement })],
      ["the granted function of another target", () => ({ to: freshKey().address, data: increment })],
      ["a plain transfer of value to the target", (to) => ({ to, value: 1n })],
      ["a plain transfer of value to somebody else", () => ({ to: freshKey().address, value: 1n })],
      ["the granted function on the account itself", (_, account) => ({ to: account, data: increment })],
    ];
    for (const [what, call] of outside) {
      it(`rejects ${what}`, async () => {
        const { harness, account, counter, key, enable } = await scene();
        const session = await enable();
        const calls = [call(counter.address, account.address) as ReturnType<typeof counter.call>];
        expectRefused(await harness.use({ account, session, key, calls }), {
          layer: "SmartSession",
          code: "NoPoliciesSet",
          rule: "action",
          args: { permissionId: session.permissionId },
          layers: [...reverted, "SmartSession NoPoliciesSet"],
        });
        expect(await counter.count(account.address)).to.equal(0n);
      });
    }

    for (const position of [0, 1, 2]) {
      it(`rejects a batch whose call ${position + 1} of 3 is outside the session`, async () => {
        const { harness, account, counter, key, enable } = await scene();
        const session = await enable();
        const calls = [0, 1, 2].map((index) => counter.call(index === position ? decrement : increment));
        expectRefused(await harness.use({ account, session, key, calls }), {
          layer: "SmartSession",
          code: "NoPoliciesSet",
          rule: "action",
          args: { permissionId: session.permissionId },
        });
        expect(await counter.count(account.address)).to.equal(0n);
      });
    }

    it("tells a target's own refusal from the session's", async () => {
      const { world, harness, account, counter, key, enable } = await scene();
      const session = await enable({ function: "decrement()" });
      const outcome = await harness.use({ account, session, key, calls: [counter.call(decrement)] });
      await expectReverted(world, outcome, {
        layer: "target",
        code: "CountIsZero",
        args: { account: account.address },
        layers: [...hiding, "target CountIsZero"],
      });
    });
  });

  describe("the key", () => {
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
      const { harness, world, account, counter, enable } = await scene();
      const session = await enable();
      const otherKey = freshKey();
      const other = harness.compile({
        sessionKey: otherKey.address,
        target: counter.address,
        function: "decrement()",
      });
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
      const { harness, account, counter, key } = await scene();
      const session = harness.compile({
        sessionKey: key.address,
        target: counter.address,
        function: "increment()",
      });
      expectRefused(await harness.use({ account, session, key, calls: [counter.call(increment)] }), {
        layer: "SmartSession",
        code: "InvalidPermissionId",
        rule: "sessionEnabled",
        args: { permissionId: session.permissionId },
      });
    });
  });

  describe("time", () => {
    const bounds: [string, bigint, "accepted" | "validAfter" | "validUntil"][] = [
      ["one second before validAfter", 99n, "validAfter"],
      ["at validAfter", 100n, "accepted"],
      ["at validUntil", 200n, "accepted"],
      ["one second after validUntil", 201n, "validUntil"],
    ];
    for (const [when, offset, expected] of bounds) {
      it(`${expected === "accepted" ? "accepts" : "rejects"} a use ${when}`, async () => {
        const { world, harness, account, counter, key, enable, now } = await scene();
        const range = { validAfter: now + 100n, validUntil: now + 200n };
        const session = await enable(range);
        await setChainTime(world, now + offset);

        const outcome = await harness.use({ account, session, key, calls: [counter.call(increment)] });

        if (expected === "accepted") {
          const { blockNumber } = await expectAccepted(world, outcome);
          expect((await world.client.getBlock({ blockNumber })).timestamp).to.equal(now + offset);
        } else {
          expectRefused(outcome, {
            layer: "EntryPoint",
            code: "AA22",
            rule: expected,
            args: { reason: "AA22 expired or not due", ...range, timestamp: now + offset },
            layers: ["bundler -32503", "EntryPoint AA22", "policy TimeRange"],
            policy: "TimeFramePolicy",
          });
        }
        expect(await counter.count(account.address)).to.equal(expected === "accepted" ? 1n : 0n);
      });
    }

    it("never expires without validUntil", async () => {
      const { world, harness, account, counter, key, enable, now } = await scene();
      const session = await enable({ validAfter: now + 1n });
      await setChainTime(world, now + 10n ** 9n);
      const outcome = await harness.use({ account, session, key, calls: [counter.call(increment)] });
      await expectAccepted(world, outcome);
      expect(await counter.count(account.address)).to.equal(1n);
    });
  });

  describe("uses", () => {
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

  describe("revocation", () => {
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
}

async function expectToReject(promise: Promise<unknown>, name: string): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  expect(error?.name).to.equal(name);
}
