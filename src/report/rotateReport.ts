import type { Rotated, RotatePlan } from "../lifecycle/rotateSession.ts";
import type { OperationEstimate } from "../outcome/estimateOperation.ts";
import type { Rejected } from "../refusal/Outcome.ts";
import { costLines } from "./moduleReport.ts";
import { outcomeText } from "./outcomeText.ts";
import { settlementText } from "./settlementText.ts";

/** What rotating a session came to. */
export interface RotateReport {
  readonly plan: RotatePlan;
  /** Of a dry run. */
  readonly estimated?: OperationEstimate | Rejected | undefined;
  readonly rotated?: Rotated | undefined;
}

/**
 * Says which key took which one's place.
 *
 * @param report What it came to.
 * @returns A few lines of text, without a line break at the end.
 */
export function rotateReport({ plan, estimated, rotated }: RotateReport): string {
  const { old, done } = plan;
  const anew = "Its limits begin anew; its times stay.";
  if (!rotated) {
    return [
      `Would give ${old.name} a new key in the place of ${old.key}. ${anew}`,
      ...costLines(estimated),
    ].join("\n");
  }
  const { successor, outcome } = rotated;
  if (outcome?.status === "rejected") {
    return [
      `${old.name} keeps its key ${old.key}. The new one is kept for the next time this is run.`,
      outcomeText(outcome),
    ].join("\n");
  }
  return [
    ...(done ? [settlementText(done), "Nothing was sent: run it again to rotate once more."] : []),
    `${old.name} has the key ${successor.key} now (permission id ${successor.permissionId}). ${anew}`,
    `The key ${old.key} is revoked for good, as the chain confirms.`,
    ...(outcome ? [outcomeText(outcome)] : []),
  ].join("\n");
}
