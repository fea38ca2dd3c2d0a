import type { Address } from "viem";
import type { KnownAddresses } from "../session/addressWords.ts";
import { parseKnown } from "../session/parseKnown.ts";
import type { SessionEntry } from "../session/SessionsFile.ts";
import { chainTime } from "../world/clock.ts";
import type { World } from "../world/World.ts";
import type { LintResult, LintSeverity } from "./LintResult.ts";
import { contextOf, uncheckedOf } from "./lint/contextOf.ts";
import { findAll, type RawFinding } from "./lint/findings.ts";
import { type NamedPermission, readSubjects } from "./lint/readSubjects.ts";
import { switchOff } from "./lint/switchOff.ts";

export type { NamedPermission } from "./lint/readSubjects.ts";

/** What {@link lint} may look at beside the sessions. */
export interface LintOptions {
  /** The chain; without it, what needs one is not checked, and the result says so. */
  readonly world?: World | undefined;
  /** The account that the sessions are for; without it, whether they may call it is not checked. */
  readonly account?: Address | undefined;
  /**
   * Where deployed targets stand that argument rules name; with a chain, words of others are found. Without it they are
   * taken for addresses that are not known.
   */
  readonly targets?: KnownAddresses["targets"];
  /** Where a deployed target stands; undefined where that is not known. */
  readonly targetOf?: ((entry: Pick<SessionEntry, "target">) => Address | undefined) | undefined;
  /** Unix seconds. Default: the chain's time, or this machine's where no chain is asked. */
  readonly now?: bigint | undefined;
}

/**
 * Looks for what is wrong or unwise in sessions before anything is signed (docs/lint.md). Nothing is sent.
 *
 * @param source The path of a sessions file, or permissions with names.
 * @param options A chain, the account, where targets stand, the time.
 * @returns What was found, and what was not looked at.
 * @throws InvalidInputError for what cannot be read and no rule explains, and for rules switched off that there are not;
 * what the chain answers where it does not answer.
 * @example
 * ```ts
 * const { ok, findings } = await lint("examples/sessions.json");
 * for (const { rule, path, message } of findings) console.log(rule, path, message);
 * ```
 */
export async function lint(
  source: string | readonly NamedPermission[],
  { world, targetOf, now: given, ...written }: LintOptions = {},
): Promise<LintResult> {
  const known = parseKnown(written);
  const now = given ?? (world ? await chainTime(world) : BigInt(Math.floor(Date.now() / 1000)));
  const read = readSubjects(source, now, known);
  const context = contextOf(read.subjects, { world, targetOf, now, ...known });
  const unchecked = uncheckedOf(context);
  const findings = inOrder(switchOff(read, await findAll(read, context), unchecked));

  const standing = findings.filter(({ suppressed }) => suppressed === undefined);
  const count = (severity: LintSeverity) => standing.filter((one) => one.severity === severity).length;
  const suppressed = findings.length - standing.length;
  const counts = { error: count("error"), warning: count("warning"), note: count("note"), suppressed };
  return {
    file: read.file,
    sessions: read.subjects.length,
    chainId: world?.chainId,
    findings: findings.map(({ subject: _, refused: __, ...finding }) => finding),
    unchecked,
    counts,
    ok: counts.error === 0,
  };
}

/** As they stand in the file; values have no place but their session's. */
function inOrder(findings: readonly RawFinding[]): readonly RawFinding[] {
  const ranks: Readonly<Record<LintSeverity, number>> = { error: 0, warning: 1, note: 2 };
  const indexOf = ({ subject }: RawFinding) => Number(subject?.path.match(/\d+/)?.[0] ?? -1);
  return [...findings].sort(
    (one, other) =>
      indexOf(one) - indexOf(other) ||
      ranks[one.severity] - ranks[other.severity] ||
      (one.region?.startLine ?? 0) - (other.region?.startLine ?? 0),
  );
}
