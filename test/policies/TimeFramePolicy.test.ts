import { expect } from "chai";
import { concat, encodePacked, type Hex } from "viem";
import { setChainTime, sudo, type TimeFrame, timeFrame } from "../../src/index.ts";
import { type AccountOfMatrix, accounts, onEveryAccount } from "../helpers/accounts.ts";
import { callOf } from "../helpers/execution.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { outOfTime } from "../helpers/refusals.ts";
import {
  askAccount,
  enablingToSign,
  hashOf,
  mail,
  noSignature,
  signContent,
  validSignature,
} from "../helpers/sign1271.ts";

type Range = readonly [validAfter: bigint, validUntil: bigint];
const roles = ["userOp", "action"] as const;
const raw = (initData: Hex) => ({ policy: timeFrame.address, initData });

/** The room; times are seconds from when it was built, and 0 is none. */
const timeRoom = (matrix: AccountOfMatrix) => async () => {
  const built = await policyRoom(matrix)();
  const { world, now, recorder } = built;
  const from = (offset: bigint) => (offset === 0n ? 0n : now + offset);
  const range = ([validAfter, validUntil]: Range): TimeFrame => ({
    validAfter: from(validAfter),
    validUntil: from(validUntil),
  });
  return {
    ...built,
    range,
    frame: (given: Range) => timeFrame.encode(range(given)),
    goTo: (offset: bigint) => setChainTime(world, now + offset),
    outOfTime: (rule: "validAfter" | "validUntil", frame: Range, offset: bigint) =>
      outOfTime(rule, { ...range(frame), timestamp: now + offset }),
    call: recorder.call(),
  };
};

/** A session is used from validAfter to validUntil, both seconds included. */
onEveryAccount("TimeFramePolicy", (matrix) => {
  const room = timeRoom(matrix);

  describe("valid", () => {
    for (const [when, offset] of [
      ["at validAfter", 100n],
      ["at validUntil", 200n],
    ] as const) {
      it(`accepts a use ${when}`, async () => {
        const { world, permit, range, goTo, now, call, recorder } = await room();
        const session = await permit(range([100n, 200n]));
        await goTo(offset);
        const { blockNumber } = await expectAccepted(world, await session.use(call));
        expect((await world.client.getBlock({ blockNumber })).timestamp).to.equal(now + offset);
        expect(await recorder.calls()).to.equal(1n);
      });
    }

    it("never expires without validUntil", async () => {
      const { world, permit, now, goTo, call, recorder } = await room();
      const session = await permit({ validAfter: now + 1n });
      await goTo(10n ** 9n);
      await expectAccepted(world, await session.use(call));
      expect(await recorder.calls()).to.equal(1n);
    });

    it("is usable at once without validAfter", async () => {
      const { world, permit, now, call, recorder } = await room();
      const session = await permit({ validUntil: now + 1000n });
      await expectAccepted(world, await session.use(call));
      expect(await recorder.calls()).to.equal(1n);
    });

    it("accepts a use in the only second that there is", async () => {
      const { world, permit, range, goTo, call, outOfTime, recorder } = await room();
      const session = await permit(range([100n, 100n]));
      await goTo(99n);
      expectRefused(await session.use(call), outOfTime("validAfter", [100n, 100n], 99n));
      await goTo(100n);
      await expectAccepted(world, await session.use(call));
      await goTo(101n);
      expectRefused(await session.use(call), outOfTime("validUntil", [100n, 100n], 101n));
      expect(await recorder.calls()).to.equal(1n);
    });

    for (const role of roles) {
      it(`takes 12 bytes of init data, end before beginning, and ignores what follows, as ${role} policy`, async () => {
        const { world, grant, inRole, range, goTo, call, outOfTime, ofAction, ofSession } = await room();
        const { validAfter, validUntil } = range([100n, 200n]);
        const packed = encodePacked(["uint48", "uint48"], [Number(validUntil), Number(validAfter)]);
        const { permissionId, use } = await grant(
          inRole(role, raw(concat([packed, `0x${"ff".repeat(20)}`]))),
        );
        const key = role === "action" ? ofAction(permissionId) : ofSession(permissionId);
        expect(await timeFrame.readState(key)).to.deep.equal({ validAfter, validUntil });
        await goTo(99n);
        expectRefused(await use(call), outOfTime("validAfter", [100n, 200n], 99n));
        await goTo(200n);
        await expectAccepted(world, await use(call));
        await goTo(201n);
        expectRefused(await use(call), outOfTime("validUntil", [100n, 200n], 201n));
      });
    }

    it("in effect never expires where the time is in milliseconds", async () => {
      const { world, grant, inRole, now, goTo, call, recorder } = await room();
      const inMilliseconds = timeFrame.encode({ validAfter: 0n, validUntil: (now + 100n) * 1000n });
      const session = await grant(inRole("userOp", inMilliseconds));
      for (const offset of [101n, 10n ** 10n]) {
        await goTo(offset);
        await expectAccepted(world, await session.use(call));
      }
      expect(await recorder.calls()).to.equal(2n);
    });
  });

  describe("invalid", () => {
    const refusals: [string, bigint, "validAfter" | "validUntil"][] = [
      ["one second before validAfter", 99n, "validAfter"],
      ["half a frame before validAfter", 50n, "validAfter"],
      ["one second after validUntil", 201n, "validUntil"],
      ["long after validUntil", 10n ** 9n, "validUntil"],
    ];
    for (const [when, offset, rule] of refusals) {
      it(`rejects a use ${when}`, async () => {
        const { permit, range, goTo, call, outOfTime, recorder } = await room();
        const session = await permit(range([100n, 200n]));
        await goTo(offset);
        expectRefused(await session.use(call), outOfTime(rule, [100n, 200n], offset));
        expect(await recorder.calls()).to.equal(0n);
      });
    }

    for (const role of roles) {
      it(`takes a frame that has ended when it is enabled, and rejects its use, as ${role} policy`, async () => {
        const { grant, inRole, goTo, frame, call, outOfTime, recorder } = await room();
        await goTo(300n);
        const { use } = await grant(inRole(role, frame([100n, 200n])));
        await goTo(400n);
        expectRefused(await use(call), outOfTime("validUntil", [100n, 200n], 400n));
        expect(await recorder.calls()).to.equal(0n);
      });

      it(`takes 0 for both bounds when it is enabled, and rejects its use, as ${role} policy`, async () => {
        const { grant, inRole, call, unusable, ofAction, ofSession, recorder } = await room();
        const { permissionId, use } = await grant(inRole(role, raw(`0x${"00".repeat(12)}`)));
        const { configId } = (role === "action" ? ofAction : ofSession)(permissionId);
        expectRefused(await use(call), unusable(timeFrame, configId));
        expect(await recorder.calls()).to.equal(0n);
      });

      it(`refuses a beginning after the end when it is enabled, as ${role} policy`, async () => {
        const { account, smartSession, make, inRole, frame, ofAction, ofSession, expectNotConfigured } =
          await room();
        const made = make(inRole(role, frame([200n, 199n])));
        await expectNotConfigured(made, timeFrame, "PolicyNotInitialized", {
          id: (role === "action" ? ofAction : ofSession)(made.permissionId).configId,
          multiplexer: smartSession,
          account: account.address,
        });
      });

      it(`refuses fewer than 12 bytes when it is enabled, as ${role} policy`, async () => {
        const { make, inRole, expectNotConfigured } = await room();
        for (const initData of [`0x${"11".repeat(11)}`, "0x"] as const) {
          await expectNotConfigured(make(inRole(role, raw(initData))), timeFrame, "no data");
        }
      });
    }

    it("refuses milliseconds, an end before the beginning, and no end by 0, when it is compiled", async () => {
      const { compile, now } = await room();
      const milliseconds = now * 1000n;
      await expectInputError(
        () => compile({ validUntil: milliseconds }),
        "validUntil",
        milliseconds,
        /milli/,
      );
      await expectInputError(
        () => compile({ validAfter: now + 2n, validUntil: now + 1n }),
        "validUntil",
        now + 1n,
        /before validAfter/,
      );
      await expectInputError(() => compile({ validUntil: 0n }), "validUntil", 0n, /never expires/);
    });
  });

  describe("integration", () => {
    // The latest beginning and the earliest end hold.
    const intersections: [string, session: Range, action: Range, both: Range][] = [
      ["that overlap", [100n, 300n], [200n, 400n], [200n, 300n]],
      ["of which one holds the other", [100n, 400n], [200n, 300n], [200n, 300n]],
      ["of which the other holds the one", [200n, 300n], [100n, 400n], [200n, 300n]],
      ["of which the session's has no end", [100n, 0n], [50n, 200n], [100n, 200n]],
      ["of which the action's has no end", [50n, 200n], [100n, 0n], [100n, 200n]],
    ];
    for (const [which, session, action, both] of intersections) {
      it(`holds a session and its action to what is common to two frames ${which}`, async () => {
        const { world, grant, acting, frame, goTo, call, outOfTime, recorder } = await room();
        const { use } = await grant({ userOpPolicies: [frame(session)], actions: [acting([frame(action)])] });
        const [first, last] = both;
        await goTo(first - 1n);
        expectRefused(await use(call), outOfTime("validAfter", both, first - 1n));
        await goTo(first);
        await expectAccepted(world, await use(call));
        await goTo(last);
        await expectAccepted(world, await use(call));
        await goTo(last + 1n);
        expectRefused(await use(call), outOfTime("validUntil", both, last + 1n));
        expect(await recorder.calls()).to.equal(2n);
      });
    }

    it("never ends where neither of two frames does, and begins with the later", async () => {
      const { world, grant, acting, frame, goTo, call, outOfTime, recorder } = await room();
      const { use } = await grant({
        userOpPolicies: [frame([100n, 0n])],
        actions: [acting([frame([200n, 0n])])],
      });
      await goTo(199n);
      expectRefused(await use(call), outOfTime("validAfter", [200n, 0n], 199n));
      await goTo(200n);
      await expectAccepted(world, await use(call));
      await goTo(10n ** 9n);
      await expectAccepted(world, await use(call));
      expect(await recorder.calls()).to.equal(2n);
    });

    it("holds a batch to the frames of all its calls, and each call alone to its own", async () => {
      const { world, grant, acting, frame, goTo, call, outOfTime, recorder } = await room();
      const other = "0x12345678";
      const another = recorder.raw(other);
      const { use } = await grant({
        actions: [acting([frame([100n, 300n])]), acting([frame([200n, 400n])], other)],
      });
      await goTo(199n);
      expectRefused(await use(call, another), outOfTime("validAfter", [200n, 300n], 199n));
      expectRefused(await use(another, call), outOfTime("validAfter", [200n, 300n], 199n));
      await expectAccepted(world, await use(call));
      await goTo(300n);
      await expectAccepted(world, await use(call, another));
      await goTo(301n);
      expectRefused(await use(call, another), outOfTime("validUntil", [200n, 300n], 301n));
      await expectAccepted(world, await use(another));
      expect(await recorder.calls()).to.equal(4n);
    });

    it("does not refuse by itself: it hands its range to EntryPoint, whatever the time", async () => {
      const { account, grant, inRole, frame, range, goTo, call, ask } = await room();
      const { permissionId } = await grant(inRole("userOp", frame([100n, 200n])));
      const callData = await callOf(account, call);
      for (const offset of [50n, 150n, 250n]) {
        await goTo(offset);
        expect(await ask(permissionId, callData)).to.deep.equal({
          signatureFailed: false,
          ...range([100n, 200n]),
        });
      }
    });

    for (const role of roles) {
      it(`is one frame where it is listed twice, the last, as ${role} policy`, async () => {
        const { world, grant, inRole, frame, goTo, call, outOfTime, recorder } = await room();
        const { use } = await grant(inRole(role, frame([100n, 200n]), frame([150n, 300n])));
        await goTo(149n);
        expectRefused(await use(call), outOfTime("validAfter", [150n, 300n], 149n));
        await goTo(300n);
        await expectAccepted(world, await use(call));
        await goTo(301n);
        expectRefused(await use(call), outOfTime("validUntil", [150n, 300n], 301n));
        expect(await recorder.calls()).to.equal(1n);
      });

      it(`is replaced where the same permissionId is enabled again, and stays where it is left out, as ${role} policy`, async () => {
        const { world, grant, enableMade, inRole, frame, goTo, call, outOfTime, recorder, acting } =
          await room();
        const { session, use } = await grant(inRole(role, frame([0n, 100n])));
        await enableMade({ session: { ...session, ...inRole(role, frame([0n, 300n])) } });
        await goTo(300n);
        await expectAccepted(world, await use(call));
        await enableMade({ session: { ...session, userOpPolicies: [], actions: [acting([sudo.encode()])] } });
        await goTo(400n);
        expectRefused(await use(call), outOfTime("validUntil", [0n, 300n], 400n));
        expect(await recorder.calls()).to.equal(1n);
      });
    }
  });
});

// Asked through one kind of account: the others put what is signed into forms of their own before SmartSession sees it.
const nexus = accounts.find(({ kind }) => kind === "nexus") as AccountOfMatrix;
describe("TimeFramePolicy, of signatures (ERC-1271)", () => {
  it("judges signatures (ERC-1271) from validAfter to the second before validUntil", async () => {
    const { world, account, key, make, own, frame, goTo } = await timeRoom(nexus)();
    const { session, permissionId } = make();
    await own(enablingToSign(world, session, mail, [frame([100n, 200n])]));
    const signature = await signContent({ world, account, permissionId, key }, mail);
    const answerAt = async (offset: bigint) => {
      await goTo(offset);
      await world.provider.request({ method: "evm_mine" });
      return askAccount({ world, account }, hashOf(mail), signature);
    };
    expect(await answerAt(99n)).to.equal(noSignature);
    expect(await answerAt(100n)).to.equal(validSignature);
    expect(await answerAt(199n)).to.equal(validSignature);
    expect(await answerAt(200n)).to.equal(noSignature);
    expect(await answerAt(201n)).to.equal(noSignature);
  });
});
