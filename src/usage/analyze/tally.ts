import { tokenMovement } from "../tokenMovement.ts";
import type { SessionUsed } from "../UsageFact.ts";
import type { Tally } from "./UsageState.ts";

/** @returns A tally of nothing. */
export function emptyTally(): Tally {
  return {
    operations: 0,
    succeeded: 0,
    calls: 0,
    value: 0n,
    gasUsed: 0n,
    gasCost: 0n,
    sponsored: 0,
    tokens: new Map(),
  };
}

/**
 * Counts an operation. What it sent and moved counts where it took effect.
 *
 * @param tally What it is added to.
 * @param used The operation.
 */
export function countOperation(tally: Tally, used: SessionUsed): void {
  const { success, gasUsed, gasCost, paymaster, calls = [] } = used;
  tally.operations += 1;
  tally.calls += calls.length;
  tally.gasUsed += gasUsed;
  tally.gasCost += gasCost;
  if (paymaster !== undefined) tally.sponsored += 1;
  if (!success) return;
  tally.succeeded += 1;
  for (const call of calls) {
    tally.value += call.value;
    const movement = tokenMovement(used.account, call);
    if (!movement) continue;
    const token = movement.token.toLowerCase();
    const moved = tally.tokens.get(token) ?? { transferred: 0n, approved: 0n };
    moved[movement.kind] += movement.amount;
    tally.tokens.set(token, moved);
  }
}
