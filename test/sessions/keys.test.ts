import { expect } from "chai";
import {
  concat,
  type Hex,
  hashMessage,
  hexToNumber,
  isHex,
  numberToHex,
  type SignableMessage,
  slice,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { userOperationHash } from "../../src/account/userOperationHash.ts";
import { setChainTime } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { bySmartSession, notEnabled, notGranted, usedUp, wrongKey } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";

/** The byte at the end of a signature, which says how its key is recovered. */
const withV = (signature: Hex, v: number) => concat([slice(signature, 0, 64), numberToHex(v, { size: 1 })]);

/** A key that signs a hash otherwise, in whichever form it is asked for. */
const signingBy = (key: PrivateKeyAccount, sign: (hash: Hex) => Promise<Hex>): PrivateKeyAccount => ({
  ...key,
  sign: async ({ hash }) => sign(hash) as never,
  signMessage: async ({ message }) => sign(rawOf(message)),
});

function rawOf(message: SignableMessage): Hex {
  const raw = typeof message === "string" ? undefined : message.raw;
  if (!isHex(raw)) throw new Error("no hash is to be signed");
  return raw;
}

/** A session is used by its own key alone. */
onEveryAccount("the key", ({ kind, scene, reverted }) => {
  /** A session, and operations that count, signed by somebody or changed since. */
  const counting = async (limits = {}) => {
    const built = await scene();
    const { account, counter, enable } = built;
    const session = await enable(limits);
    return {
      ...built,
      session,
      permissionId: session.permissionId,
      callData: await callOf(account, counter.call(increment)),
      count: () => counter.count(account.address),
    };
  };

  it("rejects a signature by another key", async () => {
    const { harness, account, counter, session, count } = await counting();
    const calls = [counter.call(increment)];
    const outcome = await harness.use({ account, session, key: freshKey(), calls });
    expectRefused(outcome, wrongKey(session.permissionId));
    expect(await count()).to.equal(0n);
  });

  it("rejects the owner's own key", async () => {
    const { account, permissionId, send, count } = await counting();
    expectRefused(await send(permissionId, undefined, { by: account.owner }), wrongKey(permissionId));
    expect(await count()).to.equal(0n);
  });

  it("rejects another session's key", async () => {
    const { harness, world, account, counter, permissionId, send, compile } = await counting();
    const otherKey = freshKey();
    const other = compile({ sessionKey: otherKey.address, function: "increment()" });
    await expectAccepted(world, await harness.enable(account, [other]));
    expectRefused(await send(permissionId, undefined, { by: otherKey }), wrongKey(permissionId));
    expect(await counter.count(account.address)).to.equal(0n);
  });

  it("rejects a session that the account never enabled", async () => {
    const { compile, use } = await scene();
    const { permissionId } = compile();
    expectRefused(await use(permissionId), notEnabled(reverted, permissionId));
  });

  it("rejects what another session is granted", async () => {
    const { counter, permissionId, enable, use, count } = await counting();
    await enable({ function: "decrement()" });
    const outcome = await use(permissionId, [counter.call(decrement)]);
    expectRefused(outcome, notGranted(reverted, permissionId));
    expect(await count()).to.equal(0n);
  });

  it("refuses the call before it looks at the key, and the key before the time", async () => {
    const { world, account, counter, permissionId, send, now } = await counting();
    const by = freshKey();
    const other = await callOf(account, counter.call(decrement));
    expectRefused(await send(permissionId, other, { by }), notGranted(reverted, permissionId));
    const late = await counting({ validUntil: now + 50n });
    await setChainTime(world, now + 51n);
    // Expired and signed by another: EntryPoint hears of the signature alone (AA24, and not AA22).
    expectRefused(await late.send(late.permissionId, undefined, { by }), wrongKey(late.permissionId));
  });

  describe("of another account", () => {
    /** Another account of the same kind and owner, with the module installed. */
    const withOther = async () => {
      const built = await counting();
      const { world, harness, account } = built;
      const other = await harness.createAccount({ kind, owner: account.owner, salt: 3n });
      await expectAccepted(world, await harness.install(other));
      return { ...built, other };
    };

    it("rejects the session of another account", async () => {
      const { permissionId, use, other, counter } = await withOther();
      expectRefused(await use(permissionId, undefined, other), notEnabled(reverted, permissionId));
      expect(await counter.count(other.address)).to.equal(0n);
    });

    it("rejects an operation that was signed for another account with the same session", async () => {
      const { world, harness, permissionId, session, other, counter, signed, submit, callData } =
        await withOther();
      await expectAccepted(world, await harness.enable(other, [session]));
      const theirs = await signed(permissionId, callData, { account: other });
      const ours = await signed(permissionId, callData);
      const moved = { ...theirs, signature: ours.signature };
      expectRefused(await submit(moved, other), wrongKey(permissionId));
      await expectAccepted(world, await submit(theirs, other));
      expect(await counter.count(other.address)).to.equal(1n);
    });
  });

  describe("signs the operation as it is sent", () => {
    it("rejects other calls than were signed, granted as they are", async () => {
      const { world, account, counter, permissionId, signed, submit, callData, count } = await counting();
      const operation = await signed(permissionId, callData);
      const twice = await account.smartAccount.encodeCalls(
        [1, 2].map(() => ({ to: counter.address, value: 0n, data: increment })),
      );
      expectRefused(await submit({ ...operation, callData: twice }), wrongKey(permissionId));
      await expectAccepted(world, await submit(operation));
      expect(await count()).to.equal(1n);
    });

    it("rejects another gas limit and another fee than were signed", async () => {
      const { world, permissionId, signed, submit, callData, count } = await counting();
      const operation = await signed(permissionId, callData);
      for (const change of [
        { callGasLimit: operation.callGasLimit + 1n },
        { verificationGasLimit: operation.verificationGasLimit + 1n },
        { preVerificationGas: operation.preVerificationGas + 1n },
        { maxFeePerGas: operation.maxFeePerGas + 1n },
        { maxPriorityFeePerGas: operation.maxPriorityFeePerGas - 1n },
      ]) {
        expectRefused(await submit({ ...operation, ...change }), wrongKey(permissionId));
      }
      await expectAccepted(world, await submit(operation));
      expect(await count()).to.equal(1n);
    });

    it("does not sign which of the key's sessions it uses: its signature serves another of them as well", async () => {
      const { world, key, permissionId, enable, signed, submit, use, callData, count, ...built } =
        await counting();
      const other = await enable({ maxUses: 1 });
      const operation = await signed(permissionId, callData);
      const ofKey = await built.sessionValidator.sign(key, userOperationHash(world, operation));
      const signature = world.release.encodeUseSignature(other.permissionId, ofKey);
      await expectAccepted(world, await submit({ ...operation, signature }));
      expectRefused(await use(other.permissionId), usedUp(reverted, other.permissionId));
      expect(await count()).to.equal(1n);
    });
  });

  describe("signs in the form that the session validator takes", () => {
    /** The session's key, which makes something else of its signature. */
    const making = async (change: (signature: Hex) => Hex) => {
      const built = await counting();
      const { key, permissionId, send, sessionValidator } = built;
      const by = signingBy(key, async (hash) => change(await sessionValidator.sign(key, hash)));
      return { ...built, outcome: await send(permissionId, undefined, { by }) };
    };
    const malformed = bySmartSession(reverted, "InvalidSignature", {}, "sessionKey");

    for (const [what, change] of [
      ["is a byte short", (signature: Hex) => slice(signature, 0, 64)],
      ["is not there", (): Hex => "0x"],
      ["has a v of 29", (signature: Hex) => withV(signature, 29)],
      ["has a v of 1", (signature: Hex) => withV(signature, 1)],
      ["recovers to nobody", () => withV(`0x${"00".repeat(64)}`, 27)],
    ] as const) {
      it(`rejects a signature that ${what}`, async () => {
        const { outcome, count } = await making(change);
        expectRefused(outcome, malformed);
        expect(await count()).to.equal(0n);
      });
    }

    it("rejects a signature whose v is turned, which recovers to somebody else", async () => {
      const turned = await making((signature) => withV(signature, 55 - hexToNumber(slice(signature, 64))));
      expectRefused(turned.outcome, wrongKey(turned.permissionId));
      expect(await turned.count()).to.equal(0n);
    });

    it("takes a signature of that form with eth_sign's prefix before it only where v says so", async () => {
      const { world, key, permissionId, send, count, sessionValidator } = await counting();
      const inForm = (hash: Hex) =>
        sessionValidator.name === "OwnableValidator" ? hash : hashMessage({ raw: hash });
      const signing = (more: number) =>
        signingBy(key, async (hash) => {
          const signature = await key.signMessage({ message: { raw: inForm(hash) } });
          return withV(signature, hexToNumber(slice(signature, 64)) + more);
        });
      expectRefused(await send(permissionId, undefined, { by: signing(0) }), wrongKey(permissionId));
      await expectAccepted(world, await send(permissionId, undefined, { by: signing(4) }));
      expect(await count()).to.equal(1n);
    });

    it("ignores what follows the signature", async () => {
      const { world, outcome, count } = await making((signature) => concat([signature, "0x1234"]));
      await expectAccepted(world, outcome);
      expect(await count()).to.equal(1n);
    });

    for (const mode of ["0x03", "0xff"] as const) {
      it(`rejects the mode ${mode}, which is none of SmartSession's`, async () => {
        const { permissionId, send, count } = await counting();
        const resign = (signature: Hex) => concat([mode, slice(signature, 1)]);
        const outcome = await send(permissionId, undefined, { resign });
        expectRefused(outcome, bySmartSession(reverted, "Panic", { reason: 33n }, "unknown"));
        expect(await count()).to.equal(0n);
      });
    }

    it("rejects a signature that is too short to name a session, or to enable one", async () => {
      const { permissionId, send, count } = await counting();
      const short = [
        () => "0x" as const,
        (signature: Hex) => slice(signature, 0, 1),
        (signature: Hex) => slice(signature, 0, 32),
        (signature: Hex) => concat(["0x01", slice(signature, 1)]),
      ];
      for (const resign of short) {
        const outcome = await send(permissionId, undefined, { resign });
        expectRefused(outcome, bySmartSession(reverted, "no data", {}, "unknown"));
      }
      expect(await count()).to.equal(0n);
    });
  });
});
