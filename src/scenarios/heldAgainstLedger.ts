import type { Address } from "viem";
import type { Limit } from "../session/limitsOf.ts";
import type { Analysis, SessionUsage, TargetUsage, UsageFigures } from "../usage/Analysis.ts";
import { totalOf } from "./populate/totalOf.ts";
import type { Ledger, LedgerFigures, LedgerSession, LedgerTarget } from "./populate.ts";

/** A figure on which an analysis and a ledger do not agree; undefined where one has no such figure. */
export interface Difference {
  /** Which figure, of what. */
  readonly what: string;
  readonly ledger: string | undefined;
  readonly analysis: string | undefined;
}

type Figures = ReadonlyMap<string, string>;

/**
 * Holds an analysis against the ledger of whoever filled the chain, figure by figure. Names, gas comparisons and the
 * timeline's intervals are not in a ledger; the sum of the intervals is.
 *
 * @param analysis What was read from the chain, of its whole length.
 * @param ledger What was done.
 * @param accounts Whose sessions were analysed. Default: every account's.
 * @returns The differences; empty where they agree.
 */
export function heldAgainstLedger(
  analysis: Analysis,
  ledger: Ledger,
  accounts: readonly Address[] = ledger.accounts.map(({ account }) => account),
): readonly Difference[] {
  const [kept, read] = [figuresOfLedger(ledger, new Set(accounts)), figuresOfAnalysis(analysis)];
  return [...new Set([...kept.keys(), ...read.keys()])].flatMap((what) => {
    const [inLedger, inAnalysis] = [kept.get(what), read.get(what)];
    return inLedger === inAnalysis ? [] : [{ what, ledger: inLedger, analysis: inAnalysis }];
  });
}

function figuresOfLedger(ledger: Ledger, asked: ReadonlySet<Address>): Figures {
  const accounts = ledger.accounts.filter(({ account }) => asked.has(account));
  const sessions = ledger.sessions.filter(({ account }) => asked.has(account));
  const totals = totalOf(sessions);
  const states = Map.groupBy(sessions, ({ state }) => state);
  const count = (...named: LedgerSession["state"][]) =>
    named.reduce((sum, state) => sum + (states.get(state)?.length ?? 0), 0);
  const toEnable = accounts.reduce((sum, one) => sum + one.toEnable, 0);
  const ofAccounts = accounts.map(({ account, kind }) => {
    const own = sessions.filter((one) => one.account === account);
    return { account, kind, sessions: own.length, ...totalOf(own) };
  });
  return new Map([
    ...entries("time", { end: ledger.time }),
    ...entries("sessions", {
      total: sessions.length,
      active: count("active"),
      expired: count("expired"),
      revoked: count("revoked"),
      other: count("not yet valid", "used up"),
    }),
    ...entries("signatures", {
      bySessions: totals.operations,
      toEnable,
      saved: totals.operations - toEnable,
    }),
    ...figures("totals", totals),
    ...entries("timeline", { succeeded: totals.succeeded, failed: totals.failed }),
    ...entries("unread", { operations: 0 }),
    ...calledFigures(accounts.flatMap(({ targets }) => targets)),
    ...ofAccounts.flatMap((one) => (one.sessions > 0 ? accountFigures(one) : [])),
    ...sessions.flatMap(sessionFigures),
  ]);
}

function figuresOfAnalysis(analysis: Analysis): Figures {
  const { period, sessions, signatures, totals, timeline, unread, bySession, byAccount } = analysis;
  const sum = (name: "succeeded" | "failed") => timeline.reduce((total, one) => total + one[name], 0);
  return new Map([
    ...entries("time", { end: period.end.timestamp }),
    ...entries("sessions", { ...sessions }),
    ...entries("signatures", { ...signatures }),
    ...figures("totals", totals),
    ...entries("timeline", { succeeded: sum("succeeded"), failed: sum("failed") }),
    ...entries("unread", { operations: unread }),
    ...[...analysis.functions, ...analysis.targets.map((one) => ({ ...one, selector: "all" }))].flatMap(
      targetFigures,
    ),
    ...byAccount.flatMap(accountFigures),
    ...bySession.flatMap(sessionFigures),
  ]);
}

/** A session, as either has it. */
type AnySession = Figured &
  Pick<SessionUsage, "account" | "permissionId" | "state"> & {
    readonly enabledAt: bigint | undefined;
    readonly enabledBy: string | undefined;
    readonly validUntil: bigint | undefined;
    readonly lastUsed: bigint | undefined;
    readonly limits: readonly Pick<Limit, "field" | "limit" | "used">[];
  };
type Figured = LedgerFigures | UsageFigures;

/** Of a session that is gone nothing is asked; a limit of a token is not to be read of one that never named the token. */
function sessionFigures(session: AnySession): Entry[] {
  const { account, permissionId, state, enabledAt, enabledBy, validUntil, lastUsed, limits } = session;
  const name = `session ${permissionId} of ${account}`;
  return [
    ...entries(name, { state, enabledAt, enabledBy, lastUsed }),
    ...(state === "revoked" ? [] : entries(name, { validUntil })),
    ...limits.flatMap(({ field, limit, used }) =>
      field === "spendingLimit" && lastUsed === undefined ? [] : entries(`${name} ${field}`, { limit, used }),
    ),
    ...figures(name, session),
  ];
}

function accountFigures(
  one: Figured & { account: Address; kind: string | undefined; sessions: number },
): Entry[] {
  const { account, kind, sessions } = one;
  return [...entries(`account ${account}`, { kind, sessions }), ...figures(`account ${account}`, one)];
}

function figures(name: string, figured: Figured): Entry[] {
  const { operations, succeeded, failed, calls, value, gasUsed, gasCost, sponsored, tokens } = figured;
  const moved = tokens.filter(({ transferred, approved }) => transferred + approved > 0n);
  return [
    ...entries(name, { operations, succeeded, failed, calls, value, gasUsed, gasCost, sponsored }),
    ...moved.flatMap(({ token, transferred, approved }) =>
      entries(`${name} token ${token}`, { transferred, approved }),
    ),
  ];
}

/** By function, and by target. */
function calledFigures(targets: readonly LedgerTarget[]): Entry[] {
  const all = targets.flatMap((one) => [one, { ...one, selector: "all" as const }]);
  const alike = Map.groupBy(all, ({ target, selector }) => `${target} ${selector}`);
  return [...alike.values()].flatMap((some) => {
    const [{ target, selector }] = some as [LedgerTarget];
    const calls = some.reduce((sum, one) => sum + one.calls, 0);
    const failed = some.reduce((sum, one) => sum + one.failed, 0);
    const value = some.reduce((sum, one) => sum + one.value, 0n);
    return targetFigures({ target, selector, calls, failed, value });
  });
}

const targetFigures = ({ target, selector, calls, failed, value }: CalledTarget): Entry[] =>
  entries(`target ${target} ${selector ?? "plain"}`, { calls, failed, value });

type CalledTarget = Pick<TargetUsage, "target" | "calls" | "failed" | "value"> & {
  readonly selector?: string | undefined;
};
type Entry = readonly [what: string, figure: string];

const entries = (name: string, values: Readonly<Record<string, unknown>>): Entry[] =>
  Object.entries(values).map(([field, value]) => [`${name}: ${field}`, String(value)]);
