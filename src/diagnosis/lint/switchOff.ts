import { type InputProblem, InvalidInputError } from "../../errors/InvalidInputError.ts";
import type { LintUnchecked } from "../LintResult.ts";
import { fileRules } from "./fileRules.ts";
import { type RawFinding, toFinding } from "./findings.ts";
import type { Subject } from "./Rule.ts";
import type { Subjects } from "./readSubjects.ts";
import { rules } from "./rules.ts";

/** What is switched off, of a session or of the whole file. */
interface Scope {
  readonly subject: Subject | undefined;
  readonly off: Readonly<Record<string, string>>;
}

const scopesOf = ({ off, subjects }: Subjects): readonly Scope[] => [
  { subject: undefined, off },
  ...subjects.map((subject) => ({ subject, off: subject.off })),
];

const pathOf = ({ subject }: Scope, id: string): string =>
  [...(subject ? [subject.path] : []), "lint", "off", id].join(".");

/** Those that may be switched off. */
const ids = rules.map(({ id }) => id).filter((id) => id !== fileRules.unusedOff.id);

/**
 * Marks the findings that are switched off, and adds what is switched off and finds nothing.
 *
 * @param read What is linted.
 * @param found What was found.
 * @param unchecked What was not looked at: nothing can be told of what is switched off of that.
 * @returns The findings.
 * @throws InvalidInputError naming what is switched off and is no rule, or for no reason.
 */
export function switchOff(
  read: Subjects,
  found: readonly RawFinding[],
  unchecked: readonly LintUnchecked[],
): readonly RawFinding[] {
  const scopes = scopesOf(read);
  demandRules(scopes, read.file);
  const [file] = scopes;
  const scopeOfSubject = new Map(scopes.map((scope) => [scope.subject, scope]));
  /** A session's own reason is nearer than the file's, which is none for an error. */
  const scopeOf = ({ rule, subject, severity, refused }: RawFinding): Scope | undefined => {
    if (refused) return undefined;
    const own = scopeOfSubject.get(subject);
    if (own?.subject && Object.hasOwn(own.off, rule)) return own;
    return file && severity !== "error" && Object.hasOwn(file.off, rule) ? file : undefined;
  };
  const marked = found.map((one) => {
    const reason = scopeOf(one)?.off[one.rule];
    return reason === undefined ? one : { ...one, suppressed: reason };
  });
  const used = new Map<Scope | undefined, Set<string>>();
  for (const one of found) {
    const scope = scopeOf(one);
    used.set(scope, (used.get(scope) ?? new Set()).add(one.rule));
  }
  const idle = scopes.flatMap((scope) =>
    Object.keys(scope.off)
      .filter((id) => !used.get(scope)?.has(id) && !isUnchecked(unchecked, scope, id))
      .map((id) => {
        const { subject } = scope;
        const message = `switches ${id} off${whyIdle(found, scope, id)}`;
        return toFinding(read, fileRules.unusedOff, { subject, path: pathOf(scope, id), message });
      }),
  );
  return [...marked, ...idle];
}

function whyIdle(found: readonly RawFinding[], { subject }: Scope, id: string): string {
  const ofRule = found.filter(({ rule, ...one }) => rule === id && (!subject || one.subject === subject));
  if (ofRule.some(({ refused, ...one }) => refused && one.subject === subject))
    return ", which cannot be: no such file is taken";
  return subject === undefined && ofRule.some(({ severity, refused }) => severity === "error" && !refused)
    ? " for the whole file: an error is switched off by its session alone"
    : ", which finds nothing";
}

const isUnchecked = (unchecked: readonly LintUnchecked[], { subject }: Scope, id: string): boolean =>
  unchecked.some(
    ({ rules: left, session }) =>
      left.includes(id) && (session === undefined || subject === undefined || session === subject.name),
  );

function demandRules(scopes: readonly Scope[], source: string | undefined): void {
  const [first, ...rest] = scopes.flatMap((scope) =>
    Object.entries(scope.off).flatMap(([id, reason]): InputProblem[] => {
      const at = { field: pathOf(scope, id) };
      if (!ids.includes(id)) {
        const remedy = `Give one of: ${ids.join(", ")}.`;
        return [{ ...at, value: id, problem: "is no rule that can be switched off", remedy }];
      }
      if (isReason(reason)) return [];
      const remedy = "Say in a few words, of 10 characters at the least, why the rule is switched off.";
      return [{ ...at, value: reason, problem: "is no reason that a reviewer could judge", remedy }];
    }),
  );
  if (first) throw new InvalidInputError([first, ...rest], { source });
}

/** Words; a script without spaces between them (Japanese) has letters of no case. */
const isReason = (reason: string): boolean =>
  reason.trim().length >= 10 && /\p{L}/u.test(reason) && /\s|\p{Lo}/u.test(reason.trim());
