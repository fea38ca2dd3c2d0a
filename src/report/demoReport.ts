import type { Outcome } from "../refusal/Outcome.ts";
import type { DemoResult } from "../scenarios/demo.ts";
import type { Expectation, Step } from "../scenarios/Step.ts";
import type { Enforcement } from "../session/compilePermission.ts";
import type { World } from "../world/World.ts";
import { table } from "./table.ts";
import { worldReport } from "./worldReport.ts";

/**
 * The demo as a person reads it: the world, what the session grants and what enforces it, and every step.
 *
 * @param world Where it ran.
 * @param result What it did.
 * @returns Text, without a line break at the end.
 */
export function demoReport(world: World, { account, session, steps, ok }: DemoResult): string {
  const failed = steps.filter((step) => !step.ok);
  const verdict = ok
    ? `All ${steps.length} steps ended as they should.`
    : `${failed.length} of ${steps.length} steps did not end as they should:\n${failed.map(describeFailure).join("\n")}`;
  return [
    worldReport(world),
    `Account: ${account.kind} ${account.address}`,
    "",
    "What the session grants, and what enforces it",
    enforcementTable(session.enforcement),
    "",
    "What happened",
    stepTable(steps),
    "",
    verdict,
  ].join("\n");
}

function enforcementTable(enforcement: readonly Enforcement[]): string {
  return table({
    head: ["field", "value", "enforced by", "meaning"],
    rows: enforcement.map(({ field, value, enforcedBy, statement }) => [
      field,
      value === null ? "–" : String(value),
      enforcedBy ?? "nothing",
      statement,
    ]),
    widths: [10, 42, 32, 34],
  });
}

function stepTable(steps: readonly Step[]): string {
  return table({
    head: ["", "step", "outcome", "gas", "ms"],
    rows: steps.map(({ title, outcome, ok, milliseconds }) => [
      ok ? "✓" : "✗",
      title,
      describeOutcome(outcome),
      gasOf(outcome)?.toString() ?? "–",
      milliseconds.toFixed(0),
    ]),
    widths: [1, 36, 60, 8, 6],
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
