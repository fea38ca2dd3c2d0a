import { addPolicy, enable, remove, takePolicy } from "./acts.ts";
import type { Grant, Holder } from "./Grant.ts";
import { type UseStage, use } from "./use.ts";

/** Sessions for each of which as much happens as on the smallest chain. */
const sessionsOfTurn = 400;

/**
 * What happens in the lives of sessions between uses: some are removed, some begin anew by a call or by a first use,
 * policies come and go.
 *
 * @param stage The stage.
 * @param holders The accounts. The very first session is left as it is, so that there is one to be used.
 * @returns How many uses were made.
 */
export async function turn(stage: UseStage, holders: readonly Holder[]): Promise<number> {
  const { chance, post } = stage;
  const [, ...grants] = holders.flatMap((holder) => holder.grants);
  const one = (fits: (grant: Grant) => boolean) => {
    const fitting = grants.filter((grant) => grant.holder.installed && fits(grant));
    return fitting.length > 0 ? chance.pick(fitting) : undefined;
  };
  let uses = 0;
  await post.flush();
  for (let round = 0; round * sessionsOfTurn < grants.length; round++) {
    const again = one(({ enablings }) => enablings > 0);
    if (again) await enable(stage, again.holder, [again]);
    const removed = one(({ enabled, removals }) => !enabled && removals > 0);
    if (removed && (await use(stage, removed, true))) uses += 1;
    // The owner signs for what the operation before has left: it has to be mined.
    await post.flush();
    const standing = one(({ enabled }) => enabled);
    if (standing && (await use(stage, standing, true))) uses += 1;
    const ended = one(({ enabled }) => enabled);
    if (ended) await remove(stage, ended.holder, [ended], chance.happens(0.7));
    const changed = one(({ enabled }) => enabled);
    if (changed) await changePolicy(stage, changed);
  }
  return uses;
}

/** A session whose operations nothing counts is counted from now on, one that was so no more. */
async function changePolicy(stage: UseStage, grant: Grant): Promise<void> {
  const counter = grant.counters.find(({ field }) => field === "maxOperations");
  if (counter === undefined) await addPolicy(stage, grant);
  else if (counter.added) await takePolicy(stage, grant);
}
