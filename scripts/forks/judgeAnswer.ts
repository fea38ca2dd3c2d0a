import { ChainUnreachableError } from "../../src/index.ts";

/**
 * How often in a row a chain may fail to answer: a public RPC drops a request now and then. One that answers with an
 * HTTP error may be about to be itself again.
 */
const patience = { silent: 3, failing: 10 } as const;
/** HTTP's status of a rate limit. */
const tooManyRequests = 429;

/**
 * Judges whether a chain that is asked again and again is still there.
 *
 * @param failures How often in a row it has failed before.
 * @param error What asking it threw; undefined where it answered.
 * @returns How often in a row it has failed now, and whether it is taken for gone.
 */
export function judgeAnswer(
  failures: number,
  error: unknown,
): { readonly failures: number; readonly isGone: boolean } {
  const state = stateOf(error);
  if (state === "there") return { failures: 0, isGone: false };
  return { failures: failures + 1, isGone: failures + 1 >= patience[state] };
}

/** Whatever a chain answers by JSON-RPC, it is there; so it is where it limits how often it is asked. */
function stateOf(error: unknown): "there" | keyof typeof patience {
  if (!(error instanceof ChainUnreachableError) || error.status === tooManyRequests) return "there";
  return error.status === undefined ? "silent" : "failing";
}
