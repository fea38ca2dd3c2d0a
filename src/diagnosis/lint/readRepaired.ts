import { lastTimestamp } from "../../config/schemas.ts";
import { type InputProblem, InvalidInputError } from "../../errors/InvalidInputError.ts";
import { segmentsOf } from "./segmentsOf.ts";

/** Stands for an address that means something else. */
const somebody = "0x000000000000000000000000000000000000dEaD";

/** What was read, and what was refused of it. */
export interface Repaired<Read> {
  readonly read: Read;
  readonly refused: readonly InputProblem[];
}

type Container = Record<string | number, unknown>;

/**
 * Reads what may have mistakes that a rule explains: each is put out of the way, so that the rest is looked at as well.
 *
 * @param written What was written.
 * @param parse Reads it.
 * @returns What was read, and the mistakes.
 * @throws InvalidInputError, with all that is wrong, where something is that no rule explains.
 */
export function readRepaired<Written, Read>(
  written: Written,
  parse: (written: Written) => Read,
): Repaired<Read> {
  const repaired = structuredClone(written);
  const refused: InputProblem[] = [];
  const known = new Set<string>();
  const keyOf = ({ field, kind }: InputProblem) => `${field} ${kind}`;
  const isKnown = (one: InputProblem) => known.has(keyOf(one));
  for (;;) {
    try {
      return { read: parse(repaired), refused };
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const { problems, source } = error;
      // What a preset says is not in the file, and comes again.
      if (problems.some((one) => one.kind === undefined || isKnown(one))) {
        const [first, ...rest] = [...refused, ...problems.filter((one) => !isKnown(one))];
        throw first ? new InvalidInputError([first, ...rest], { source }) : error;
      }
      for (const problem of problems) {
        repair(repaired, problem);
        known.add(keyOf(problem));
      }
      refused.push(...problems);
    }
  }
}

/** Micro- and nanoseconds as well. */
const inSeconds = (time: bigint): bigint => (time > lastTimestamp ? inSeconds(time / 1000n) : time);

function repair(written: unknown, { field, kind }: InputProblem): void {
  const path = segmentsOf(field);
  const last = path.at(-1) as string | number;
  const within = path
    .slice(0, -1)
    .reduce<unknown>((value, key) => (value as Container)[key], written) as Container;
  switch (kind) {
    case "milliseconds":
      within[last] = String(inSeconds(BigInt(String(within[last]))));
      break;
    case "dead":
      if (last === "validUntil") delete within.validAfter;
      else if (last === "value") within.value = [...(within.value as unknown[])].reverse();
      else within[last] = 1;
      break;
    case "fallback":
      within[last] = somebody;
      break;
    case "repeatedName":
      within[last] = `repeated-${path.join("-")}`;
      break;
    default: {
      // One rule left out would move the others: without any, no index means another.
      const [, index, name] = path as [string, number, string];
      delete ((written as { sessions: Container[] }).sessions[index] as Container)[name];
    }
  }
}
