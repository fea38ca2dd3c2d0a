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
 * @throws InvalidInputError naming what is switched off and is no rule.
 */
export function switchOff(
  read: Subjects,
  found: readonly RawFinding[],
  unchecked: readonly LintUnchecked[],
): readonly RawFinding[] {
  demandRules(read);
  const scopes = scopesOf(read);
  /** A session's own reason is nearer than the file's. */
  const scopeOf = ({ rule, subject, refused }: RawFinding): Scope | undefined =>
    scopes
      .filter((scope) => !refused && Object.hasOwn(scope.off, rule))
      .filter((scope) => scope.subject === undefined || scope.subject === subject)
      .at(-1);
  const marked = found.map((one) => {
    const reason = scopeOf(one)?.off[one.rule];
    return reason === undefined ? one : { ...one, suppressed: reason };
  });
  const isUsed = (scope: Scope, id: string) => found.some((one) => one.rule === id && scopeOf(one) === scope);
  const idle = scopes.flatMap((scope) =>
    Object.keys(scope.off)
      .filter((id) => !isUsed(scope, id) && !isUnchecked(unchecked, scope, id))
      .map((id) => {
        const { subject } = scope;
        const own = found.some(
          ({ rule, refused, ...one }) => rule === id && refused && one.subject === subject,
        );
        const message = own
          ? `switches ${id} off, which cannot be: no such file is taken`
          : `switches ${id} off, which finds nothing`;
        return toFinding(read, fileRules.unusedOff, { subject, path: pathOf(scope, id), message });
      }),
  );
  return [...marked, ...idle];
}

const isUnchecked = (unchecked: readonly LintUnchecked[], { subject }: Scope, id: string): boolean =>
  unchecked.some(
    ({ rules: left, session }) =>
      left.includes(id) && (session === undefined || subject === undefined || session === subject.name),
  );

function demandRules(read: Subjects): void {
  const [first, ...rest] = scopesOf(read).flatMap((scope) =>
    Object.keys(scope.off)
      .filter((id) => !ids.includes(id))
      .map(
        (id): InputProblem => ({
          field: pathOf(scope, id),
          value: id,
          problem: "is no rule that can be switched off",
          remedy: `Give one of: ${ids.join(", ")}.`,
        }),
      ),
  );
  if (first) throw new InvalidInputError([first, ...rest], { source: read.file });
}
