import type { SessionStatus } from "../lifecycle/SessionStatus.ts";
import type { Settlement } from "../lifecycle/settle.ts";
import type { OperationEstimate } from "../outcome/estimateOperation.ts";
import type { ExplainedPrediction } from "../outcome/predictUse.ts";
import type { Outcome, Rejected } from "../refusal/Outcome.ts";
import { limitText } from "./limitText.ts";
import { costLines } from "./moduleReport.ts";
import { outcomeText } from "./outcomeText.ts";
import { settlementText } from "./settlementText.ts";

/** What became of a use, or of a dry run of one. */
export interface UseReport {
  readonly prediction: ExplainedPrediction | undefined;
  readonly outcome?: Outcome | undefined;
  readonly interrupted?: readonly Settlement[] | undefined;
  /** Of a dry run. */
  readonly estimated?: OperationEstimate | Rejected | undefined;
}

/**
 * Says what was predicted of a use, what became of it, and what is left of the session.
 *
 * @param report What became of it.
 * @param status The session afterwards.
 * @returns A few lines of text, without a line break at the end.
 */
export function useReport(
  { prediction, outcome, interrupted, estimated }: UseReport,
  status: SessionStatus | undefined,
): string {
  const left = status?.limits.map(limitText) ?? [];
  return [
    ...(interrupted ?? []).map(settlementText),
    ...(!prediction && interrupted?.length
      ? ["Nothing was sent: run it again to use the session once more."]
      : []),
    ...(prediction ? predictionLines(prediction, outcome !== undefined) : []),
    ...(outcome ? [outcomeText(outcome)] : []),
    ...costLines(estimated),
    ...(status
      ? [`The session is ${status.state}${left.length > 0 ? `; left: ${left.join(", ")}` : ""}.`]
      : []),
  ].join("\n");
}

function predictionLines(prediction: ExplainedPrediction, isSent: boolean): readonly string[] {
  if (prediction.status === "accepted") return ["Predicted: accepted, if the target does what it is asked."];
  if (prediction.status === "unknown") return [`Predicted: not known, for ${prediction.because}.`];
  const { layer, code, rule, reason, remedy } = prediction.refusal;
  return [
    `Predicted: refused by ${layer} (${code}), rule ${rule}. ${reason}`,
    `  → ${remedy}`,
    ...(isSent ? [] : ["Nothing was sent; --force sends it all the same."]),
  ];
}
