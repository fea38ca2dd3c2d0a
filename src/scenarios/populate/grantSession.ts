import type { Harness } from "../../harness.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import { plainTransfer } from "../../session/selectors.ts";
import { toSessionAccount } from "../../session/toSessionAccount.ts";
import type { Chance } from "./chance.ts";
import type { Grant, Holder } from "./Grant.ts";
import type { Sort } from "./sorts.ts";
import { createTally } from "./tally.ts";

/** A session that is to be granted. */
export interface GrantParameters {
  readonly holder: Holder;
  readonly sort: Sort;
  /** Tells it from the others. */
  readonly index: number;
  /** Whether its first use is to enable it. */
  readonly firstUse: boolean;
  /** In Unix seconds; undefined where nothing bounds it. */
  readonly validAfter?: bigint | undefined;
  readonly validUntil?: bigint | undefined;
}

/**
 * Makes a session for an account. Nothing is sent.
 *
 * @param harness Where.
 * @param chance Whose key it is.
 * @param parameters Which account, what sort, and how long.
 * @returns The session.
 */
export function grantSession(
  harness: Harness,
  chance: Chance,
  { holder, sort, index, firstUse, validAfter, validUntil }: GrantParameters,
): Grant {
  const key = chance.key(`session ${index}`);
  const compiled = asSort(
    sort,
    harness.compile({
      ...sort.permission,
      sessionKey: key.address,
      salt: chance.bytes(`salt ${index}`),
      ...(validAfter !== undefined && { validAfter }),
      ...(validUntil !== undefined && { validUntil }),
    }),
  );
  const grant: Grant = {
    holder,
    sort,
    compiled,
    key,
    signer: toSessionAccount(harness.world, holder.account, compiled, key),
    tally: createTally(),
    counters: [],
    firstUse,
    enabled: false,
    enabledBy: firstUse ? "first use" : "call",
    enabledAt: 0n,
    enablings: 0,
    removals: 0,
    lastUsed: undefined,
  };
  holder.grants.push(grant);
  return grant;
}

/** No permission is about plain transfers: the function that it names stands in for them. */
function asSort({ plain }: Sort, compiled: CompiledPermission): CompiledPermission {
  if (!plain) return compiled;
  const actions = compiled.session.actions.map((action) => ({
    ...action,
    actionTargetSelector: plainTransfer as `0x${string}`,
  }));
  return { ...compiled, session: { ...compiled.session, actions } };
}
