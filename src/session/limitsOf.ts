import type { Address, Hex } from "viem";
import { type Erc20Spending, erc20SpendingLimit } from "./policies/erc20SpendingLimit.ts";
import { type UniActionState, uniAction } from "./policies/uniAction.ts";
import { usageLimit } from "./policies/usageLimit.ts";
import { valueLimit } from "./policies/valueLimit.ts";
import type { ActionOnChain, PolicyOnChain, SessionOnChain } from "./readSession.ts";

/** Something that a session is counted for. */
export interface Limit {
  /** What of a permission it stands for; `argumentRules` where an argument's total is limited. */
  readonly field: "maxUses" | "maxOperations" | "maxTotalValue" | "spendingLimit" | "argumentRules";
  /** What is counted: calls, user operations, wei, the token's smallest unit, or the argument's own. */
  readonly unit: "calls" | "user operations" | "wei" | "token units" | "in all calls";
  /** The action that is counted, keccak256(target ‖ selector); undefined where it is the session as a whole. */
  readonly actionId: Hex | undefined;
  /** Where the counted argument begins behind the selector, in bytes; for `argumentRules`. */
  readonly offset?: bigint;
  readonly limit: bigint;
  readonly used: bigint;
  /** Never below 0: approvals may count more than is left. */
  readonly left: bigint;
}

type Counter = Omit<Limit, "left" | "actionId">;

/**
 * What a session is counted for, and how much of it is left.
 *
 * @param state What the chain holds of the session.
 * @returns A limit for each counter of a policy that is known.
 */
export function limitsOf({ userOpPolicies, actions }: SessionOnChain): readonly Limit[] {
  return [
    ...userOpPolicies.flatMap((policy) => withLeft(countersOf(policy, "userOp"))),
    ...actions.flatMap(({ actionId, policies }) =>
      policies.flatMap((policy) => withLeft(countersOf(policy, "action"), actionId)),
    ),
  ];
}

/**
 * Whether nothing that a session may do is left: its operations are spent, or the calls of its every action.
 *
 * @param state What the chain holds of the session.
 * @returns Whether its counts of uses are spent. Value and tokens are not uses: a call may do without.
 */
export function isUsedUp(state: SessionOnChain): boolean {
  const limits = limitsOf(state);
  const spent = (one: Limit) => one.left === 0n;
  if (limits.some((one) => one.field === "maxOperations" && spent(one))) return true;
  const isSpent = ({ actionId }: ActionOnChain) =>
    limits.some((one) => one.field === "maxUses" && one.actionId === actionId && spent(one));
  return state.actions.length > 0 && state.actions.every(isSpent);
}

const withLeft = (counters: readonly Counter[], actionId?: Hex): readonly Limit[] =>
  counters.map((one) => ({
    ...one,
    actionId,
    left: one.used < one.limit ? one.limit - one.used : 0n,
  }));

function countersOf({ address, state }: PolicyOnChain, role: "userOp" | "action"): readonly Counter[] {
  if (state === null) return [];
  const is = (policy: { readonly address: Address }) => policy.address === address;
  if (is(usageLimit)) {
    const { limit, used } = state as Amount;
    return role === "userOp"
      ? [{ field: "maxOperations", unit: "user operations", limit, used }]
      : [{ field: "maxUses", unit: "calls", limit, used }];
  }
  if (is(valueLimit)) {
    const { limit, used } = state as Amount;
    return [{ field: "maxTotalValue", unit: "wei", limit, used }];
  }
  if (is(erc20SpendingLimit)) {
    const { limit, spent, approved } = state as Erc20Spending;
    return [{ field: "spendingLimit", unit: "token units", limit, used: spent + approved }];
  }
  if (!is(uniAction)) return [];
  return (state as UniActionState).comparisons.flatMap(({ maxTotal, total = 0n, offset }) =>
    maxTotal === undefined
      ? []
      : [
          {
            field: "argumentRules" as const,
            unit: "in all calls" as const,
            offset,
            limit: maxTotal,
            used: total,
          },
        ],
  );
}

interface Amount {
  readonly limit: bigint;
  readonly used: bigint;
}
