import { expect } from "chai";
import type { Address, Hex } from "viem";
import {
  type Call,
  chainTime,
  type Permission,
  type PolicyData,
  type Rule,
  type Session,
  sudo,
  toActionConfigId,
  toActionId,
  toUserOpConfigId,
} from "../../src/index.ts";
import type { AccountOfMatrix } from "./accounts.ts";
import type { Handmade } from "./byHand.ts";
import { expectAccepted, expectReverted } from "./expectOutcome.ts";
import { deployRecorder, record } from "./recorder.ts";

/** A policy, as a refusal names it. */
interface Named {
  readonly name: string;
  readonly address: Address;
}

/** An error of a policy, which SmartSession cuts and the harness asks for whole. */
interface PolicyError {
  readonly code: string;
  readonly rule: Rule;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** See {@link policyRoom}. */
export type PolicyRoom = Awaited<ReturnType<ReturnType<typeof policyRoom>>>;

/**
 * A scene, and what the tests of every policy need of it: a target that takes every call, sessions with the policy
 * in either role, where its state is, and how its refusals look on this kind of account.
 *
 * @param account The kind of account.
 * @returns Gives the room.
 */
export const policyRoom =
  ({ scene, reverted, hiding }: AccountOfMatrix) =>
  async () => {
    const built = await scene();
    const { world, harness, account, key, smartSession, make, enable, enableMade, tryEnable, read, use } =
      built;
    const recorder = await deployRecorder(world);
    const at = { client: world.client, multiplexer: smartSession, account: account.address };

    /** An action of the recorder, or of another target. */
    const acting = (
      actionPolicies: readonly PolicyData[],
      actionTargetSelector: Hex = record,
      actionTarget: Address = recorder.address,
    ) => ({ actionTarget, actionTargetSelector, actionPolicies });

    const reverts = (policy: Named, { code, rule, args = {} }: PolicyError) => ({
      layer: "policy" as const,
      code,
      rule,
      args,
      policy: policy.name,
      layers: [...reverted, "SmartSession PolicyCheckReverted", `policy ${code}`],
    });

    return {
      ...built,
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

      /** A policy says no. */
      violates: (policy: Named, rule: Rule, permissionId: Hex) => ({
        layer: "policy" as const,
        code: "PolicyViolation",
        rule,
        args: { permissionId, policy: policy.address },
        policy: policy.name,
        layers: [...reverted, "policy PolicyViolation"],
      }),
      /** A policy reverts. */
      reverts,
      /** A policy adds up what no number can hold. */
      overflows: (policy: Named, rule: Rule) =>
        reverts(policy, { code: "Panic", rule, args: { reason: 17n } }),
      /** A policy was enabled with what it cannot judge by. */
      unusable: (policy: Named, configId: Hex) =>
        reverts(policy, {
          code: "PolicyNotInitialized",
          rule: "policyConfigured",
          args: { id: configId, multiplexer: smartSession, account: account.address },
        }),
      /** No action of the session is the call's. */
      outside: (permissionId: Hex) => ({
        layer: "SmartSession" as const,
        code: "NoPoliciesSet",
        rule: "action" as const,
        args: { permissionId },
        layers: [...reverted, "SmartSession NoPoliciesSet"],
      }),

      /** Holds that a policy refuses to be configured so, and that the session is not enabled then. */
      expectNotConfigured: async (
        made: Handmade,
        policy: Named,
        code: string,
        args: Readonly<Record<string, unknown>> = {},
      ) => {
        await expectReverted(world, await tryEnable(made), {
          layer: "policy",
          code,
          args,
          policy: policy.name,
          layers: [...hiding, `policy ${code}`],
        });
        await expectUnknown(made);
      },
      /** Holds that SmartSession refuses a policy in its role, and that the session is not enabled then. */
      expectUnsupported: async (made: Handmade, policy: Address) => {
        await expectReverted(world, await tryEnable(made), {
          layer: "SmartSession",
          code: "UnsupportedPolicy",
          args: { policy },
          layers: [...hiding, "SmartSession UnsupportedPolicy"],
        });
        await expectUnknown(made);
      },
      /**
       * Holds that SmartSession refuses what is no policy at all. The beta asks it by ERC-165 what it is, and reverts
       * without a word where there is no code, and with what is there where that reverts.
       */
      expectNoPolicy: async (made: Handmade, policy: Address) => {
        const layer =
          world.release.name === "beta" && (await world.client.getCode({ address: policy }))
            ? "policy"
            : "SmartSession";
        const [code, args] =
          world.release.name === "beta"
            ? (["no data", {}] as const)
            : (["UnsupportedPolicy", { policy }] as const);
        const layers = [...hiding, `${layer} ${code}`];
        const policyName = layer === "policy" ? { policy: "unknown policy" } : {};
        await expectReverted(world, await tryEnable(made), { layer, code, args, layers, ...policyName });
        await expectUnknown(made);
      },
    };

    async function expectUnknown({ permissionId }: Handmade) {
      expect(await read("isPermissionEnabled", [permissionId, account.address])).to.equal(false);
    }
  };
