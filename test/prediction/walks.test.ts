import { expect } from "chai";
import fc from "fast-check";
import type { Rule } from "../../src/index.ts";
import { table } from "../../src/report/table.ts";
import { readDrawing } from "../helpers/drawing.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { rules } from "./bounds.ts";
import { findDisagreement } from "./findDisagreement.ts";
import { enable, management, type Step, use, wait } from "./steps.ts";
import { Tally } from "./Tally.ts";

/** How often a rule has to be met, on either side of its bound. */
const leastOfSide = 10;
/** How many walks of a kind are drawn where FC_RUNS does not say. */
const walks = 50;
/** How often half as many are drawn on top, at the most. */
const mostMore = 6;

const operations: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: use("never") },
  { weight: 2, arbitrary: wait },
  { weight: 1, arbitrary: enable }, // so that its counters begin anew
);
const lifecycles: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: use("often") },
  { weight: 1, arbitrary: wait },
  { weight: 4, arbitrary: management },
);

/** What is about a session's life; the rest is about its operations. */
const ofLife: readonly Rule[] = ["sessionEnabled", "enableSignature", "moduleInstalled"];

describe("the prediction and the chain", function () {
  this.timeout(0); // FC_RUNS decides how long it takes.

  const tallies: [string, Tally][] = [];
  after("prints what was compared", () => {
    if (tallies.length > 0) console.log(`\n${countsTable(tallies)}\n`);
  });

  const held = async (name: string, step: fc.Arbitrary<Step>, mustMeet: readonly Rule[]) => {
    const drawing = readDrawing(walks);
    const tally = new Tally();
    tallies.push([name, tally]);
    const draw = async (runs: number) => {
      const disagreement = await findDisagreement(step, { ...drawing, runs }, tally);
      if (disagreement) expect.fail(disagreement);
    };
    await draw(drawing.runs);
    if (drawing.path !== undefined || drawing.runs < walks) return;
    // What is drawn is a matter of chance: some more, where a rule was rarely met.
    for (let more = 0; more < mostMore && rarelyMet(tally, mustMeet).length > 0; more++)
      await draw(walks / 2);
    expect(rarelyMet(tally, mustMeet), `met less than ${leastOfSide} times`).to.deep.equal([]);
  };

  it("say the same of every operation of an enabled session", async () => {
    await held(
      "operations",
      operations,
      rules.filter((rule) => !ofLife.includes(rule)),
    );
  });

  it("say the same of every operation while sessions are enabled, disabled, removed and enabled again", async () => {
    await held("lifecycles", lifecycles, ofLife);
  });
});

/** The beta lets any paymaster pay. */
const isOneSided = (rule: Rule) => rule === "permitERC4337Paymaster" && releaseOfRun() === "beta";

function rarelyMet(tally: Tally, mustMeet: readonly Rule[]): readonly string[] {
  return mustMeet.flatMap((rule) => {
    const { kept, broken } = tally.of(rule);
    return [
      ...(kept < leastOfSide ? [`${rule} kept`] : []),
      ...(broken < leastOfSide && !isOneSided(rule) ? [`${rule} broken`] : []),
    ];
  });
}

function countsTable(tallies: readonly [string, Tally][]): string {
  const rows = rules.map((rule) => [
    rule,
    ...tallies.flatMap(([, tally]) => [String(tally.of(rule).kept), String(tally.of(rule).broken)]),
  ]);
  const operations = tallies.flatMap(([, tally]) => [tally.operations.toLocaleString("en"), ""]);
  return table({
    head: ["rule", ...tallies.flatMap(([name]) => [`${name}: kept`, "broken"])],
    widths: [24, ...tallies.flatMap(() => [18, 8])],
    rightAligned: tallies.flatMap((_, index) => [1 + 2 * index, 2 + 2 * index]),
    rows: [...rows, ["operations in all", ...operations]],
  });
}
