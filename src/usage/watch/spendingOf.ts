import type { Hex } from "viem";
import type { Limit } from "../../session/limitsOf.ts";
import { selectorOf } from "../../session/selectorOf.ts";
import type { SessionUsed } from "../UsageFact.ts";
import { type Finding, placeOf } from "./Finding.ts";
import { type ReachedShare, sharesOf } from "./sharesOf.ts";
import type { Memories, Watching } from "./Watching.ts";
import { sessionKey, type WatchedSession } from "./WatchState.ts";

/** An operation of which the session is known. */
type Use = SessionUsed & { readonly permissionId: Hex };

/**
 * Holds what sessions have used of their limits against the rules. What is used only grows until the session is enabled
 * anew: the chain is asked at the last use, and where a share is reached there, at which use that was first.
 *
 * @param watching The rules, and what the chain is asked.
 * @param memories What the rules remember; it is brought up to date.
 * @returns Takes the uses, and judges a session by those that it took.
 */
export function spendingOf({ rules, readings, known }: Watching, memories: Memories) {
  const pending = new Map<string, Use[]>();

  const judge = async (session: WatchedSession): Promise<readonly Finding[]> => {
    const { account, permissionId, ordinal } = session;
    const uses = pending.get(sessionKey(session));
    pending.delete(sessionKey(session));
    if (!uses) return [];
    const places = lastOfEachBlock(uses);
    const actions = [...(known.find(account, permissionId)?.session?.actions ?? []), ...actionsOf(uses)];
    const asked = new Map<Use, Promise<readonly Limit[]>>();
    const limitsAt = (use: Use) => {
      const limits =
        asked.get(use) ?? readings.limits({ account, permissionId, session: { actions } }, use.blockNumber);
      asked.set(use, limits);
      return limits;
    };

    const found: Finding[] = [];
    for (const rule of rules.of("spending", account)) {
      const told = (memories.get(rule.digest, sessionKey(session)).told ?? []).filter(ofEnabling(ordinal));
      const reachedAt = async (use: Use) => sharesOf(rule, await limitsAt(use));
      const last = places.at(-1) as Use;
      const news = (await reachedAt(last)).filter(({ key }) => !told.includes(`${ordinal}/${key}`));
      for (const { key } of news) {
        const { use, reached } = await firstThat(places, async (one) =>
          (await reachedAt(one)).find((share) => share.key === key),
        );
        const { share, of, limit } = reached;
        const { unit, used, actionId = null } = limit;
        const details = { rule: "spending", of, unit, share, used, limit: limit.limit, actionId } as const;
        found.push({ rule, account, permissionId, at: placeOf(use), key: [ordinal, key], details });
      }
      memories.set(rule.digest, sessionKey(session), {
        told: [...told, ...news.map(({ key }) => `${ordinal}/${key}`)],
      });
    }
    return found;
  };

  return {
    /** Takes a use; it is judged later. */
    note(use: Use, session: WatchedSession): void {
      if (rules.of("spending", use.account).length === 0) return;
      pending.set(sessionKey(session), [...(pending.get(sessionKey(session)) ?? []), use]);
    },
    judge,
  };
}

/** Of what was told of a session, that of one enabling. */
export const ofEnabling = (ordinal: number) => (told: string) => told.startsWith(`${ordinal}/`);

/** The chain is asked at the end of a block. */
const lastOfEachBlock = (uses: readonly Use[]): readonly Use[] =>
  uses.filter(({ blockNumber }, index) => uses[index + 1]?.blockNumber !== blockNumber);

const actionsOf = (uses: readonly Use[]) =>
  uses.flatMap(({ calls = [] }) =>
    calls.map(({ to, data }) => ({
      actionTarget: to,
      actionTargetSelector: selectorOf(data),
      actionPolicies: [],
    })),
  );

/** Finds the first of several uses that has what the last one has, and all after it. */
async function firstThat(
  uses: readonly Use[],
  reachedAt: (use: Use) => Promise<ReachedShare | undefined>,
): Promise<{ readonly use: Use; readonly reached: ReachedShare }> {
  let [low, high] = [0, uses.length - 1];
  let reached = await reachedAt(uses[high] as Use);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const here = await reachedAt(uses[middle] as Use);
    if (here) [high, reached] = [middle, here];
    else low = middle + 1;
  }
  return { use: uses[high] as Use, reached: reached as ReachedShare };
}
