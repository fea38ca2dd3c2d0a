import { parseEther } from "viem";
import { act, enable, settle, uninstall } from "./acts.ts";
import type { Grant, Holder } from "./Grant.ts";
import type { Grants } from "./grantAll.ts";
import { turn } from "./turn.ts";
import { type UseStage, use } from "./use.ts";

/** What is played. */
export interface Play {
  readonly holders: readonly Holder[];
  /** An account without sessions. */
  readonly stranger: Holder;
  readonly grants: Grants;
  /** How many. */
  readonly uses: number;
  /** When what does not last a month has expired, in Unix seconds. */
  readonly monthLater: bigint;
  /** Told, at first and after each part, how many uses were made. */
  onPart(made: number): Promise<void>;
}

/** In each eighth as many uses are made; before the fifth the month is over, before the seventh a module goes. */
const parts = 8;
const [afterMonth, withoutModule] = [5, 7];
/** Sessions that an account's installation enables, on every other account. */
const withInstallation = 3;

/**
 * Plays sessions' lives and uses, to the last use.
 *
 * @param stage The stage.
 * @param play Accounts, sessions and uses.
 */
export async function play(stage: UseStage, play: Play): Promise<void> {
  const { holders, grants, uses, monthLater, onPart } = play;
  for (const [index, holder] of holders.entries()) {
    const atFirst = grants.atFirst.filter((grant) => grant.holder === holder);
    const installed = index % 2 === 0 ? atFirst.slice(0, withInstallation) : [];
    await settle(stage, holder, installed);
    await enable(stage, holder, atFirst.slice(installed.length));
  }
  await onPart(0);
  const waiting = [...grants.byFirstUse];
  let made = 0;
  for (let part = 1; part <= parts; part++) {
    if (part === afterMonth) {
      await stage.post.passTo(monthLater);
      for (const holder of holders) {
        await enable(
          stage,
          holder,
          grants.late.filter((grant) => grant.holder === holder),
        );
      }
    }
    const last = holders.at(-1);
    if (part === withoutModule && last && holders.length > 1) await uninstall(stage, last);
    if (part > 1 && made < uses) made += await turn(stage, holders);
    made = await useUntil(stage, play, waiting, made, Math.ceil((uses * part) / parts));
    await onPart(made);
  }
}

/** Draws sessions and uses them; what cannot be used any more is not drawn again. */
async function useUntil(
  stage: UseStage,
  { holders, stranger }: Play,
  waiting: Grant[],
  made: number,
  end: number,
): Promise<number> {
  const { chance, post } = stage;
  const usable = holders.flatMap(({ grants }) => grants.filter(({ enabled }) => enabled));
  const [endless] = usable;
  for (let done = made; done < end; ) {
    await between(stage, holders, stranger);
    const first = chance.happens(0.1) ? waiting.shift() : undefined;
    if (first && (await use(stage, first))) {
      usable.push(first);
      done += 1;
      continue;
    }
    if (usable.length === 0 && endless) usable.push(endless);
    const index = chance.below(usable.length);
    if (await use(stage, usable[index] as Grant)) done += 1;
    else replace(usable, index);
  }
  await post.flush();
  return Math.max(made, end);
}

/** The last one comes in its place. */
function replace(usable: Grant[], index: number): void {
  const last = usable.pop();
  if (last && index < usable.length) usable[index] = last;
}

/** What owners, and accounts without sessions, do in between: no use of a session. */
async function between(stage: UseStage, holders: readonly Holder[], stranger: Holder): Promise<void> {
  const { chance, calls } = stage;
  if (chance.happens(0.02)) await act(stage, stranger, [calls.increment()]);
  if (!chance.happens(0.04)) return;
  const some = [calls.increment(), calls.transfer(10n ** 18n), calls.send(parseEther("0.001"))];
  await act(stage, chance.pick(holders), some.slice(0, 1 + chance.below(some.length)));
}
