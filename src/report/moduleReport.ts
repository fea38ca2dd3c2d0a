import type { Account } from "../account/Account.ts";
import type { ModulePlan } from "../lifecycle/planModule.ts";
import type { OperationEstimate } from "../outcome/estimateOperation.ts";
import type { Outcome, Rejected } from "../refusal/Outcome.ts";
import { costText, outcomeText } from "./outcomeText.ts";

/** What installing or uninstalling SmartSession came to. */
export interface ModuleChange {
  readonly wanted: "installed" | "uninstalled";
  readonly plan: ModulePlan;
  /** Of a dry run. */
  readonly estimated: OperationEstimate | Rejected | undefined;
  /** Of what was sent. */
  readonly outcome: Outcome | undefined;
}

/**
 * Says what installing or uninstalling SmartSession does, what it costs, and what becomes of the account's sessions.
 *
 * @param account The account.
 * @param change What it came to.
 * @returns A few lines of text, without a line break at the end.
 */
export function moduleReport(
  { address, kind }: Pick<Account, "address" | "kind">,
  { wanted, plan, estimated, outcome }: ModuleChange,
): string {
  const { calls, live, isDeployed } = plan;
  if (calls.length === 0) return `Nothing to do: the ${kind} account ${address} has SmartSession ${wanted}.`;
  const what =
    wanted === "installed"
      ? `SmartSession is installed as a validator (ERC-7579, type 1) of the ${kind} account ${address}${isDeployed ? "" : ", which this deploys"}.`
      : `SmartSession is taken off the ${kind} account ${address}.`;
  const names = live.map(({ file, permissionId }) => file?.name ?? permissionId);
  const ends = outcome?.status === "accepted" ? "were revoked" : "are revoked";
  const sessions =
    wanted === "installed"
      ? []
      : [
          live.length === 0
            ? "No session is enabled."
            : `Its ${live.length} enabled session(s) ${ends} first, for good: ${names.join(", ")}.`,
        ];
  return [what, ...sessions, ...costLines(estimated), ...(outcome ? [outcomeText(outcome)] : [])].join("\n");
}

/**
 * What a dry run found, in lines.
 *
 * @param estimated What the bundler says; undefined where it was not asked.
 * @returns The lines.
 */
export function costLines(estimated: OperationEstimate | Rejected | undefined): readonly string[] {
  if (!estimated) return [];
  if (estimated.status === "rejected") return [outcomeText(estimated), "Dry run: nothing was sent."];
  return [costText(estimated), "Dry run: nothing was sent."];
}
