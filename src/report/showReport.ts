import type { SessionStatus } from "../lifecycle/SessionStatus.ts";
import type { ActionOnChain, PolicyOnChain } from "../session/readSession.ts";
import { limitText } from "./limitText.ts";
import { settlementText } from "./settlementText.ts";
import { timeText } from "./timeText.ts";

/**
 * Says of one session what its key can really do, as the chain holds it, and what was granted.
 *
 * @param status The session.
 * @param now The chain's time, in Unix seconds.
 * @returns The text, without a line break at the end.
 */
export function showReport(status: SessionStatus, now: bigint): string {
  const { file, permissionId, state, onChain, validAfter, validUntil, limits, interrupted } = status;
  const lines: readonly (readonly [string, string])[] = [
    ["session", file?.name ?? "(unknown to us: no key file here)"],
    ["permission id", permissionId],
    ["state", state],
    ["account", `${onChain.account} (${onChain.accountKind})`],
    ["session key", file?.key ?? "not known here"],
    ["validator", onChain.enabled ? onChain.sessionValidator : "none: it is not enabled"],
    ["from", validAfter === undefined ? "at once" : timeText(validAfter, now)],
    ["until", validUntil === undefined ? "it never expires" : timeText(validUntil, now)],
    ["paymasters", onChain.permitERC4337Paymaster ? "any may pay" : "none may pay"],
    ["key file", file?.file ?? "none"],
  ];
  return [
    ...lines.map(([name, value]) => `${name.padEnd(15)}${value}`),
    "",
    "What its key can do now, by whichever enabling:",
    ...indent(
      onChain.actions.length === 0 ? ["nothing"] : onChain.actions.flatMap((one) => actionLines(one, status)),
    ),
    ...(limits.length > 0 ? ["", "Left:", ...indent(limits.map(limitText))] : []),
    ...(file ? ["", "What was granted:", ...indent(file.enforcement.map(stated))] : []),
    ...interrupted.map((one) => `\n! ${settlementText(one)}`),
  ].join("\n");
}

function actionLines(
  { actionId, target, selector, policies }: ActionOnChain,
  { file }: SessionStatus,
): string[] {
  const signature = selector === file?.function.selector ? file?.function.signature : undefined;
  const what =
    target === undefined
      ? `an action that no file here has granted, ${actionId}`
      : `${signature ?? selector} of ${target}`;
  return [`${what}, judged by ${policies.map(policyName).join(", ") || "nothing"}`];
}

const policyName = ({ name, address }: PolicyOnChain): string =>
  name ?? `a policy that is not known (${address})`;

const stated = ({
  field,
  value,
  enforcedBy,
  statement,
}: {
  readonly field: string;
  readonly value: string | null;
  readonly enforcedBy: string | null;
  readonly statement: string;
}): string => `${field}: ${value ?? "open"}; ${statement} (${enforcedBy ?? "nothing enforces it"})`;

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
