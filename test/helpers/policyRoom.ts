import type { Address, Hex } from "viem";
import {
  type Call,
  chainTime,
  type Permission,
  type PolicyData,
  type Session,
  sudo,
  toActionConfigId,
  toActionId,
  toUserOpConfigId,
} from "../../src/index.ts";
import type { AccountOfMatrix } from "./accounts.ts";
import { expectAccepted } from "./expectOutcome.ts";
import { policyAssertions } from "./policyAssertions.ts";
import { policyRefusals } from "./policyRefusals.ts";
import { deployRecorder, record } from "./recorder.ts";

/** See {@link policyRoom}. */
export type PolicyRoom = Awaited<ReturnType<ReturnType<typeof policyRoom>>>;

/**
 * A scene, and what the tests of every policy need of it: a target that takes every call, sessions with the policy
 * in either role, where its state is, and how its refusals look on this kind of account.
 *
 * @param matrix The kind of account.
 * @returns Gives the room.
 */
export const policyRoom = (matrix: AccountOfMatrix) => async () => {
  const built = await matrix.scene();
  const { world, harness, account, key, smartSession, make, enable, enableMade, use } = built;
  const recorder = await deployRecorder(world);
  const at = { client: world.client, multiplexer: smartSession, account: account.address };

  /** An action of the recorder, or of another target. */
  const acting = (
    actionPolicies: readonly PolicyData[],
    actionTargetSelector: Hex = record,
    actionTarget: Address = recorder.address,
  ) => ({ actionTarget, actionTargetSelector, actionPolicies });

  return {
    ...built,
    ...policyRefusals(matrix, built),
    ...policyAssertions(matrix, built),
    /** The chain's time: the scene may have been built long before the test. */
    now: await chainTime(world),
    recorder,
    acting,
    /** What the account has the owner do, which must succeed. */
    own: async (...calls: Call[]) => expectAccepted(world, await harness.execute(account, calls)),

    /** Enables a session by hand; tells its id, and has its key make calls. */
    grant: async (change: Partial<Session>) => {
      const made = make(change);
      await enableMade(made);
      return { ...made, use: (...calls: Call[]) => use(made.permissionId, calls) };
    },
    /** Enables a permission, by default for the recorder; tells its id, and has its key make calls. */
    permit: async (permission: Partial<Permission>) => {
      const session = await enable({
        target: recorder.address,
        function: "record(uint256 argument)",
        ...permission,
      });
      return { ...session, use: (...calls: Call[]) => harness.use({ account, session, key, calls }) };
    },
    /** A session with these policies for the recorder, in one role or the other. */
    inRole: (role: "userOp" | "action", ...policies: PolicyData[]) =>
      role === "userOp"
        ? { userOpPolicies: policies, actions: [acting([sudo.encode()])] }
        : { actions: [acting(policies)] },

    /** Where an action's policy keeps its state. */
    ofAction: (permissionId: Hex, selector: Hex = record, target: Address = recorder.address) => ({
      ...at,
      target,
      configId: toActionConfigId(account.address, permissionId, toActionId(target, selector)),
    }),
    /** Where a policy of the whole session keeps its state. */
    ofSession: (permissionId: Hex) => ({
      ...at,
      configId: toUserOpConfigId(account.address, permissionId),
    }),
  };
};
