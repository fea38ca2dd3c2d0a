import type { LedgerFigures } from "./Ledger.ts";

const nothing: LedgerFigures = {
  operations: 0,
  succeeded: 0,
  failed: 0,
  calls: 0,
  value: 0n,
  tokens: [],
  gasUsed: 0n,
  gasCost: 0n,
  sponsored: 0,
};

/**
 * Adds figures up.
 *
 * @param all The figures; they are of the same token.
 * @returns Their sum.
 */
export function totalOf(all: readonly LedgerFigures[]): LedgerFigures {
  const total = all.reduce(
    (sum, one) => ({
      operations: sum.operations + one.operations,
      succeeded: sum.succeeded + one.succeeded,
      failed: sum.failed + one.failed,
      calls: sum.calls + one.calls,
      value: sum.value + one.value,
      tokens: [],
      gasUsed: sum.gasUsed + one.gasUsed,
      gasCost: sum.gasCost + one.gasCost,
      sponsored: sum.sponsored + one.sponsored,
    }),
    nothing,
  );
  const [first, ...others] = all.flatMap(({ tokens }) => tokens);
  if (!first) return total;
  const token = others.reduce(
    (sum, one) => ({
      token: sum.token,
      transferred: sum.transferred + one.transferred,
      approved: sum.approved + one.approved,
    }),
    first,
  );
  return { ...total, tokens: [token] };
}
