import { ReorganisedError } from "../errors/usage.ts";
import type { World } from "../world/World.ts";
import type { Analysis } from "./Analysis.ts";
import type { AnalyzeParameters } from "./AnalyzeParameters.ts";
import { askChain } from "./analyze/askChain.ts";
import { compareSorts } from "./analyze/compareSorts.ts";
import { describeUsage } from "./analyze/describeUsage.ts";
import type { Plan } from "./analyze/Plan.ts";
import { planPeriod } from "./analyze/planPeriod.ts";
import { type Good, readPeriod } from "./analyze/readPeriod.ts";
import { intervalsOf } from "./analyze/timeline.ts";
import { readCursor } from "./readUsage.ts";

/** How often it is begun anew, from what is settled, where the chain is reorganised meanwhile. */
const attempts = 4;

/**
 * Analyses what sessions were used for in a period: who used what, what it cost, where each session is at the period's end.
 * It folds the facts as they come: what it holds grows with the sessions, accounts, targets and functions, not with what was
 * done. It reads from the chain's beginning, so that the sessions that were enabled before the period are known, and counts
 * from the period's first block on.
 *
 * A session is of the period where it was enabled at some time in it. It is `revoked` where it was removed, with the module
 * as well. `expired` and `not yet valid` are by the period's last block; limits, and whether it is used up or lacks the module,
 * by what the chain has at `limitsAt`, which is later where the period ends before the chain's head. A session of such a period
 * that was removed since is `active`. Of every account, those are left out whose kind is not known: `unrecognised` counts them.
 *
 * @param world The chain.
 * @param parameters The period, whose sessions, and what is known of them.
 * @returns The analysis.
 * @throws InvalidInputError where there is no such period; CheckpointError; ReorganisedError where the chain is reorganised
 * time and again; what the chain answers; the signal's reason.
 * @example
 * ```ts
 * const { totals, sessions } = await analyze(world, { accounts: [account.address] });
 * ```
 */
export async function analyze(world: World, parameters: AnalyzeParameters = {}): Promise<Analysis> {
  const good: Good = {};
  for (let left = attempts - 1; ; left--) {
    const plan = await planPeriod(world, parameters);
    try {
      return await analyzeOnce(world, plan, parameters, good);
    } catch (error) {
      if (!(error instanceof ReorganisedError) || left === 0) throw error;
      plan.onProgress(`${error.shortMessage} Reading it again …`);
    }
  }
}

async function analyzeOnce(
  world: World,
  plan: Plan,
  { known = [], measureGas }: AnalyzeParameters,
  good: Good,
): Promise<Analysis> {
  const { chainId, release } = world;
  const { fromBlock } = plan;
  const read = await readPeriod(world, plan, good);
  const { state, end } = read;
  const isGone = async () => (await readCursor(world, end.blockNumber))?.blockHash !== end.blockHash;
  const { limitsAt, fromTime, ...asked } = await askChain(world, plan, read, known).catch(async (error) => {
    // A block that is gone is the reason why the chain has no answer.
    throw (await isGone().catch(() => false)) ? new ReorganisedError(end) : error;
  });
  if (await isGone()) throw new ReorganisedError(end);

  const described = describeUsage({ state, known, ...asked });
  const { operations, accounts: strangers } = state.unrecognised;
  const kinds = new Set(described.byAccount.flatMap((one) => (one.kind && one.operations ? [one.kind] : [])));
  const measured = kinds.size > 0 ? await measureGas?.([...kinds]) : undefined;
  return {
    chainId,
    release: release.name,
    period: { fromBlock, fromTime, end },
    limitsAt,
    ...described,
    gas: compareSorts(measured ?? [], state, asked.accounts, asked.tokens),
    timeline: intervalsOf(state.timeline, end.timestamp),
    unread: state.unread,
    unrecognised: { operations, accounts: strangers.size },
  };
}
