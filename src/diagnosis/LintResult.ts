/** How bad it is: an error is not to be signed, a warning is to be looked at, a note is to be known. */
export type LintSeverity = "error" | "warning" | "note";

/** What a rule needs beside the file. */
export type LintNeed = "chain" | "account";

/** A rule of {@link lint}. */
export interface LintRule {
  /** Its name, by which it is switched off: `no-expiry`. */
  readonly id: string;
  /** How bad a finding is, where the finding itself does not say otherwise. */
  readonly severity: LintSeverity;
  /** What it finds, in a few words. */
  readonly finds: string;
  /** Why that loses money, in a sentence. */
  readonly reason: string;
  /** What to do about it, in a sentence. */
  readonly remedy: string;
  /** Without it the rule is not checked. */
  readonly needs?: LintNeed;
}

/** A place in a file; lines and columns from 1, columns in UTF-16 units, the end not included. */
export interface LintRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What was found. */
export interface LintFinding {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: LintSeverity;
  /** The session's name; undefined for what is about the file. */
  readonly session: string | undefined;
  /** Where, as a JSON path: `$.sessions[0].validUntil`; the session's own where a field is missing. */
  readonly path: string;
  /** Where in the file; undefined where permissions were given as values. */
  readonly region: LintRegion | undefined;
  /** What was found, in a sentence that goes on after the session's name. */
  readonly message: string;
  readonly remedy: string;
  /** Why it is switched off, where it is. */
  readonly suppressed?: string;
}

/** What was not looked at: it may be wrong all the same. */
export interface LintUnchecked {
  /** The rules' ids. */
  readonly rules: readonly string[];
  /** The session's name; undefined: of every session. */
  readonly session: string | undefined;
  /** Why, in a sentence. */
  readonly why: string;
}

/** What became of linting a file. */
export interface LintResult {
  /** The file, as it was given; undefined where permissions were given as values. */
  readonly file: string | undefined;
  /** How many entries were looked at. */
  readonly sessions: number;
  /** The chain that was asked; undefined: none was. */
  readonly chainId: number | undefined;
  /** In the file's order, those that are switched off too. */
  readonly findings: readonly LintFinding[];
  readonly unchecked: readonly LintUnchecked[];
  /** How many findings there are that are not switched off. */
  readonly counts: Readonly<Record<LintSeverity, number>> & { readonly suppressed: number };
  /** Whether there is no error. */
  readonly ok: boolean;
}
