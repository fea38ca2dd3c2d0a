import type { Address } from "viem";
import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import { ChainBehindError, WatchFolderError } from "../../errors/usage.ts";
import type { World } from "../../world/World.ts";
import type { WatchJournal } from "../openWatchJournal.ts";
import type { AlertRules } from "../readAlertRules.ts";
import { readCursor } from "../readUsage.ts";
import type { UsageCursor } from "../UsageFact.ts";
import type { Watching } from "./Watching.ts";
import { emptyFold, sessionKey, type WatchState } from "./WatchState.ts";

/** What a watch begins with. */
interface Given extends Pick<Watching, "known" | "readings"> {
  readonly rules: AlertRules;
  readonly journal: WatchJournal;
  readonly accounts: readonly Address[] | undefined;
  readonly surveyed: readonly Address[];
  readonly fromBlock: bigint | undefined;
}

/**
 * How a watch begins, or goes on.
 *
 * @param world The chain.
 * @param given What it begins with.
 * @returns `begin`: from what the journal says, else anew; `beginAt`: at a block, whatever the journal says.
 */
export function beginnings(world: World, given: Given) {
  const { rules, journal, known, readings, accounts, surveyed, fromBlock } = given;

  /** Asks accounts that were not asked yet for the sessions that they have already. */
  const survey = async (state: WatchState): Promise<WatchState> => {
    const missing = surveyed.filter((one) => !state.surveyed.includes(one));
    if (missing.length === 0) return state;
    const sessions = new Map(state.fold.sessions);
    const { settled } = state;
    for (const account of settled ? missing : []) {
      const asked = [...known.all(account).map((one) => one.permissionId), ...rules.ours.permissionIds];
      const since = settled as UsageCursor;
      for (const permissionId of await readings.enabled(account, asked, since.blockNumber)) {
        const session = { account, permissionId, enabled: true, ordinal: 0, since, changes: {} };
        if (!sessions.has(sessionKey(session))) sessions.set(sessionKey(session), session);
      }
    }
    return { ...state, surveyed: [...state.surveyed, ...missing], fold: { ...state.fold, sessions } };
  };

  /** Enablings are counted since one block, and what follows is read from another. */
  const beginAt = async (since: bigint, block: bigint): Promise<WatchState> => {
    const { chainId, instance } = world;
    const settled = block === 0n ? undefined : await readCursor(world, block - 1n);
    // A node that is late must not be taken for a chain that begins here.
    if (!settled && block > 0n) throw new ChainBehindError({ blockNumber: block - 1n });
    return survey({ chainId, instance, since, accounts, settled, surveyed: [], fold: emptyFold });
  };

  return {
    beginAt,

    async begin(): Promise<WatchState> {
      const { state, begun } = journal;
      if (state) {
        demandSameChain(world, state, journal);
        demandAllOf(state, accounts, journal);
        return survey({ ...state, accounts });
      }
      if (begun) {
        demandSameChain(world, begun, journal);
        return beginAt(begun.since, begun.since);
      }
      const head = await world.client.getBlockNumber({ cacheTime: 0 });
      if (fromBlock !== undefined && fromBlock > head + 1n) throw beyond(fromBlock, head);
      const first = fromBlock ?? head + 1n;
      return beginAt(first, first);
    },
  };
}

/**
 * Holds that a chain is the one that is watched: a simulated chain that was started anew is another.
 *
 * @param world The chain that is watched.
 * @param other The chain.
 * @param journal What the watch keeps.
 * @throws WatchFolderError.
 */
export function demandSameChain(
  { chainId, instance }: Pick<World, "chainId" | "instance">,
  other: { readonly chainId: number; readonly instance?: string | undefined },
  { folder }: Pick<WatchJournal, "folder">,
): void {
  if (other.chainId === chainId && other.instance === instance) return;
  throw new WatchFolderError({
    folder,
    problem: "is of another chain",
    remedy:
      "Give each chain a folder of its own: --state DIR. A simulated chain that was started anew is another.",
  });
}

/** Holds that nobody is left out: what an account does meanwhile would not be read when it is watched again. */
function demandAllOf(
  { accounts: before }: Pick<WatchState, "accounts">,
  accounts: readonly Address[] | undefined,
  { folder }: Pick<WatchJournal, "folder">,
): void {
  if (accounts === undefined) return;
  const left = before?.filter((one) => !accounts.includes(one)) ?? ["every account of the chain"];
  const [first, ...rest] = left;
  if (first === undefined) return;
  throw new WatchFolderError({
    folder,
    problem: `watches ${first}${rest.length > 0 ? ` and ${rest.length} more` : ""} too, which would be left out now`,
    remedy: "Give those as well, or give each choice of accounts a folder of its own: --state DIR.",
  });
}

const beyond = (fromBlock: bigint, head: bigint) =>
  new InvalidInputError([
    {
      field: "fromBlock",
      value: fromBlock,
      problem: `is beyond the chain's next block (${head + 1n})`,
      remedy: "Give a block that there is, or leave it out: then the next one is the first.",
    },
  ]);
