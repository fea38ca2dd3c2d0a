import type { UsageCursor } from "../UsageFact.ts";
import type { Finding } from "./Finding.ts";
import { ofEnabling } from "./spendingOf.ts";
import type { Memories, Watching } from "./Watching.ts";
import { sessionKey, type WatchedSession } from "./WatchState.ts";

/**
 * Holds the ends of sessions against the rules.
 *
 * @param watching The rules, and what the chain is asked.
 * @param memories What the rules remember; it is brought up to date.
 * @param fromBlock The first block that is looked at.
 * @returns Judges a session that was enabled up to a block.
 */
export function expiryOf({ rules, readings }: Watching, memories: Memories, fromBlock: bigint) {
  return {
    async judge(
      session: WatchedSession,
      until: Pick<UsageCursor, "blockNumber" | "timestamp">,
    ): Promise<{ readonly session: WatchedSession; readonly found: readonly Finding[] }> {
      const { account, permissionId, ordinal, since } = session;
      const judging = rules.of("expiring", account);
      const from = since.blockNumber > fromBlock ? since.blockNumber : fromBlock;
      if (judging.length === 0 || from > until.blockNumber) return { session, found: [] };
      const { validUntil = await readings.validUntil(session, until.blockNumber) } = session;
      const looked = session.validUntil === validUntil ? session : { ...session, validUntil };
      if (validUntil === null || validUntil < since.timestamp) return { session: looked, found: [] };

      const found: Finding[] = [];
      const key = `${ordinal}/${validUntil}`;
      for (const rule of judging) {
        const { told = [] } = memories.get(rule.digest, sessionKey(session));
        const begin = validUntil - rule.within;
        if (told.includes(key) || until.timestamp < begin) continue;
        const at = await readings.firstBlockAt(from, until.blockNumber, begin);
        if (!at) continue;
        const details = { rule: "expiring", validUntil, within: rule.within } as const;
        found.push({ rule, account, permissionId, at, key: [ordinal, validUntil], details });
        const kept = told.filter(ofEnabling(ordinal));
        memories.set(rule.digest, sessionKey(session), { told: [...kept, key] });
      }
      return { session: looked, found };
    },
  };
}
