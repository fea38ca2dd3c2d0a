import type { Call } from "../../world/Call.ts";
import type { AttackPlan, PlannedUse } from "./Attack.ts";

/** As many calls of a target are sure to fit into one operation. */
const batchSize = 25;

/**
 * Plans calls up to a bound, and one beyond it: in operations of their own, or where those are limited, all in as few as
 * can be.
 *
 * @param upTo The calls that are permitted.
 * @param beyond The one that is not.
 * @returns Both ways.
 */
export function inBatches(upTo: readonly Call[], beyond: Call): readonly AttackPlan[] {
  const all = batches([...upTo, beyond]);
  return [
    { before: batches(upTo), attack: { calls: [beyond] } },
    { before: all.slice(0, -1), attack: all.at(-1) ?? { calls: [beyond] } },
  ];
}

function batches(calls: readonly Call[]): readonly PlannedUse[] {
  return Array.from({ length: Math.ceil(calls.length / batchSize) }, (_, index) => ({
    calls: calls.slice(index * batchSize, (index + 1) * batchSize),
  }));
}
