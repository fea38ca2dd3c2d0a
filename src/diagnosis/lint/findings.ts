import type { InputProblem } from "../../errors/InvalidInputError.ts";
import type { LintFinding } from "../LintResult.ts";
import { fileRules } from "./fileRules.ts";
import type { Found, LintContext, Rule, Subject } from "./Rule.ts";
import type { Subjects } from "./readSubjects.ts";
import { rules } from "./rules.ts";
import { segmentsOf } from "./segmentsOf.ts";

/** A finding, and what decides whether it can be switched off. */
export interface RawFinding extends LintFinding {
  /** The session that it is about. */
  readonly subject: Subject | undefined;
  /** Whether no such file is taken, whatever it switches off. */
  readonly refused: boolean;
}

/**
 * Looks for what the rules find.
 *
 * @param read What is linted.
 * @param context What the rules may look at.
 * @returns What they found.
 */
export async function findAll(read: Subjects, context: LintContext): Promise<readonly RawFinding[]> {
  const found: RawFinding[] = [...explained(read), ...duplicated(read)];
  for (const rule of rules) {
    const has = { chain: context.world !== undefined, account: context.account !== undefined };
    if (!rule.check || (rule.needs && !has[rule.needs])) continue;
    for (const subject of read.subjects) {
      const ofRule = await rule.check(subject, context);
      found.push(
        ...ofRule.map((one) => toFinding(read, rule, { ...one, subject, refused: rule.refused ?? false })),
      );
    }
  }
  return found;
}

/**
 * Makes a finding of what a rule found.
 *
 * @param read What is linted.
 * @param rule The rule.
 * @param found What it found; `path` where that is not in a session.
 * @returns The finding.
 */
export function toFinding(
  read: Subjects,
  { id, severity, remedy }: Rule,
  found: Found & {
    readonly subject: Subject | undefined;
    readonly path?: string;
    readonly refused?: boolean;
  },
): RawFinding {
  const { subject, field, path = [subject?.path, field].filter(Boolean).join(".") } = found;
  const at = read.isWritten(path) ? path : (subject?.path ?? path);
  return {
    rule: id,
    severity: found.severity ?? severity,
    session: subject?.name,
    path: toJsonPath(at),
    region: read.places?.regionOf(at),
    message: found.message,
    remedy: found.remedy ?? remedy,
    subject,
    refused: found.refused ?? false,
  };
}

/** What reading refuses, and a rule explains. */
const explained = (read: Subjects): readonly RawFinding[] =>
  read.refused.map(({ field, value, problem, remedy, kind }: InputProblem) => {
    const rule = rules.find(({ explains }) => explains === kind) as Rule;
    const subject = subjectAt(read, field);
    const own = subject ? field.slice(subject.path.length + 1) : field;
    const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
    const message = `${own}: ${shown} ${problem}`;
    return toFinding(read, rule, { subject, path: field, severity: "error", message, remedy, refused: true });
  });

function duplicated(read: Subjects): readonly RawFinding[] {
  return (read.places?.duplicates ?? []).map(({ path, region }) => {
    const subject = subjectAt(read, path);
    const message = `has ${segmentsOf(path).at(-1)} twice, and only the last counts`;
    return { ...toFinding(read, fileRules.duplicateField, { subject, path, message }), region };
  });
}

/** A session's path is `sessions[0]`; what is left out by it has none. */
const subjectAt = ({ byPath }: Subjects, path: string): Subject | undefined =>
  byPath.get(/^sessions\[\d+\]/.exec(path)?.[0] ?? "");

const toJsonPath = (path: string): string =>
  segmentsOf(path).reduce<string>((json, segment) => {
    if (typeof segment === "number") return `${json}[${segment}]`;
    return /^[A-Za-z_$][\w$]*$/.test(segment) ? `${json}.${segment}` : `${json}['${segment}']`;
  }, "$");
