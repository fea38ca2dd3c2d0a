import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import type { Harness } from "../../harness.ts";
import { sendSigned } from "../../outcome/execute.ts";
import { knownError } from "../../outcome/knownError.ts";
import type { Outcome } from "../../refusal/Outcome.ts";
import type { Attempt, ExpectedEnd, InputAttempt } from "./Attempt.ts";

/** An attempt, as it ended. */
export interface EndedAttempt {
  readonly what: string;
  readonly expected: ExpectedEnd;
  readonly outcome: Outcome;
  /** What it is for, before and after. */
  readonly effect: {
    readonly what: string;
    readonly before: bigint;
    readonly after: bigint;
    readonly changes: boolean;
  };
  /** Whether it ended as it should, and the chain holds what it should. */
  readonly ok: boolean;
}

/** What was refused before there was an operation. */
export interface EndedInput {
  readonly what: string;
  readonly field: string;
  /** Undefined where nothing was thrown. */
  readonly error: Error | undefined;
  /** Whether the error names the field. */
  readonly ok: boolean;
}

/**
 * Sends an attempt's operation, and holds it against what it should come to.
 *
 * @param harness Where.
 * @param attempt The attempt.
 * @returns How it ended.
 * @throws What `sendSigned` throws.
 */
export async function playAttempt({ world, client }: Harness, attempt: Attempt): Promise<EndedAttempt> {
  const { what, account, operation, calls, expected, effect } = attempt;
  const changes = effect.changes ?? expected.status === "accepted";
  const before = await effect.read();
  const outcome = await sendSigned({ world, client, account, operation, calls });
  const after = await effect.read();
  const ok = isEnd(outcome, expected) && (before !== after) === changes;
  return { what, expected, outcome, effect: { what: effect.what, before, after, changes }, ok };
}

/**
 * Makes what should be refused as input.
 *
 * @param attempt The attempt.
 * @returns The error.
 * @throws Whatever is thrown that is no InvalidInputError.
 */
export function playInput({ what, field, make }: InputAttempt): EndedInput {
  try {
    make();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw knownError(error);
    return { what, field, error, ok: error.problems.some((problem) => problem.field === field) };
  }
  return { what, field, error: undefined, ok: false };
}

function isEnd(outcome: Outcome, expected: ExpectedEnd): boolean {
  if (outcome.status === "accepted" || expected.status === "accepted") {
    return outcome.status === expected.status;
  }
  const { layer, code, rule } = outcome.refusal;
  const status = outcome.mined ? "undone" : "refused";
  return (
    status === expected.status && layer === expected.layer && code === expected.code && rule === expected.rule
  );
}
