import type { Diagnosis, Finding, Level } from "../diagnosis/Diagnosis.ts";

const marks: Readonly<Record<Level, string>> = { ok: "✓", warning: "!", failure: "✗" };

/**
 * What was found of an account and its session, as a person reads it: each finding in a line, what to do about it below.
 *
 * @param diagnosis What was found.
 * @returns Text, without a line break at the end.
 */
export function doctorReport({ findings }: Diagnosis): string {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  const [failures, warnings] = [count("failure"), count("warning")];
  return [...findings.flatMap(linesOf), "", summary(failures, warnings)].join("\n");
}

function linesOf({ id, level, finding, remedy, rule }: Finding): readonly string[] {
  const broken = rule === undefined ? "" : ` (rule ${rule})`;
  return [
    `${marks[level]} ${id.padEnd(16)} ${finding}${broken}`,
    ...(remedy === undefined ? [] : [`  ${" ".repeat(16)} → ${remedy}`]),
  ];
}

function summary(failures: number, warnings: number): string {
  if (failures === 0 && warnings === 0) return "Nothing was found that an operation would be refused for.";
  const parts = [
    ...(failures > 0 ? [`${failures} ${failures === 1 ? "failure" : "failures"}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []),
  ];
  return `${parts.join(", ")}: ${
    failures > 0
      ? "an operation would be refused, or could not be sent."
      : "nothing was found that an operation would be refused for."
  }`;
}
