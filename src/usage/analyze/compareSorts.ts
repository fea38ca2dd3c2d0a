import type { GasComparison, MeasuredGas } from "../Analysis.ts";
import { sortsOf } from "./countSort.ts";
import type { Accounts } from "./readSessions.ts";
import type { Tokens } from "./readTokens.ts";
import type { UsageState } from "./UsageState.ts";

/**
 * Holds measured gas against the operations of a period.
 *
 * @param measured What was measured.
 * @param state What was read.
 * @param accounts Who the accounts are: operations of one whose kind is not known are not compared.
 * @param tokens Which targets are tokens.
 * @returns The sorts of which there are operations.
 */
export function compareSorts(
  measured: readonly MeasuredGas[],
  state: UsageState,
  accounts: Accounts,
  tokens: Tokens,
): readonly GasComparison[] {
  const sorted = [...state.accounts].map(([address, { sorts }]) => ({
    kind: accounts.get(address)?.kind,
    sorts: sortsOf(sorts, (target) => tokens.has(target)),
  }));
  return measured.flatMap((one) => {
    const operations = sorted.reduce(
      (sum, { kind, sorts }) => sum + (kind === one.kind ? sorts[one.action] : 0),
      0,
    );
    const saved = (one.owner - one.session) * BigInt(operations);
    return operations === 0 ? [] : [{ ...one, operations, saved }];
  });
}
