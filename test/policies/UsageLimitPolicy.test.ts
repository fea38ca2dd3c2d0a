import { expect } from "chai";
import { concat, type Hex } from "viem";
import { sudo, usageLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { record } from "../helpers/recorder.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { type Counting, shouldKeepCount } from "../helpers/shouldKeepCount.ts";
import { words } from "../helpers/words.ts";

const initData = (limit: bigint) => usageLimit.encode({ limit }).initData;
const raw = (data: Hex) => ({ policy: usageLimit.address, initData: data });

/** A session is used as often as it was granted: counted by calls, by operations, or by both. */
onEveryAccount("UsageLimitPolicy", (matrix) => {
  const room = policyRoom(matrix);

  /** A permission to count, and as many counts of it in one operation. */
  const counting = async (limits: object) => {
    const built = await room();
    const { account, counter, permit, violates } = built;
    const session = await permit({ target: counter.address, function: "increment()", ...limits });
    return {
      ...built,
      session,
      use: (calls: number) => session.use(...Array(calls).fill(counter.call(increment))),
      count: () => counter.count(account.address),
      usedUp: violates(usageLimit, "maxUses", session.permissionId),
      operationsUsedUp: violates(usageLimit, "maxOperations", session.permissionId),
    };
  };

  describe("valid", () => {
    it("accepts maxUses calls, one an operation", async () => {
      const { world, use, count } = await counting({ maxUses: 2 });
      await expectAccepted(world, await use(1));
      await expectAccepted(world, await use(1));
      expect(await count()).to.equal(2n);
    });

    it("accepts maxUses calls in one batch", async () => {
      const { world, use, count } = await counting({ maxUses: 3 });
      await expectAccepted(world, await use(3));
      expect(await count()).to.equal(3n);
    });

    it("accepts maxOperations operations, a batch as one", async () => {
      const { world, use, count } = await counting({ maxOperations: 2 });
      await expectAccepted(world, await use(3));
      await expectAccepted(world, await use(1));
      expect(await count()).to.equal(4n);
    });

    it("accepts the greatest limit there is, and counts from it", async () => {
      const most = 2n ** 128n - 1n;
      const { world, session, use, ofAction, counter } = await counting({ maxUses: most });
      await expectAccepted(world, await use(2));
      const key = ofAction(session.permissionId, increment, counter.address);
      expect(await usageLimit.readState(key)).to.deep.equal({ limit: most, used: 2n });
    });

    for (const role of ["action", "userOp"] as const) {
      it(`takes 16 bytes of init data for its limit and ignores what follows, as ${role} policy`, async () => {
        const { world, recorder, grant, inRole, violates } = await room();
        const session = await grant(inRole(role, raw(concat([initData(1n), words(9n)]))));
        await expectAccepted(world, await session.use(recorder.call()));
        const rule = role === "action" ? "maxUses" : "maxOperations";
        expectRefused(await session.use(recorder.call()), violates(usageLimit, rule, session.permissionId));
        expect(await recorder.calls()).to.equal(1n);
      });
    }
  });

  describe("invalid", () => {
    it("rejects the call after the last of maxUses", async () => {
      const { world, use, count, usedUp } = await counting({ maxUses: 1 });
      await expectAccepted(world, await use(1));
      expectRefused(await use(1), usedUp);
      expectRefused(await use(1), usedUp);
      expect(await count()).to.equal(1n);
    });

    it("rejects a batch of more calls than are left, and counts none of them", async () => {
      const { world, use, count, usedUp } = await counting({ maxUses: 3 });
      expectRefused(await use(4), usedUp);
      await expectAccepted(world, await use(1));
      expectRefused(await use(3), usedUp);
      await expectAccepted(world, await use(2));
      expectRefused(await use(1), usedUp);
      expect(await count()).to.equal(3n);
    });

    it("rejects the operation after the last of maxOperations", async () => {
      const { world, use, count, operationsUsedUp } = await counting({ maxOperations: 2 });
      await expectAccepted(world, await use(1));
      await expectAccepted(world, await use(2));
      expectRefused(await use(1), operationsUsedUp);
      expectRefused(await use(3), operationsUsedUp);
      expect(await count()).to.equal(3n);
    });

    for (const limit of ["maxUses", "maxOperations"] as const) {
      it(`rejects a use after one that the target refused, which ${limit} counted`, async () => {
        const { world, account, counter, permit, violates } = await room();
        const session = await permit({ target: counter.address, function: "decrement()", [limit]: 1 });
        await expectReverted(
          world,
          await session.use(counter.call(decrement)),
          undoneBy(matrix.hiding, "target", "CountIsZero", { account: account.address }),
        );
        const refused = violates(usageLimit, limit, session.permissionId);
        expectRefused(await session.use(counter.call(decrement)), refused);
      });
    }

    const refusals: [string, Hex, string][] = [
      ["a limit of 0", initData(0n), "PolicyNotInitialized"],
      ["a whole word that holds 3, whose first 16 bytes are 0", words(3n), "PolicyNotInitialized"],
      ["15 bytes", `0x${"11".repeat(15)}`, "no data"],
      ["no init data", "0x", "no data"],
    ];
    for (const role of ["action", "userOp"] as const) {
      for (const [what, data, code] of refusals) {
        it(`refuses ${what} when it is enabled, as ${role} policy`, async () => {
          const { account, smartSession, make, inRole, ofAction, ofSession, expectNotConfigured } =
            await room();
          const made = make(inRole(role, raw(data)));
          const of = role === "action" ? ofAction : ofSession;
          const args =
            code === "no data"
              ? {}
              : {
                  id: of(made.permissionId).configId,
                  multiplexer: smartSession,
                  account: account.address,
                };
          await expectNotConfigured(made, usageLimit, code, args);
        });
      }
    }
  });

  describe("integration", () => {
    it("tells which of calls and operations are used up, where both are limited", async () => {
      const { world, use, count, usedUp, operationsUsedUp } = await counting({
        maxUses: 3,
        maxOperations: 2,
      });
      expectRefused(await use(4), usedUp);
      await expectAccepted(world, await use(1));
      expectRefused(await use(3), usedUp);
      await expectAccepted(world, await use(1));
      expectRefused(await use(1), operationsUsedUp);
      expect(await count()).to.equal(2n);
    });

    it("counts the calls of each action apart", async () => {
      const { world, account, counter, action, grant, violates } = await room();
      const { permissionId, use } = await grant({
        actions: [
          action(increment, usageLimit.encode({ limit: 2n })),
          action(decrement, usageLimit.encode({ limit: 1n })),
        ],
      });
      const [up, down] = [counter.call(increment), counter.call(decrement)];
      const refused = violates(usageLimit, "maxUses", permissionId);
      expectRefused(await use(up, down, down), refused);
      await expectAccepted(world, await use(up, down));
      expectRefused(await use(down), refused);
      await expectAccepted(world, await use(up));
      expectRefused(await use(up), refused);
      expect(await counter.count(account.address)).to.equal(1n);
    });

    it("counts the operations of all actions together, as userOp policy", async () => {
      const { world, account, counter, action, grant, ofSession, violates } = await room();
      const { permissionId, use } = await grant({
        userOpPolicies: [usageLimit.encode({ limit: 2n })],
        actions: [action(increment, sudo.encode()), action(decrement, sudo.encode())],
      });
      const [up, down] = [counter.call(increment), counter.call(decrement)];
      await expectAccepted(world, await use(up, up, down));
      await expectAccepted(world, await use(down));
      expectRefused(await use(up), violates(usageLimit, "maxOperations", permissionId));
      expect(await usageLimit.readState(ofSession(permissionId))).to.deep.equal({ limit: 2n, used: 2n });
      expect(await counter.count(account.address)).to.equal(0n);
    });

    const kept: Omit<Counting, "role" | "rule"> = {
      policy: usageLimit,
      call: async ({ recorder }) => ({ target: recorder.address, selector: record, call: recorder.call() }),
      limit: (limit) => usageLimit.encode({ limit }),
      state: (limit, used) => ({ limit, used }),
    };
    shouldKeepCount(matrix, { ...kept, role: "action", rule: "maxUses" });
    shouldKeepCount(matrix, { ...kept, role: "userOp", rule: "maxOperations" });
  });
});
