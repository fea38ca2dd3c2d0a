import type { Diagnosis } from "../diagnosis/Diagnosis.ts";
import type { Cost, EndedAttempt, EndedInput, Reproduction } from "../scenarios/reproduce.ts";
import { doctorReport } from "./doctorReport.ts";
import { explainReport } from "./explainReport.ts";
import { lintReport } from "./lintReport.ts";
import { outcomeText } from "./outcomeText.ts";

/**
 * A scenario as it was played, as a person reads it.
 *
 * @param reproduction What happened.
 * @returns Text, without a line break at the end.
 */
export function reproduceReport(reproduction: Reproduction): string {
  const { scenario, account, linted, diagnosis, attempt, explanation, mended, costs, problems } =
    reproduction;
  const { title, symptom, cause, remedy } = scenario;
  const parts: readonly (readonly [string, string | undefined])[] = [
    ["Symptom", symptom],
    ["In the file (sessions lint)", linted && lintReport(linted)],
    ["Before it was sent (sessions doctor)", diagnosis && diagnosisText(diagnosis)],
    ["What happened", attempt && attemptText(attempt)],
    ["Diagnosis (sessions explain)", explanation && explainReport(explanation)],
    ["Cause", cause],
    ["Measured", costs && costsText(costs)],
    ["Remedy", remedy],
    ["Proof", mended && attemptText(mended)],
  ];
  return [
    `${title} (${account.kind} ${account.address})`,
    ...parts.flatMap(([heading, text]) => (text === undefined ? [] : [`${heading}\n${indent(text)}`])),
    problems.length === 0
      ? "✓ All of it went as the scenario says."
      : problems.map((problem) => `✗ ${problem}`).join("\n"),
  ].join("\n\n");
}

/** What is well is counted, and not told one by one. */
function diagnosisText({ level, findings }: Diagnosis): string {
  const amiss = findings.filter((finding) => finding.level !== "ok");
  const well = findings.length - amiss.length;
  return [`✓ ${well} checks find nothing.`, doctorReport({ level, findings: amiss })].join("\n");
}

function attemptText(attempt: EndedAttempt | EndedInput): string {
  if (!("outcome" in attempt)) {
    return attempt.error?.message ?? `${attempt.what} was taken, and should have been refused.`;
  }
  const { outcome, effect } = attempt;
  const moved =
    effect.before === effect.after ? `stays ${effect.after}` : `${effect.before} → ${effect.after}`;
  return `${outcomeText(outcome)}\n${effect.what}: ${moved}`;
}

/** The ways side by side, each against the one that costs the most. */
function costsText(costs: readonly Cost[]): string {
  const width = Math.max(...costs.map(({ gas }) => gas.toLocaleString("en").length));
  return costs
    .map(({ way, operations, gas }) => {
      const many = operations === 1 ? "1 operation" : `${operations} operations`;
      return `${gas.toLocaleString("en").padStart(width)} gas  ${way} (${many})`;
    })
    .join("\n");
}

const indent = (text: string) => text.replace(/^(?=.)/gm, "  ");
