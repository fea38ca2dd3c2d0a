import { expect } from "chai";
import type { Address, Hex } from "viem";
import { type Call, type PolicyData, type Rule, sudo } from "../../src/index.ts";
import type { PolicyStateKey } from "../../src/session/policies/Policy.ts";
import type { AccountOfMatrix } from "./accounts.ts";
import { expectAccepted, expectRefused } from "./expectOutcome.ts";
import { type PolicyRoom, policyRoom } from "./policyRoom.ts";

/** A policy that counts, as a policy of an action or of the whole session. */
export interface Counting {
  readonly policy: {
    readonly name: string;
    readonly address: Address;
    readState(key: PolicyStateKey): Promise<unknown>;
  };
  readonly role: "userOp" | "action";
  /** What a refusal says is used up. */
  readonly rule: Rule;
  /** A call that counts one. */
  call(room: PolicyRoom): Promise<{ readonly target: Address; readonly selector: Hex; readonly call: Call }>;
  /** The policy, configured for some such calls. */
  limit(count: bigint, target: Address): PolicyData;
  /** What it keeps then, after some of them. */
  state(limit: bigint, used: bigint, target: Address): unknown;
}

/**
 * Declares what holds for every policy that counts: whose the count is, and when it begins anew.
 *
 * @param matrix The kind of account.
 * @param counting The policy.
 */
export function shouldKeepCount(matrix: AccountOfMatrix, counting: Counting): void {
  const { policy, role, rule } = counting;

  const counted = async () => {
    const room = await policyRoom(matrix)();
    const { world, make, enableMade, use, ofAction, ofSession } = room;
    const { target, selector, call } = await counting.call(room);
    const action = (...policies: PolicyData[]) => ({
      actions: [room.acting(policies, selector, target)],
    });
    const policies = (...limits: bigint[]) => limits.map((limit) => counting.limit(limit, target));
    /** A session with the policy, listed once for each limit. */
    const limited = (...limits: bigint[]) =>
      make(
        role === "action"
          ? action(...policies(...limits))
          : { userOpPolicies: policies(...limits), ...action(sudo.encode()) },
      );
    const made = limited(1n);
    return {
      ...room,
      made,
      limited,
      /** The same session, with another limit. */
      again: (...limits: bigint[]) =>
        enableMade({ session: { ...limited(...limits).session, salt: made.session.salt } }),
      /** The same session, without the policy. */
      without: () =>
        enableMade({ session: { ...make(action(sudo.encode())).session, salt: made.session.salt } }),
      accepts: async (permissionId?: Hex) =>
        expectAccepted(world, await use(permissionId ?? made.permissionId, [call])),
      refuses: async (permissionId: Hex = made.permissionId) =>
        expectRefused(await use(permissionId, [call]), room.violates(policy, rule, permissionId)),
      expectState: async (limit: bigint, used: bigint) => {
        const { permissionId } = made;
        const key = role === "action" ? ofAction(permissionId, selector, target) : ofSession(permissionId);
        expect(await policy.readState(key)).to.deep.equal(counting.state(limit, used, target));
      },
      call,
    };
  };

  describe(`its count, as ${role} policy`, () => {
    it("begins anew where the same permissionId is enabled again, with the new limit", async () => {
      const { made, enableMade, again, accepts, refuses, expectState } = await counted();
      await enableMade(made);
      await accepts();
      await refuses();
      await expectState(1n, 1n);
      await again(2n);
      await expectState(2n, 0n);
      await accepts();
      await expectState(2n, 1n);
    });

    it("goes on where the same permissionId is enabled again without the policy", async () => {
      const { made, enableMade, without, accepts, refuses, expectState } = await counted();
      await enableMade(made);
      await accepts();
      await without();
      await expectState(1n, 1n);
      await refuses();
    });

    it("is one where the policy is listed twice, and the last limit holds", async () => {
      const { made, enableMade, again, accepts, refuses, expectState } = await counted();
      await enableMade(made);
      await again(3n, 1n);
      await expectState(1n, 0n);
      await accepts();
      await refuses();
    });

    it("stays in the policy when the session is removed, and begins anew when it is enabled again", async () => {
      const { world, harness, account, made, enableMade, again, accepts, refuses, expectState } =
        await counted();
      await enableMade(made);
      await accepts();
      await expectAccepted(world, await harness.revoke(account, made));
      await expectState(1n, 1n);
      await again(1n);
      await expectState(1n, 0n);
      await accepts();
      await refuses();
    });

    it("is one session's, and no other's", async () => {
      const { made, limited, enableMade, accepts, refuses } = await counted();
      const other = limited(1n);
      await enableMade(made, other);
      await accepts();
      await refuses();
      await accepts(other.permissionId);
    });
  });
}
