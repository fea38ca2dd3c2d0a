import type { Cause, ExplainedLayer } from "../Explanation.ts";
import type { Evidence } from "./Evidence.ts";

/** An error that an account puts in the place of what a contract that it called reverted with. */
const hides = (code: string) => code === "ExecutionFailed" || code === "ExecutionReverted";

/** How the validator itself is asked. */
const giveOperation =
  "Give the operation that was sent, or the whole JSON-RPC request: ./harness sessions explain --network NETWORK < operation.json (in the library: a world).";

/** Before it is sent again, all that it could be refused for is looked at. */
const askDoctor =
  "Or have what is to be sent looked at, with its session's name: ./harness sessions doctor NAME CALL --network NETWORK.";

/** What is explained. */
export const whatToGive =
  "Give the text of the error as it was printed, revert data, an operation, a receipt or a hash.";

/** What is known by now. */
export interface Known {
  readonly layers: readonly ExplainedLayer[];
  readonly causes: readonly Cause[];
  /** What was asked by now. Default: nobody. `validator`: nobody is left to be asked. */
  readonly asked?: "chain" | "validator" | undefined;
}

/**
 * What what was given does not tell, and what would.
 *
 * @param evidence What was given.
 * @param known Who speaks in it, why it may have been refused, and what was asked.
 * @returns A sentence each.
 */
export function unknownOf(evidence: Evidence, { layers, causes, asked }: Known): readonly string[] {
  const { operation, hash, receipt, refusal, input } = evidence;
  if (refusal || receipt?.success) return [];
  if (input === "nothing known") {
    return evidence.remarks.length > 0
      ? []
      : ["In what was given no error, no user operation and no hash was recognised.", whatToGive];
  }
  if (layers.length === 0 && hash) {
    return asked
      ? []
      : [
          "A hash tells nothing by itself: the chain has to be asked what became of it, and a bundler knows operations that are not mined. Give --network (in the library: a world).",
        ];
  }
  if (layers.length === 0 && operation) {
    return asked
      ? []
      : ["Nobody has been asked about this operation: give --network (in the library: a world)."];
  }
  const inner = layers.at(-1);
  const sentences: string[] = [];
  if (inner && hides(inner.code)) {
    sentences.push(
      inner.declaredBy.includes("Safe7579")
        ? "ExecutionFailed stands for any revert of a call that the account made. A Safe7579 puts it in the place of every error of SmartSession, of a policy and of a target, and none of them can be read out of it."
        : `${inner.code} stands for the revert of a call that the account made, whose own error is not in it.`,
    );
  }
  if (inner?.layer === "unknown" && inner.declaredBy.length > 1) {
    sentences.push(
      `Who raised ${inner.code} the data does not tell: ${inner.declaredBy.join(", ")} declare it.`,
    );
  }
  if (inner?.code.startsWith("0x")) {
    sentences.push("Whose error that is, its contract's ABI tells: look the selector up there.");
  }
  const isOpen = causes.some(({ certainty }) => certainty === "possible") || causes.length === 0;
  if (isOpen && layers.length > 0 && asked !== "validator") {
    if (!operation) {
      sentences.push(`The validator itself can be asked about an operation. ${giveOperation}`, askDoctor);
    } else if (!asked) {
      sentences.push(
        "The validator itself can be asked about this operation: give --network (in the library: a world).",
      );
    }
  }
  return sentences;
}
