import type { LintFinding, LintResult, LintUnchecked } from "../diagnosis/LintResult.ts";
import { lintRules } from "../diagnosis/lintRules.ts";

const remedies: Readonly<Record<string, string>> = {
  "no chain was asked": "./harness sessions lint FILE --network …",
  "no account was named": "./harness sessions lint FILE --address 0x…",
};

/**
 * What lint found, as a person reads it: every finding with its place, its reason and its remedy; what was not looked at.
 *
 * @param result What was found.
 * @returns Text, without a line break at the end.
 */
export function lintReport(result: LintResult): string {
  const { file = "permissions", findings, unchecked } = result;
  return [
    ...findings.flatMap((finding) => [...findingLines(file, finding), ""]),
    ...unchecked.map(uncheckedLine),
    ...(unchecked.length > 0 ? [""] : []),
    verdictLine(result),
  ].join("\n");
}

function findingLines(file: string, finding: LintFinding): readonly string[] {
  const { rule, severity, session, path, region, message, remedy, suppressed } = finding;
  const place = region ? `${file}:${region.startLine}:${region.startColumn}` : file;
  const what = `${session === undefined ? "the file" : session} ${message}`;
  const level = suppressed === undefined ? severity : `${severity}, switched off`;
  if (suppressed !== undefined)
    return [`${place} ${path}`, `  ${level}: ${rule}: ${what}`, `  because: ${suppressed}`];
  const reason = lintRules.find(({ id }) => id === rule)?.reason ?? "";
  return [`${place} ${path}`, `  ${level}: ${rule}: ${what}`, `  ${reason}`, `  → ${remedy}`];
}

function uncheckedLine({ rules, session, why }: LintUnchecked): string {
  const of = session === undefined ? "" : ` of ${session}`;
  const remedy = remedies[why];
  return `Not checked${of}, as ${why}: ${rules.join(", ")}${remedy ? `\n  → ${remedy}` : ""}`;
}

function verdictLine({ file = "permissions", sessions, counts }: LintResult): string {
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;
  const { error, warning, note, suppressed } = counts;
  const found = [counted(error, "error"), counted(warning, "warning"), counted(note, "note")].join(", ");
  return `${file}: ${counted(sessions, "session")}: ${found}; ${suppressed} switched off.`;
}
