import fc from "fast-check";
import type { Hex } from "viem";
import { findCounterexample } from "../helpers/findCounterexample.ts";
import { answerClass } from "./answerClass.ts";
import type { Subject } from "./Subject.ts";
import { type Answer, type Step, stage } from "./stage.ts";

/** How much is drawn, and from which seed. */
export interface Drawing {
  /** How many sequences. */
  readonly runs: number;
  /** The most calls of a sequence. Default: 40. */
  readonly length?: number;
  /** Default: another one each time. */
  readonly seed?: number | undefined;
  /** Whether a difference is brought to its shortest sequence. Default: yes. */
  readonly shrink?: boolean;
  /** Where a failed run stood (fast-check's `path`): only that case is played again. */
  readonly path?: string | undefined;
}

/** What two codes answered. */
export interface Comparison {
  /** How many calls were drawn. */
  readonly calls: number;
  /** How many of them ended in each class of answer. */
  readonly classes: ReadonlyMap<string, number>;
  /** A sequence that they answer otherwise, the shortest that was found, with its seed; undefined where they never did. */
  readonly difference: string | undefined;
}

/**
 * Plays drawn sequences of calls on two codes, and compares what each call gives (answer or revert data, and events)
 * and what each sequence leaves (by the getters).
 *
 * @param subject How calls are drawn, and how state is read.
 * @param one Runtime code.
 * @param other Runtime code.
 * @param drawing How much is drawn.
 * @returns The difference that was found, and what the calls came to.
 */
export async function findDifference(
  subject: Pick<Subject, "opening" | "step" | "readState" | "others">,
  one: Hex,
  other: Hex,
  { runs, length = 40, shrink = true, seed, path }: Drawing,
): Promise<Comparison> {
  const { play } = await stage(one, other, subject.others);
  const classes = new Map<string, number>();
  let calls = 0;

  const property = fc.asyncProperty(
    (subject.opening ?? fc.constant([])).map((opening) => opening.map(printed)),
    fc.array(subject.step.map(printed), { minLength: 1, maxLength: length, size: "max" }),
    async (opening, following) => {
      const steps = [...opening, ...following];
      const [answers, others] = await play([...steps, ...subject.readState]);
      for (const [index, answer] of answers.entries()) {
        const step = steps[index] ?? (subject.readState[index - steps.length] as Step);
        const mine = describeAnswer(step, answer);
        const theirs = describeAnswer(step, others[index] as Answer);
        if (mine !== theirs) throw new Different(`${step.text}\n  one:   ${mine}\n  other: ${theirs}`);
        if (index >= steps.length) continue;
        calls++;
        const found = answerClass(step.kind, answer);
        classes.set(found, (classes.get(found) ?? 0) + 1);
      }
    },
  );
  const difference = await findCounterexample(property, { runs, seed, path }, Different, shrink);
  return { calls, classes, difference };
}

/** Both gave something else. */
class Different extends Error {
  override readonly name = "Different";
}

/** A call that fast-check prints as a person reads it. */
const printed = (step: Step): Step => ({ ...step, [fc.toStringMethod]: () => `\n  ${step.text}` }) as Step;

function describeAnswer({ kind }: Step, answer: Answer): string {
  return [answerClass(kind, answer), answer.result, ...answer.events].join(" | ");
}
