import { offsetOf } from "./offsetOf.ts";
import type { Subject } from "./Rule.ts";
import { wordBounds } from "./wordBounds.ts";

/** How much an argument may come to. */
export interface Most {
  readonly perCall: bigint;
  /** In all calls together; undefined where nothing adds up or counts the calls. */
  readonly total: bigint | undefined;
}

/**
 * The most that a session's rules let an amount come to.
 *
 * @param subject The session.
 * @param argument The amount's position; inside structs with dots: `0.5`.
 * @returns The most; undefined where no rule is about it.
 */
export function mostOf(subject: Subject, argument: string): Most | undefined {
  const { argumentRules, maxUses } = subject.permission;
  const place = offsetOf(subject, argument);
  const comparisons = argumentRules
    .flatMap((rule) => rule.comparisons)
    .filter(({ offset }) => offset === place);
  if (place === undefined || comparisons.length === 0) return undefined;
  const perCall = wordBounds(comparisons, place).most;
  const totals = [
    ...comparisons.flatMap(({ maxTotal }) => maxTotal ?? []),
    ...(maxUses === undefined ? [] : [perCall * maxUses]),
  ];
  return { perCall, total: totals.reduce<bigint | undefined>(lesser, undefined) };
}

const lesser = (one: bigint | undefined, other: bigint): bigint =>
  one === undefined || other < one ? other : one;
