import type { Address, Hex } from "viem";
import type { SessionEnabled, SessionUsed, UsageFact } from "../UsageFact.ts";
import { countSort, noSorts } from "./countSort.ts";
import { countTargets } from "./countTargets.ts";
import { actionsCalled, actionsOf } from "./knownActions.ts";
import { sessionId } from "./sessionId.ts";
import { countOperation, emptyTally } from "./tally.ts";
import { countTime, emptyTimeline } from "./timeline.ts";
import type { AccountRecord, SessionRecord, UsageState } from "./UsageState.ts";

/** @returns What is kept where no fact was read. */
export const emptyState = (): UsageState => ({
  totals: emptyTally(),
  sessions: new Map(),
  accounts: new Map(),
  targets: new Map(),
  timeline: emptyTimeline(),
  enablings: 0,
  unread: 0,
  unrecognised: { operations: 0, accounts: new Set() },
});

/**
 * Adds facts to what is kept of those before them.
 *
 * @param state What is kept; it is changed.
 * @param facts The facts of whole blocks, in their order.
 * @param from The period's first block: what is before it tells of sessions' lives alone.
 * @param isWhole Whether the lives of all sessions are known: then one that was never enabled is none, whoever says that he
 * uses it. Default: sessions may have been enabled before what is read.
 */
export function foldFacts(
  state: UsageState,
  facts: readonly UsageFact[],
  from: bigint,
  isWhole = false,
): void {
  // A call that enables several sessions was signed once.
  const signed = new Set<string>();
  for (const fact of facts) {
    const isInPeriod = fact.blockNumber >= from;
    switch (fact.type) {
      case "sessionEnabled":
        enable(state, fact);
        if (isInPeriod && fact.by === "call")
          signed.add(`${fact.account}${fact.transactionHash}`.toLowerCase());
        break;
      case "sessionRemoved":
        remove(state, fact, isInPeriod);
        break;
      case "moduleInstalled":
      case "moduleUninstalled":
        accountOf(state, fact.account).hasModule = fact.type === "moduleInstalled";
        break;
      case "sessionUsed":
        if (isInPeriod) use(state, fact, isWhole);
        break;
    }
  }
  state.enablings += signed.size;
}

function sessionOf({ sessions }: UsageState, account: Address, permissionId: Hex): SessionRecord {
  const id = sessionId(account, permissionId);
  const session = sessions.get(id) ?? { tally: emptyTally(), removed: false, actions: new Set() };
  sessions.set(id, session);
  return session;
}

function accountOf({ accounts }: UsageState, address: Address): AccountRecord {
  const id = address.toLowerCase();
  const account = accounts.get(id) ?? { tally: emptyTally(), sorts: noSorts() };
  accounts.set(id, account);
  return account;
}

function enable(state: UsageState, { account, permissionId, timestamp, by }: SessionEnabled): void {
  accountOf(state, account);
  const session = sessionOf(state, account, permissionId);
  Object.assign(session, { removed: false, enabledAt: timestamp, enabledBy: by });
}

/** A removal is recorded of sessions as well that never were: such are none. */
function remove(
  { sessions }: UsageState,
  { account, permissionId }: { readonly account: Address; readonly permissionId: Hex },
  isInPeriod: boolean,
): void {
  const id = sessionId(account, permissionId);
  const session = sessions.get(id);
  if (!session) return;
  if (isInPeriod) session.removed = true;
  else sessions.delete(id);
}

function use(state: UsageState, used: SessionUsed, isWhole: boolean): void {
  const { calls, timestamp, success, enables } = used;
  const account = accountOf(state, used.account);
  const session = usedSession(state, used, isWhole);
  const tallies = [state.totals, account.tally];
  if (session) {
    session.lastUsed = timestamp;
    for (const action of [...actionsOf(enables?.actions), ...actionsCalled(calls)])
      session.actions.add(action);
    tallies.push(session.tally);
  }
  for (const tally of tallies) countOperation(tally, used);
  countSort(account.sorts, used);
  countTargets(state.targets, used);
  countTime(state.timeline, timestamp, success);
  // Each enable signature is one of the owner's, also where it enables anew a session that is enabled.
  if (enables) state.enablings += 1;
  if (!session || calls === undefined) state.unread += 1;
}

function usedSession(
  state: UsageState,
  { account, permissionId }: SessionUsed,
  isWhole: boolean,
): SessionRecord | undefined {
  if (permissionId === undefined) return undefined;
  return isWhole
    ? state.sessions.get(sessionId(account, permissionId))
    : sessionOf(state, account, permissionId);
}
