import type { CompiledPermission } from "../../session/compilePermission.ts";
import type { Counter } from "./Grant.ts";
import type { PlannedCall } from "./plannedCalls.ts";

const sum = (calls: readonly PlannedCall[], of: (call: PlannedCall) => bigint) =>
  calls.reduce((total, call) => total + of(call), 0n);
const moved = (calls: readonly PlannedCall[]) => sum(calls, ({ moves }) => moves?.amount ?? 0n);

/**
 * What a session's policies count.
 *
 * @param compiled The session; where an argument's total is limited, it is the amount of the token that is moved.
 * @returns The counters, at 0.
 */
export function countersOf({ permission }: Pick<CompiledPermission, "permission">): Counter[] {
  const { maxOperations, maxUses, value, spendingLimit, argumentRules } = permission;
  const totals = argumentRules.flatMap(({ comparisons }) => comparisons.map(({ maxTotal }) => maxTotal));
  return [
    ...counter("maxOperations", maxOperations, () => 1n),
    ...counter("maxUses", maxUses, ({ length }) => BigInt(length)),
    ...counter("maxTotalValue", value.total, (calls) => sum(calls, (call) => call.value)),
    ...counter("spendingLimit", spendingLimit, moved),
    ...totals.flatMap((total) => counter("argumentRules", total, moved)),
  ];
}

/**
 * A count of operations, by a policy that is added to a session.
 *
 * @param limit How many.
 * @returns The counter, at 0.
 */
export const addedCounter = (limit: bigint): Counter => ({
  field: "maxOperations",
  limit,
  used: 0n,
  needs: () => 1n,
  added: true,
});

function counter(field: Counter["field"], limit: bigint | undefined, needs: Counter["needs"]): Counter[] {
  return limit === undefined ? [] : [{ field, limit, used: 0n, needs }];
}
