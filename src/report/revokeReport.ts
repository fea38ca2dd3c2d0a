import type { Revoked, RevokePlan } from "../lifecycle/revokeSessions.ts";
import type { OperationEstimate } from "../outcome/estimateOperation.ts";
import type { Rejected } from "../refusal/Outcome.ts";
import { costLines } from "./moduleReport.ts";
import { outcomeText } from "./outcomeText.ts";

/** What revoking sessions came to. */
export interface RevokeReport {
  readonly plan: RevokePlan;
  /** Of a dry run. */
  readonly estimated: OperationEstimate | Rejected | undefined;
  /** Of what was sent. */
  readonly revoked: Revoked | undefined;
}

/**
 * Says which sessions are revoked, and which are not.
 *
 * @param report What it came to.
 * @returns A few lines of text, without a line break at the end.
 */
export function revokeReport({ plan, estimated, revoked }: RevokeReport): string {
  const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name).join(", ");
  const lines = [
    ...(plan.revoked.length > 0 ? [`Revoked before: ${names(plan.revoked)}.`] : []),
    ...(plan.toRevoke.length === 0 ? ["Nothing to do."] : []),
  ];
  if (!revoked) {
    const would = plan.toRevoke.length > 0 && estimated ? [`Would revoke: ${names(plan.toRevoke)}.`] : [];
    return [...lines, ...would, ...costLines(estimated)].join("\n");
  }
  return [
    ...lines,
    ...(revoked.revoked.length > 0
      ? [`Revoked for good, as the chain confirms: ${names(revoked.revoked)}.`]
      : []),
    ...(revoked.left.length > 0 ? [`Not revoked: ${names(revoked.left)}.`] : []),
    ...revoked.outcomes.map(outcomeText),
  ].join("\n");
}
