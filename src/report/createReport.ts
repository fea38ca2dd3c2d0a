import type { Address, Hex } from "viem";
import type { SessionFile } from "../keys/SessionFile.ts";
import type { Created } from "../lifecycle/createSessions.ts";
import type { Fit } from "../lifecycle/fitBatch.ts";
import type { CreatePlan } from "../lifecycle/planCreate.ts";
import { costText, outcomeText } from "./outcomeText.ts";

/** What creating a batch came to: of a dry run what it would take, else what became of it. */
export interface CreateReport {
  readonly plan: CreatePlan;
  /** Of a dry run; undefined where there is nothing to create. */
  readonly estimated?: Fit | undefined;
  readonly created?: Created | undefined;
}

/** A session of a batch as plain data. */
export interface SessionOfBatch {
  readonly name: string;
  readonly permissionId: Hex;
  /** The session key's address. */
  readonly key: Address;
  readonly file: string;
}

/**
 * What creating a batch came to, as plain data for machines.
 *
 * @param report What it came to.
 * @returns The sessions by what became of them, the outcomes, and of a dry run the estimate. Nothing of it is secret.
 */
export function describeCreation({ plan, estimated, created }: CreateReport) {
  const brief = ({
    name,
    permissionId,
    key,
    file,
  }: Omit<SessionFile, "keystore" | "proof">): SessionOfBatch => ({
    name,
    permissionId,
    key,
    file,
  });
  return {
    created: created?.created.map(brief) ?? [],
    left: created?.left.map(brief) ?? [],
    present: plan.present.map(brief),
    // A dry run's keys are thrown away, and so are the permission ids that come of them.
    wouldCreate: created
      ? []
      : [...plan.resumed, ...plan.drafts.map(({ file }) => file)].map(({ name }) => name),
    outcomes: created?.outcomes ?? [],
    estimated: estimated && { fitting: estimated.count, reason: estimated.reason, ...estimated.estimated },
    refusal: estimated?.refusal?.refusal,
  };
}

/**
 * Says what became of a batch.
 *
 * @param report What it came to.
 * @returns The text, without a line break at the end.
 */
export function createReport({ plan, estimated, created }: CreateReport): string {
  const there = plan.present.map(({ name }) => name);
  const lines = there.length > 0 ? [`Enabled before: ${there.join(", ")}.`] : [];
  if (created) {
    return [
      ...created.created.map(
        ({ name, key, permissionId }) => `Created ${name}: key ${key}, permission id ${permissionId}`,
      ),
      ...lines,
      ...created.outcomes.map(outcomeText),
      ...(created.left.length > 0
        ? [
            `Not created: ${created.left.map(({ name }) => name).join(", ")}. Their keys are kept: run the same command again.`,
          ]
        : []),
      ...(created.created.length + created.left.length === 0 ? ["Nothing to do."] : []),
    ].join("\n");
  }
  const wanted = [...plan.resumed, ...plan.drafts.map(({ file }) => file)];
  return [
    ...lines,
    ...wanted.map(({ name, enforcement }) =>
      [
        `Would create ${name}, with a fresh key:`,
        ...enforcement
          .filter(({ field }) => field !== "sessionKey")
          .map(({ field, value, statement }) => `  ${field}: ${value ?? "open"}; ${statement}`),
      ].join("\n"),
    ),
    ...(wanted.length === 0 ? ["Nothing to do."] : estimateLines(wanted.length, estimated)),
    "Dry run: nothing was written or sent.",
  ].join("\n");
}

function estimateLines(count: number, fit: Fit | undefined): readonly string[] {
  if (!fit) return [];
  if (fit.refusal) return [outcomeText(fit.refusal)];
  const size =
    fit.count < count
      ? [
          `${count} sessions are too many for one operation: ${fit.count} fit (--split sends several). ${fit.reason}`,
        ]
      : [];
  return [...size, ...(fit.estimated ? [costText(fit.estimated)] : [])];
}
