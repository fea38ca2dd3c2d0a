import type { Grant, Holder } from "./Grant.ts";
import type { Ledger, LedgerAccount, LedgerPlaces, LedgerSession } from "./Ledger.ts";
import { stateOf } from "./lives.ts";

/**
 * Writes down what was done so far.
 *
 * @param places Where the targets stand.
 * @param holders The accounts, with their sessions.
 * @param time The time of the last block, in Unix seconds.
 * @returns The ledger; it does not move on.
 */
export const ledgerOf = (places: LedgerPlaces, holders: readonly Holder[], time: bigint): Ledger => ({
  time,
  places,
  accounts: holders.map(accountOf),
  sessions: holders.flatMap(({ grants }) =>
    grants.flatMap((grant) => (grant.enablings > 0 ? [sessionOf(grant, places, time)] : [])),
  ),
});

function accountOf(holder: Holder): LedgerAccount {
  const { account, installed, toEnable, policiesAdded, policiesTaken, targets, holdings } = holder;
  return {
    account: account.address,
    kind: account.kind,
    installed,
    toEnable,
    policiesAdded,
    policiesTaken,
    targets: [...targets.values()].map((one) => ({ ...one })),
    holdings: { ...holdings },
  };
}

function sessionOf(grant: Grant, { token }: LedgerPlaces, time: bigint): LedgerSession {
  const { holder, compiled, sort, enabledBy, enabledAt, enablings, removals, lastUsed, counters } = grant;
  return {
    ...grant.tally.figures(token),
    account: holder.account.address,
    permissionId: compiled.permissionId,
    sort: sort.name,
    state: stateOf(grant, time),
    enabledBy,
    enabledAt,
    enablings,
    removals,
    validUntil: compiled.permission.validUntil,
    lastUsed,
    limits: counters.map(({ field, limit, used }) => ({ field, limit, used })),
  };
}
