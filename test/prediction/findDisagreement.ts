import fc from "fast-check";
import type { AccountKind } from "../../src/index.ts";
import { accounts } from "../helpers/accounts.ts";
import type { Drawing } from "../helpers/drawing.ts";
import { findCounterexample } from "../helpers/findCounterexample.ts";
import { fixture } from "../helpers/fixture.ts";
import { presentKinds } from "../helpers/kinds.ts";
import { buildStage } from "./buildStage.ts";
import { drawnSession } from "./grants.ts";
import { Disagreement, play } from "./play.ts";
import type { Step } from "./steps.ts";
import type { Tally } from "./Tally.ts";

/** One chain for each kind of account, put back before each walk. */
const stages = new Map<
  AccountKind,
  ReturnType<typeof fixture<Awaited<ReturnType<ReturnType<typeof buildStage>>>>>
>(accounts.map(({ kind }) => [kind, fixture(buildStage(kind))]));

/**
 * Draws walks of two sessions on an account of any kind that is there, plays them, and compares each operation with its prediction.
 *
 * @param step Draws what is done.
 * @param drawing How much is drawn. A walk has some 20 steps.
 * @param tally Told what the walks come to.
 * @returns The shortest walk found that ends otherwise than predicted, with its seed; undefined where none did.
 */
export async function findDisagreement(
  step: fc.Arbitrary<Step>,
  drawing: Drawing,
  tally: Tally,
): Promise<string | undefined> {
  const variants = fc.tuple(drawnSession.map(printed), drawnSession.map(printed));
  const property = fc.asyncProperty(
    fc.constantFrom(...(await presentKinds([...stages.keys()]))),
    fc.tuple(variants, variants),
    fc.array(step.map(printed), { minLength: 5, maxLength: 40, size: "max" }),
    async (kind, sessions, steps) => {
      const stage = await stages.get(kind)?.();
      if (stage) await play(stage, sessions, steps, tally);
    },
  );
  return findCounterexample(property, drawing, Disagreement);
}

/** What is drawn, a line each, without what was not drawn. */
const printed = <Value extends object>(value: Value): Value => ({
  ...value,
  [fc.toStringMethod]: () =>
    `\n  ${JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one))}`,
});
