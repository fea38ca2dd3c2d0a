import { expect } from "chai";
import { table } from "../../src/report/table.ts";
import { readDrawing } from "../helpers/drawing.ts";
import type { Comparison, Drawing } from "./findDifference.ts";
import type { Subject } from "./Subject.ts";

/** How often each class of answer has to be met, and how many calls have to be drawn, at the least. */
const leastOfClass = 20;
const leastCalls = 2_000;

/**
 * How much is drawn for a contract: as much as the environment asks for (FC_RUNS sequences), from the seed and on the
 * path that a failure printed (FC_SEED, FC_PATH).
 *
 * @param subject The contract.
 * @returns The drawing.
 */
export const drawingOf = ({ runs }: Subject): Drawing => readDrawing(runs);

/**
 * Holds that calls were drawn in such number and of such kind that equal answers mean something.
 *
 * @param subject What was drawn.
 * @param comparison What came of it.
 */
export function expectDrawn(subject: Subject, { calls, classes }: Comparison): void {
  const { path, runs } = drawingOf(subject);
  if (path !== undefined || runs < subject.runs) return;
  expect(calls, "drawn calls").to.be.at.least(leastCalls);
  const rare = subject.classes.filter((one) => (classes.get(one) ?? 0) < leastOfClass);
  expect(rare, `classes of answers met less than ${leastOfClass} times`).to.deep.equal([]);
}

/**
 * What drawn calls came to, as a table.
 *
 * @param comparisons By the contract's name.
 * @returns The table.
 */
export function countsTable(comparisons: ReadonlyMap<string, Comparison>): string {
  return table({
    head: ["contract", "calls", "answers"],
    widths: [24, 7, 72],
    rightAligned: [1],
    rows: [...comparisons].map(([name, { calls, classes }]) => [
      name,
      calls.toLocaleString("en"),
      byFunction(classes),
    ]),
  });
}

/** `checkAction: passes 192, refuses 467`, a line for each function. */
function byFunction(classes: Comparison["classes"]): string {
  const lines = new Map<string, string[]>();
  for (const [name, count] of [...classes].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [kind, answer] = name.split(": ") as [string, string];
    lines.set(kind, [...(lines.get(kind) ?? []), `${answer} ${count}`]);
  }
  return [...lines].map(([kind, answers]) => `${kind}: ${answers.join(", ")}`).join("\n");
}
