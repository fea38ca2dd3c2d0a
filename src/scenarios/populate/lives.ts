import { countersOf } from "./counters.ts";
import type { Grant } from "./Grant.ts";
import type { LedgerState } from "./Ledger.ts";

/**
 * A session is enabled: its policies begin to count anew. One that was added to it stays.
 *
 * @param grant The session.
 * @param by How.
 * @param time When, in Unix seconds.
 */
export function begin(grant: Grant, by: "call" | "first use", time: bigint): void {
  grant.counters = [...countersOf(grant.compiled), ...grant.counters.filter(({ added }) => added)];
  grant.enabled = true;
  grant.enabledBy = by;
  grant.enabledAt = time;
  grant.enablings += 1;
}

/**
 * A session is removed, with all its policies.
 *
 * @param grant The session.
 */
export function end(grant: Grant): void {
  grant.counters = [];
  grant.enabled = false;
  grant.removals += 1;
}

/**
 * Whether a time is within a session's.
 *
 * @param grant The session.
 * @param time When, in Unix seconds.
 * @returns Whether its time has come, and is not over.
 */
export function isInTime({ compiled }: Grant, time: bigint): boolean {
  const { validAfter = 0n, validUntil = time } = compiled.permission;
  return validAfter <= time && time <= validUntil;
}

/**
 * Where a session that was enabled at least once is in its life.
 *
 * @param grant The session.
 * @param time When, in Unix seconds.
 * @returns Its state.
 */
export function stateOf({ enabled, compiled, counters }: Grant, time: bigint): LedgerState {
  const { validAfter, validUntil } = compiled.permission;
  if (!enabled) return "revoked";
  if (validUntil !== undefined && time > validUntil) return "expired";
  const isSpent = counters.some(
    ({ field, limit, used }) => (field === "maxUses" || field === "maxOperations") && used === limit,
  );
  if (isSpent) return "used up";
  return validAfter !== undefined && time < validAfter ? "not yet valid" : "active";
}
