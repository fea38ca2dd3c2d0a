import { expect } from "chai";
import { parseEventLogs } from "viem";
import {
  type ActionData,
  type EnableSignature,
  InvalidInputError,
  type Session,
  setChainTime,
  smartSessionAbi,
  sudo,
  toJson,
} from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { bySmartSession, notEnabled, notGranted, outOfTime, usedUp, wrongKey } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";

/** A session may be enabled by its own first operation, where the owner has signed that it may. */
onEveryAccount("enabling by the first use", ({ kind, scene, reverted }) => {
  for (const mode of ["ENABLE", "UNSAFE_ENABLE"] as const) {
    describe(`enabling by the first use, in ${mode} mode`, () => {
      const signed = async (limits = {}) => {
        const built = await scene();
        const { harness, account, counter, key, compile } = built;
        const session = compile(limits);
        const enable = await harness.signEnable(account, session, mode);
        const use = (enableSignature?: EnableSignature, selector = increment) =>
          harness.use({
            account,
            session,
            key,
            calls: [counter.call(selector)],
            ...(enableSignature && { enable: enableSignature }),
          });
        const enabled = async () => (await harness.readSession(account, session)).enabled;
        /** The owner signed another digest than the one that the chain wants of a session now. */
        const stale = async (wanted: Session) => {
          const digest = await built.world.release.enableDigest(built.world.client, {
            account: account.address,
            session: wanted,
            mode,
          });
          const hashes = {
            providedHash: enable.chainDigests[0]?.sessionDigest,
            computedHash: digest.chainDigests[0]?.sessionDigest,
          };
          return bySmartSession(reverted, "HashMismatch", hashes, "enableSignature");
        };
        return { ...built, session, enable, use, enabled, stale };
      };
      it("enables the session and makes the call in one operation; later uses need the key alone", async () => {
        const { world, account, counter, session, enable, use, enabled, harness } = await signed({
          maxUses: 2,
        });
        expectRefused(await use(), notEnabled(reverted, session.permissionId));
        const { logs } = await expectAccepted(world, await use(enable));
        expect(await enabled()).to.equal(true);
        expect(await counter.count(account.address)).to.equal(1n);
        // SmartSession says what it enabled, and not that it created a session so; its enable nonce has moved.
        const events = parseEventLogs({ abi: smartSessionAbi, logs: [...logs] });
        expect(events.map(({ eventName }) => eventName)).to.deep.equal([
          "PolicyEnabled",
          "SessionValidatorEnabled",
        ]);
        expect((await harness.readSession(account, session)).enableNonce).to.equal(1n);

        await expectAccepted(world, await use());
        expect(await counter.count(account.address)).to.equal(2n);
        expectRefused(await use(), usedUp(reverted, session.permissionId, "maxUses"));
      });

      it("takes an owner's signature that was stored as JSON in between", async () => {
        const { world, account, counter, enable, use } = await signed();
        await expectAccepted(world, await use(JSON.parse(toJson(enable))));
        expect(await counter.count(account.address)).to.equal(1n);
      });

      it("enforces the session already in the operation that enables it", async () => {
        const { session, enable, use, enabled } = await signed();
        expectRefused(await use(enable, decrement), notGranted(reverted, session.permissionId));
        expect(await enabled()).to.equal(false);
      });

      it("rejects the key of another, though the owner has signed", async () => {
        const { harness, account, counter, session, enable, enabled } = await signed();
        const calls = [counter.call(increment)];
        const outcome = await harness.use({ account, session, key: freshKey(), calls, enable });
        expectRefused(outcome, wrongKey(session.permissionId));
        expect(await enabled()).to.equal(false);
      });

      it("rejects a second use of the owner's signature", async () => {
        const { world, account, counter, session, enable, use, stale } = await signed();
        await expectAccepted(world, await use(enable));
        expectRefused(await use(enable), await stale(session.session));
        expect(await counter.count(account.address)).to.equal(1n);
      });

      it("rejects a session that was changed after the owner signed", async () => {
        const { enable, use, enabled, stale } = await signed({ maxUses: 1 });
        const changing = (change: Partial<ActionData>) => ({
          ...enable.session,
          actions: enable.session.actions.map((action) => ({ ...action, ...change })),
        });
        const [another, unlimited] = [
          changing({ actionTargetSelector: decrement }),
          changing({ actionPolicies: [sudo.encode()] }),
        ];
        expectRefused(await use({ ...enable, session: another }, decrement), await stale(another));
        expectRefused(await use({ ...enable, session: unlimited }), await stale(unlimited));
        expect(await enabled()).to.equal(false);
      });

      it("rejects the signature of somebody else than the owner", async () => {
        const { world, harness, account, session, enable, use, enabled } = await signed();
        const foreign = await harness.createAccount({ kind });
        const { hash } = await world.release.enableDigest(world.client, {
          account: account.address,
          session: session.session,
          mode,
        });
        // Safe7579 and its Safe revert; the others answer that it is not valid, and SmartSession refuses.
        const refused =
          kind === "safe7579"
            ? ({ layer: "account", code: "Error", args: { message: "GS026" } } as const)
            : ({
                layer: "SmartSession",
                code: "InvalidEnableSignature",
                args: { account: account.address, hash },
              } as const);
        expectRefused(await use({ ...enable, signature: await foreign.signEnable(hash) }), {
          ...refused,
          rule: "enableSignature",
          layers: [...reverted, `${refused.layer} ${refused.code}`],
        });
        expect(await enabled()).to.equal(false);
      });

      it("rejects a signature for another chain", async () => {
        const { enable, use } = await signed();
        const chainDigests = enable.chainDigests.map((one) => ({ ...one, chainId: 1868n }));
        expectRefused(
          await use({ ...enable, chainDigests }),
          bySmartSession(reverted, "ChainIdMismatch", { providedChainId: 1868n }, "enableSignature"),
        );
      });

      it("rejects a signature that the owner has revoked before it was used", async () => {
        const { world, harness, account, session, enable, use, enabled, stale } = await signed();
        await expectAccepted(world, await harness.revoke(account, session));
        expectRefused(await use(enable), await stale(session.session));
        expect(await enabled()).to.equal(false);
      });

      it("starts an enabled session's counters anew: sign or enable, not both", async () => {
        const { world, harness, account, session, enable, use } = await signed({
          maxUses: 1,
          maxOperations: 1,
        });
        await expectAccepted(world, await harness.enable(account, [session]));
        await expectAccepted(world, await use());
        expectRefused(await use(), usedUp(reverted, session.permissionId, "maxOperations"));
        await expectAccepted(world, await use(enable));
        expectRefused(await use(), usedUp(reverted, session.permissionId, "maxOperations"));
      });

      it("tells which limit an operation breaks that starts the counters anew", async () => {
        const { world, harness, account, counter, key, session, enable, use } = await signed({
          maxUses: 1,
          maxOperations: 1,
        });
        await expectAccepted(world, await harness.enable(account, [session]));
        await expectAccepted(world, await use());
        const calls = [counter.call(increment), counter.call(increment)];
        const outcome = await harness.use({ account, session, key, calls, enable });
        expectRefused(outcome, usedUp(reverted, session.permissionId, "maxUses"));
      });

      it("names the time frame of a session that is not enabled yet", async () => {
        const { world, enable, use } = await signed({ validUntil: 4_000_000_000 });
        await setChainTime(world, 4_000_000_001n);
        expectRefused(
          await use(enable),
          outOfTime("validUntil", { validAfter: 0n, validUntil: 4_000_000_000n, timestamp: 4_000_000_001n }),
        );
      });

      it("accepts an unused signature after removeSession alone: that is why revoking does more", async () => {
        const { world, harness, account, session, enable, use, enabled } = await signed();
        await expectAccepted(world, await harness.enable(account, [session]));
        const [remove] = world.release.encodeRevoke(session.permissionId);
        if (!remove) expect.fail("revoking removes the session first");
        await expectAccepted(world, await harness.execute(account, [remove]));
        expect(await enabled()).to.equal(false);
        await expectAccepted(world, await use(enable));
        expect(await enabled()).to.equal(true);
      });
    });
  }

  describe("signing that a session may be enabled", () => {
    it("refuses what is no session, no mode, and no signature of an owner", async () => {
      const { world, harness, account, counter, key, compile } = await scene();
      const session = compile();
      await expectToReject(harness.signEnable(account, {} as never), InvalidInputError);
      await expectToReject(harness.signEnable(account, session, "USE" as never), InvalidInputError);
      const self = compile({ target: account.address, function: "f()" });
      await expectToReject(harness.signEnable(account, self), InvalidInputError);
      const calls = [counter.call(increment)];
      const use = (enable: unknown) =>
        harness.use({ account, session, key, calls, enable: enable as EnableSignature });
      for (const none of [{}, null, "", 0]) await expectToReject(use(none), InvalidInputError);
      const signed = await harness.signEnable(account, session);
      await expectInputError(
        () => use({ ...signed, signature: "0x1234" }),
        "signature",
        "0x1234",
        /not an enable signature/,
      );
      const digests = [{ ...signed.chainDigests[0], chainId: "base" }];
      await expectInputError(
        () => use({ ...signed, chainDigests: digests }),
        "chainDigests[0].chainId",
        "base",
        /not a whole number/,
      );
      const [action] = signed.session.actions;
      if (!action) expect.fail("a compiled session has an action");
      const target = world.contracts.EntryPoint.address;
      const robbing = { ...signed.session, actions: [{ ...action, actionTarget: target }] };
      await expectInputError(
        () => use({ ...signed, session: robbing }),
        "enable.session.target",
        target,
        /EntryPoint/,
      );
      const other = await harness.signEnable(account, compile());
      await expectInputError(() => use(other), "enable.session", "(an object)", /another session/);
    });
  });
});
