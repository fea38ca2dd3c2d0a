import type { Harness } from "../../harness.ts";
import type { Chance } from "./chance.ts";
import type { Grant, Holder } from "./Grant.ts";
import { grantSession } from "./grantSession.ts";
import type { Sort } from "./sorts.ts";

/** In seconds. */
export const day = 86_400n;

/** The sessions of a chain, by when they are to be enabled. */
export interface Grants {
  /** With the account's first operation, or soon after. */
  readonly atFirst: readonly Grant[];
  /** By their first use. */
  readonly byFirstUse: readonly Grant[];
  /** When half of the uses are made. */
  readonly late: readonly Grant[];
}

/** In turns. */
const enabledWhen = ["atFirst", "atFirst", "atFirst", "byFirstUse", "atFirst", "late"] as const;

/**
 * Grants sessions: every sort on every account, each for a time. Nothing is sent.
 *
 * @param harness Where.
 * @param chance What is drawn.
 * @param holders The accounts.
 * @param sorts The sorts; the very first session is of the first, and has no end.
 * @param count How many sessions, and when the chain begins, in Unix seconds.
 * @returns The sessions.
 */
export function grantAll(
  harness: Harness,
  chance: Chance,
  holders: readonly Holder[],
  sorts: readonly Sort[],
  { count, begin }: { readonly count: number; readonly begin: bigint },
): Grants {
  const grants = { atFirst: [] as Grant[], byFirstUse: [] as Grant[], late: [] as Grant[] };
  for (let index = 0; index < count; index++) {
    const holder = holders[index % holders.length] as Holder;
    const sort = sorts[(index + Math.floor(index / holders.length)) % sorts.length] as Sort;
    const isTooEarly = index % 24 === 9;
    const when = isTooEarly ? "atFirst" : (enabledWhen[index % enabledWhen.length] ?? "atFirst");
    const isShort = when !== "late" && index % 5 === 3;
    const ends = begin + (isShort ? 30n : 500n) * day;
    grants[when].push(
      grantSession(harness, chance, {
        holder,
        sort,
        index,
        firstUse: when === "byFirstUse",
        validAfter: isTooEarly ? begin + 400n * day : undefined,
        validUntil: index === 0 ? undefined : isTooEarly ? begin + 500n * day : ends,
      }),
    );
  }
  return grants;
}
