import type { Address, Hex } from "viem";
import { concat } from "viem";
import type { SessionEnabled, SessionUsed, UsageFact } from "../UsageFact.ts";
import { countSort, noSorts } from "./countSort.ts";
import { countTargets } from "./countTargets.ts";
import { actionsCalled, actionsOf } from "./knownActions.ts";
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
});

/**
 * Adds facts to what is kept of those before them.
 *
 * @param state What is kept; it is changed.
 * @param facts The facts of whole blocks, in their order.
 * @param from The period's first block: what is before it tells of sessions' lives alone.
 */
export function foldFacts(state: UsageState, facts: readonly UsageFact[], from: bigint): void {
  // An operation that enables several sessions was signed once.
  const signed = new Set<string>();
  for (const fact of facts) {
    const isInPeriod = fact.blockNumber >= from;
    switch (fact.type) {
      case "sessionEnabled":
        enable(state, fact);
        if (isInPeriod) signed.add(signatureOf(fact));
        break;
      case "sessionRemoved":
        remove(state, fact, isInPeriod);
        break;
      case "moduleInstalled":
      case "moduleUninstalled":
        accountOf(state, fact.account).hasModule = fact.type === "moduleInstalled";
        break;
      case "sessionUsed":
        if (isInPeriod) use(state, fact);
        break;
    }
  }
  state.enablings += signed.size;
}

/** A first use carries an enable signature of its own, beside others in the transaction. */
const signatureOf = ({ by, account, transactionHash, permissionId }: SessionEnabled): string =>
  `${account}${transactionHash}${by === "call" ? "" : permissionId}`.toLowerCase();

const idOf = (account: Address, permissionId: Hex): string => concat([account, permissionId]).toLowerCase();

function sessionOf({ sessions }: UsageState, account: Address, permissionId: Hex): SessionRecord {
  const id = idOf(account, permissionId);
  const session = sessions.get(id) ?? { tally: emptyTally(), removed: false, actions: [] };
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
  const id = idOf(account, permissionId);
  const session = sessions.get(id);
  if (!session) return;
  if (isInPeriod) session.removed = true;
  else sessions.delete(id);
}

function use(state: UsageState, used: SessionUsed): void {
  const { permissionId, calls, timestamp, success } = used;
  const account = accountOf(state, used.account);
  const tallies = [state.totals, account.tally];
  if (permissionId !== undefined) {
    const session = sessionOf(state, used.account, permissionId);
    session.lastUsed = timestamp;
    session.actions = [
      ...new Set([...session.actions, ...actionsOf(used.enables?.actions ?? []), ...actionsCalled(calls)]),
    ];
    tallies.push(session.tally);
  }
  for (const tally of tallies) countOperation(tally, used);
  countSort(account.sorts, used);
  countTargets(state.targets, used);
  countTime(state.timeline, timestamp, success);
  if (permissionId === undefined || calls === undefined) state.unread += 1;
}
