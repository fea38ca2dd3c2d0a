import pMap from "p-map";
import type { Address } from "viem";
import { recogniseAccount } from "../../account/recogniseAccount.ts";
import type { World } from "../../world/World.ts";
import type { UsageFact } from "../UsageFact.ts";
import { atOnce } from "./atOnce.ts";
import type { UsageState } from "./UsageState.ts";

/** Sets apart facts of accounts whose kind is not known. */
export type SetApart = (
  state: UsageState,
  facts: readonly UsageFact[],
  signal: AbortSignal | undefined,
) => Promise<readonly UsageFact[]>;

/**
 * Makes what sets facts apart where every account is read: EntryPoint takes any contract for an account, and one that agrees
 * to everything makes up uses, and what they move, for little gas.
 *
 * @param world The chain.
 * @param from The period's first block.
 * @returns What gives the facts of accounts of a known kind, and counts the others' operations in what is kept.
 */
export function setterApart(world: World, from: bigint): SetApart {
  /** Asked anew by each analysis: an account may be deployed later. */
  const strangers = new Set<string>();
  return async (state, facts, signal) => {
    // Uses before the period are of no account, and a module that is installed is asked of accounts themselves.
    const told = facts.filter(
      ({ type, blockNumber }) => type === "sessionEnabled" || (type === "sessionUsed" && blockNumber >= from),
    );
    const addresses = new Set(told.map(({ account }) => account.toLowerCase()));
    const toAsk = [...addresses].filter((one) => !state.accounts.has(one) && !strangers.has(one));
    await pMap(
      toAsk,
      async (one) => {
        if (!(await recogniseAccount(world, one as Address))) strangers.add(one);
      },
      { concurrency: atOnce, signal },
    );
    for (const { account, type } of told) {
      const address = account.toLowerCase();
      if (!strangers.has(address)) continue;
      state.unrecognised.accounts.add(address);
      if (type === "sessionUsed") state.unrecognised.operations += 1;
    }
    return facts.filter(
      ({ type, account }) =>
        type !== "moduleInstalled" && type !== "moduleUninstalled" && !strangers.has(account.toLowerCase()),
    );
  };
}
