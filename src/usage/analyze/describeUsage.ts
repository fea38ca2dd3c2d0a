import { getAddress, type Hex } from "viem";
import type { AccountUsage, Analysis, SessionUsage, TargetUsage, UsageFigures } from "../Analysis.ts";
import type { KnownSession } from "../AnalyzeParameters.ts";
import { plainTransfer } from "./countTargets.ts";
import { knownSignatures } from "./knownSignatures.ts";
import type { Accounts, SessionRead } from "./readSessions.ts";
import { type Tokens, tokenFiguresOf } from "./readTokens.ts";
import { sessionId } from "./sessionId.ts";
import type { Tally, TargetTally, UsageState } from "./UsageState.ts";

/** What there is to describe a period's use from. */
export interface Read {
  readonly state: UsageState;
  readonly accounts: Accounts;
  readonly sessions: readonly SessionRead[];
  readonly tokens: Tokens;
  readonly known: readonly KnownSession[];
}

/**
 * Puts what was counted in the words of an analysis, the most used first.
 *
 * @param read What was read.
 * @returns The figures of all, of each session, account, target and function.
 */
export function describeUsage(
  read: Read,
): Pick<
  Analysis,
  "sessions" | "totals" | "signatures" | "targets" | "functions" | "bySession" | "byAccount"
> {
  const { state, tokens } = read;
  const { operations } = state.totals;
  const targets = [...state.targets].map(([address, target]) => ({ address, ...target }));
  const signatures = knownSignatures(read.known);
  const names = new Map(
    read.known.map(({ account, permissionId, name }) => [sessionId(account.address, permissionId), name]),
  );
  const bySession = read.sessions
    .map((session) =>
      describeSession(session, names.get(sessionId(session.account, session.permissionId)), tokens),
    )
    .sort(byOperations);
  const count = (...states: SessionUsage["state"][]) =>
    bySession.filter((session) => states.includes(session.state)).length;
  return {
    sessions: {
      total: bySession.length,
      active: count("active"),
      expired: count("expired"),
      revoked: count("revoked"),
      other: count("not yet valid", "used up", "module not installed"),
    },
    totals: figuresOf(state.totals, tokens),
    signatures: {
      bySessions: operations,
      toEnable: state.enablings,
      saved: operations - state.enablings,
    },
    targets: targets.map(({ address, ...target }) => describeTarget(address, target)).sort(byCalls),
    functions: targets
      .flatMap(({ address, functions }) =>
        [...functions].map(([selector, called]) => ({
          ...describeTarget(address, called),
          ...(selector !== plainTransfer && {
            selector: selector as Hex,
            signature: signatures.get(selector),
          }),
        })),
      )
      .sort(byCalls),
    bySession,
    byAccount: describeAccounts(read).sort(byOperations),
  };
}

function describeSession(
  { account, permissionId, record, state, validUntil, limits }: SessionRead,
  name: string | undefined,
  tokens: Tokens,
): SessionUsage {
  const { tally, enabledAt, enabledBy, lastUsed } = record;
  return {
    account,
    permissionId,
    name,
    state,
    enabledAt,
    enabledBy,
    validUntil,
    lastUsed,
    limits,
    ...figuresOf(tally, tokens),
  };
}

/** An account that has installed the module, and nothing more, is none of the period. */
function describeAccounts({ state, accounts, sessions, tokens }: Read): AccountUsage[] {
  const byAccount = Map.groupBy(sessions, ({ account }) => account);
  return [...state.accounts].flatMap(([key, { tally }]) => {
    const account = getAddress(key);
    const count = byAccount.get(account)?.length ?? 0;
    if (count === 0 && tally.operations === 0) return [];
    return [{ account, kind: accounts.get(key)?.kind, sessions: count, ...figuresOf(tally, tokens) }];
  });
}

const describeTarget = (address: string, { calls, failed, value }: TargetTally): TargetUsage => ({
  target: getAddress(address),
  calls,
  failed,
  value,
});

const figuresOf = (tally: Tally, tokens: Tokens): UsageFigures => {
  const { operations, succeeded, calls, value, gasUsed, gasCost, sponsored } = tally;
  return {
    operations,
    succeeded,
    failed: operations - succeeded,
    calls,
    value,
    tokens: tokenFiguresOf(tally, tokens),
    gasUsed,
    gasCost,
    sponsored,
  };
};

// Sorting is stable, and what was read is in the order of the chain.
const byOperations = (one: UsageFigures, other: UsageFigures): number => other.operations - one.operations;
const byCalls = (one: TargetUsage, other: TargetUsage): number => other.calls - one.calls;
