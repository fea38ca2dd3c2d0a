import type { Address } from "viem";
import type { LedgerFigures } from "./Ledger.ts";
import type { PlannedCall } from "./plannedCalls.ts";

/** What an operation was charged for, in gas and in wei. */
export interface Charge {
  readonly gasUsed: bigint;
  readonly gasCost: bigint;
}

/** What operations came to, as they are added up. */
export interface Tally {
  /** An operation of these calls was made. */
  count(calls: readonly PlannedCall[], success: boolean, sponsored: boolean): void;
  /** It was charged for. */
  charge(charge: Charge): void;
  /** What it came to, of this token. */
  figures(token: Address): LedgerFigures;
}

/**
 * Adds up what operations come to.
 *
 * @returns The tally; nothing is counted yet.
 */
export function createTally(): Tally {
  const sum = { operations: 0, succeeded: 0, failed: 0, calls: 0, sponsored: 0 };
  const amounts = { value: 0n, transferred: 0n, approved: 0n, gasUsed: 0n, gasCost: 0n };
  return {
    count(calls, success, sponsored) {
      sum.operations += 1;
      sum[success ? "succeeded" : "failed"] += 1;
      sum.calls += calls.length;
      if (sponsored) sum.sponsored += 1;
      if (!success) return;
      for (const { value, moves } of calls) {
        amounts.value += value;
        if (moves) amounts[moves.kind] += moves.amount;
      }
    },
    charge({ gasUsed, gasCost }) {
      amounts.gasUsed += gasUsed;
      amounts.gasCost += gasCost;
    },
    figures(token) {
      const { transferred, approved, ...rest } = amounts;
      const tokens = transferred + approved > 0n ? [{ token, transferred, approved }] : [];
      return { ...sum, ...rest, tokens };
    },
  };
}
