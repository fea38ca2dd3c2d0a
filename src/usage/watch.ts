import { setTimeout as pause } from "node:timers/promises";
import { connectChain } from "../world/connectChain.ts";
import type { World } from "../world/World.ts";
import type { WatchParameters } from "./WatchParameters.ts";
import { demandSameChain } from "./watch/beginnings.ts";
import { follow } from "./watch/follow.ts";
import { isOfChain } from "./watch/isOfChain.ts";
import { nextBlock } from "./watch/nextBlock.ts";
import { untilAborted } from "./watch/untilAborted.ts";

/** The longest wait before a chain is asked again that did not answer, in milliseconds. */
const longestPause = 15_000;

/**
 * Follows what sessions do, block by block, and raises alerts by rules. What is raised once is not raised again, and nothing
 * is left out: not where the process is killed and started again, and not where the chain is reorganised.
 *
 * @param world The chain.
 * @param parameters What is watched, and by what.
 * @returns How many alerts were raised, once the signal was given, or the latest block was read (`once`).
 * @throws WatchFolderError where the journal is of another chain or of other accounts, or cannot be written;
 * InvalidInputError for a first block that is beyond the chain's latest; what `onAlert` throws; ChainBehindError where the
 * node lacks the block before the first, or with `once` one that is settled; with `once`, what else the chain answers where it
 * does not do so.
 * @example
 * ```ts
 * const rules = readAlertRules("alerts.json");
 * await watchSessions(world, { rules, journal: openWatchJournal("watch"), once: true, onAlert: console.log });
 * ```
 */
export async function watchSessions(
  world: World,
  parameters: WatchParameters,
): Promise<{ readonly raised: number }> {
  const { journal, once = false, signal, onEvent, nextBlock: wait = nextBlock } = parameters;
  const beginning = follow(world, parameters);
  if (!(await untilAborted(beginning, signal))) return { raised: 0 };
  const following = await beginning;
  const look = async (isAgain: boolean) => {
    if (isAgain) demandSameChain(world, await connectChain(world.provider), journal);
    await following.look();
  };
  for (let failures = 0; !signal?.aborted; ) {
    try {
      const isWhole = await untilAborted(look(failures > 0), signal);
      if (failures > 0 && isWhole) onEvent?.({ type: "reachable" });
      failures = 0;
      if (once || !isWhole) break;
      await wait(world, signal);
    } catch (error) {
      if (once || !isOfChain(error)) throw error;
      if (failures === 0) onEvent?.({ type: "unreachable", error: error as Error });
      const time = Math.min(world.client.pollingInterval * 2 ** Math.min(failures, 20), longestPause);
      failures++;
      await pause(time, undefined, { ...(signal && { signal }) }).catch(() => {});
    }
  }
  return { raised: following.end() };
}
