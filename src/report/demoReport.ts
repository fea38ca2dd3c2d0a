import type { Outcome } from "../refusal/Outcome.ts";
import type { DemoResult } from "../scenarios/demo.ts";
import type { Expectation, Step } from "../scenarios/Step.ts";
import type { Enforcement } from "../session/Enforcement.ts";
import type { World } from "../world/World.ts";
import { table } from "./table.ts";
import { worldReport } from "./worldReport.ts";

/** How wide a report may be where nobody says. */
const defaultColumns = 100;

/**
 * The demo as a person reads it: the world, what the session grants and what enforces it, and every step.
 *
 * @param world Where it ran.
 * @param result What it did.
 * @param columns How many characters wide it may be; 80 at the least. Default 100.
 * @returns Text, without a line break at the end.
 */
export function demoReport(
  world: World,
  { account, sessions, steps, ok }: DemoResult,
  columns: number = defaultColumns,
): string {
  const failed = steps.filter((step) => !step.ok);
  const verdict = ok
    ? `All ${steps.length} steps ended as they should.`
    : `${failed.length} of ${steps.length} steps did not end as they should:\n${failed.map(describeFailure).join("\n")}`;
  return [
    worldReport(world),
    `Account: ${account.kind} ${account.address}`,
    "",
    "What the sessions grant, and what enforces it",
    ...Object.entries(sessions).map(([name, { enforcement }]) =>
      grantTable(name, enforcement, Math.max(columns, 80)),
    ),
    "",
    "What happened",
    stepTable(steps, Math.max(columns, 80)),
    "",
    verdict,
  ].join("\n");
}

/**
 * A step in a line, for progress while the demo runs.
 *
 * @param step The step, ended.
 * @returns The line, without a line break.
 */
export function stepLine({ title, ok }: Step): string {
  return `${ok ? "✓" : "✗"} ${title}`;
}

/** Borders and padding of a table take three characters a column, and one more. */
const textWidth = (columns: number, count: number) => columns - count * 3 - 1;

function grantTable(name: string, enforcement: readonly Enforcement[], columns: number): string {
  const widths = { field: 22, by: 26 };
  return table({
    head: [name, "granted", "enforced by"],
    rows: enforcement.map(({ field, value, enforcedBy, statement }) => [
      field,
      value === null ? statement : `${value}\n${statement}`,
      enforcedBy ?? "nothing: not limited",
    ]),
    widths: [widths.field, textWidth(columns, 3) - widths.field - widths.by, widths.by],
  });
}

function stepTable(steps: readonly Step[], columns: number): string {
  const figures = { mark: 1, gas: 7, ms: 5 };
  const texts = textWidth(columns, 5) - figures.mark - figures.gas - figures.ms;
  const title = Math.floor(texts * 0.4);
  return table({
    head: ["", "step", "outcome", "gas", "ms"],
    rows: steps.map((step) => [
      step.ok ? "✓" : "✗",
      step.title,
      describeOutcome(step.outcome),
      gasOf(step.outcome)?.toString() ?? "–",
      step.milliseconds.toFixed(0),
    ]),
    widths: [figures.mark, title, texts - title, figures.gas, figures.ms],
    rightAligned: [3, 4],
  });
}

function describeOutcome(outcome: Outcome): string {
  if (outcome.status === "accepted") return "accepted";
  const { layer, code, policy, reason } = outcome.refusal;
  return `refused by ${policy && layer === "policy" ? policy.name : layer}: ${code}\n${reason}`;
}

function gasOf(outcome: Outcome): bigint | undefined {
  return outcome.status === "accepted" ? outcome.gasUsed : outcome.mined?.gasUsed;
}

function describeFailure({ title, expected, outcome, checks }: Step): string {
  const wrong = checks.filter((check) => check.expected !== check.actual);
  return [
    `  ✗ ${title}`,
    `    expected: ${describeExpectation(expected)}`,
    `    observed: ${describeOutcome(outcome).replace("\n", ". ")}`,
    ...wrong.map(({ what, expected: wanted, actual }) => `    ${what}: expected ${wanted}, is ${actual}`),
  ].join("\n");
}

function describeExpectation(expected: Expectation): string {
  if (expected.status === "accepted") return "accepted";
  return `refused by ${expected.layer}: ${expected.code} (rule ${expected.rule})`;
}
