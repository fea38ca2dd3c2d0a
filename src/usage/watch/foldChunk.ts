import type { Address, Hex } from "viem";
import type { AlertRuleKind } from "../Alert.ts";
import type { SessionEnabled, SessionRemoved, UsageChunk, UsageFact } from "../UsageFact.ts";
import { cut } from "./cut.ts";
import { expiryOf } from "./expiryOf.ts";
import { type Finding, placeOf } from "./Finding.ts";
import { changed, judgeChange, judgeEnabledAnew } from "./judgeChange.ts";
import { judgeUse } from "./judgeUse.ts";
import { ownersOfEnabled } from "./readings.ts";
import { spendingOf } from "./spendingOf.ts";
import type { Watching } from "./Watching.ts";
import { type RuleMemory, sessionKey, type WatchedSession, type WatchFold } from "./WatchState.ts";

/**
 * Learns from a chunk, and asks the rules. What the chain is asked besides is asked as of the block that it is about:
 * how the chain is cut into chunks changes nothing.
 *
 * @param watching The rules, and what is asked.
 * @param fold What was learned before.
 * @param chunk The chunk.
 * @returns What is known after it, and what the rules have found, in the order of the chain.
 */
export async function foldChunk(
  watching: Watching,
  fold: WatchFold,
  chunk: UsageChunk,
): Promise<{ readonly fold: WatchFold; readonly found: readonly Finding[] }> {
  const { rules, known, readings } = watching;
  const found: Finding[] = [];
  const sessions = new Map(fold.sessions);
  const uninstalled = new Map(fold.uninstalled);
  const memory = new Map([...fold.memory].filter(([key]) => rules.digests.has(key.split("/")[0] ?? "")));
  const memories = {
    get: (digest: string, subject: string): RuleMemory => memory.get(`${digest}/${subject}`) ?? {},
    set: (digest: string, subject: string, one: RuleMemory) => memory.set(`${digest}/${subject}`, one),
    forget: (digest: string, subject: string) => memory.delete(`${digest}/${subject}`),
  };
  const spending = spendingOf(watching, memories);
  const expiry = expiryOf(watching, memories, chunk.fromBlock);

  const sessionOf = (fact: UsageFact & { readonly permissionId: Hex }): WatchedSession =>
    sessions.get(sessionKey(fact)) ?? {
      account: fact.account,
      permissionId: fact.permissionId,
      enabled: true,
      ordinal: 0,
      since: fact,
      changes: {},
    };
  const keep = (session: WatchedSession) => sessions.set(sessionKey(session), session);
  /** Looks at a session for the last time before it is another, or none. */
  const close = async (session: WatchedSession, fact: UsageFact) => {
    found.push(...(await spending.judge(session)));
    if (!session.enabled) return session;
    const until = { blockNumber: fact.blockNumber - 1n, timestamp: fact.timestamp };
    const looked = await expiry.judge(session, until);
    found.push(...looked.found);
    return looked.session;
  };
  const readKeys = (session: WatchedSession, block: bigint) => async () => {
    const keys = sessions.get(sessionKey(session))?.keys ?? (await readings.keys(session, block));
    keep({ ...(sessions.get(sessionKey(session)) ?? session), keys });
    return keys;
  };

  const enabled = async (fact: SessionEnabled) => {
    const before = sessions.get(sessionKey(fact));
    const { account, permissionId, blockNumber, timestamp, by } = fact;
    const ordinal = (before?.ordinal ?? 0) + 1;
    if (before?.enabled) {
      await close(before, fact);
      found.push(...judgeEnabledAnew(rules, ordinal, fact));
    }
    const since = { blockNumber, timestamp };
    const session = { account, permissionId, enabled: true, ordinal, since, changes: {}, keys: before?.keys };
    keep(session);
    const judging = rules.of("unknownSession", account);
    const keysOf = readKeys(session, blockNumber);
    if (judging.length === 0 || (await known.isOurs(account, permissionId, keysOf))) return;
    const keys = await keysOf();
    const { shown, more } = cut(keys ?? []);
    const details = { rule: "unknownSession", by, keys: keys ? shown : null, moreKeys: more } as const;
    for (const rule of judging) {
      found.push({ rule, account, permissionId, at: placeOf(fact), key: [ordinal], details });
    }
  };

  const removed = async (fact: SessionRemoved) => {
    const { account, permissionId } = fact;
    const { validUntil: _, ...session } = await close(sessionOf(fact), fact);
    keep({ ...session, enabled: false, changes: {} });
    // What was told was of this enabling.
    for (const { digest } of [...rules.of("spending", account), ...rules.of("expiring", account)]) {
      memories.forget(digest, sessionKey(session));
    }
    for (const rule of rules.of("sessionRemoved", account)) {
      const details = { rule: "sessionRemoved" } as const;
      found.push({ rule, account, permissionId, at: placeOf(fact), key: [session.ordinal], details });
    }
  };

  const moduleUninstalled = (account: Address, fact: UsageFact) => {
    const times = (uninstalled.get(account) ?? 0) + 1;
    uninstalled.set(account, times);
    const details = { rule: "moduleUninstalled" } as const;
    for (const rule of rules.of("moduleUninstalled", account)) {
      found.push({ rule, account, permissionId: null, at: placeOf(fact), key: [times], details });
    }
  };

  for (const fact of chunk.facts) {
    switch (fact.type) {
      case "sessionEnabled":
        await enabled(fact);
        break;
      case "sessionRemoved":
        await removed(fact);
        break;
      case "policyEnabled":
      case "policyDisabled":
      case "actionDisabled":
      case "paymasterPermitSet": {
        const session = changed(await close(sessionOf(fact), fact), fact);
        keep(session);
        found.push(...judgeChange(rules, session, fact));
        break;
      }
      case "moduleUninstalled":
        moduleUninstalled(fact.account, fact);
        break;
      case "sessionUsed": {
        const { account, permissionId, enables, blockNumber } = fact;
        if (permissionId === undefined) {
          found.push(...judgeUse(rules, memories, fact, false));
          break;
        }
        const session = sessionOf({ ...fact, permissionId });
        keep(enables ? { ...session, keys: ownersOfEnabled(enables) } : session);
        const isOurs = await known.isOurs(account, permissionId, readKeys(session, blockNumber));
        found.push(...judgeUse(rules, memories, fact, isOurs));
        spending.note({ ...fact, permissionId }, session);
        break;
      }
    }
  }
  for (const session of sessions.values()) {
    found.push(...(await spending.judge(session)));
    const looked = session.enabled ? await expiry.judge(session, chunk.end) : undefined;
    if (!looked) continue;
    keep(looked.session);
    found.push(...looked.found);
  }
  const isSame =
    chunk.facts.length === 0 &&
    found.length === 0 &&
    memory.size === fold.memory.size &&
    [...sessions].every(([key, session]) => fold.sessions.get(key) === session);
  return { fold: isSame ? fold : { sessions, uninstalled, memory }, found: found.sort(byPlace) };
}

/** What the chain is asked about at the end of a chunk comes after what happened in the same block. */
const ranks: Partial<Record<AlertRuleKind, number>> = { spending: 1, expiring: 2 };

function byPlace(one: Finding, other: Finding): number {
  const blocks = Number(one.at.block - other.at.block);
  const rank = ranks[one.rule.rule] ?? 0;
  const between = rank - (ranks[other.rule.rule] ?? 0);
  if (blocks !== 0 || between !== 0 || rank === 0) return blocks || between;
  const [left, right] = [one, other].map(({ account, permissionId }) => `${account}${permissionId}`);
  return (left ?? "") < (right ?? "") ? -1 : Number(left !== right);
}
