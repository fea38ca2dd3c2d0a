import { type Address, type Hex, keccak256, slice, stringToHex } from "viem";
import type { Alert, AlertDetails } from "../Alert.ts";
import { alertMessage } from "../alertMessage.ts";
import type { AlertRule } from "../readAlertRules.ts";
import type { UsageFact } from "../UsageFact.ts";

/** What a rule has found. */
export interface Finding {
  readonly rule: AlertRule;
  readonly account: Address;
  readonly permissionId: Hex | null;
  readonly at: Alert["at"];
  /** What tells it from whatever else the rule finds of the same session. */
  readonly key: readonly (string | number | bigint)[];
  readonly details: AlertDetails;
}

/** Where a fact is on the chain. */
export const placeOf = ({ blockNumber, timestamp, transactionHash }: UsageFact): Alert["at"] => ({
  block: blockNumber,
  time: timestamp,
  transactionHash,
});

/**
 * Makes an alert of a finding.
 *
 * @param finding The finding.
 * @param since The first block that is watched: from there on enablings are counted.
 * @param sessionName The session's name, where it is known.
 * @returns The alert. Its id has nothing of the block or the transaction, which a reorganisation changes. What has an
 * operation's hash has no need of the first block.
 */
export function toAlert(finding: Finding, since: bigint, sessionName: string | undefined): Alert {
  const { rule, account, permissionId, at, key, details } = finding;
  const counted = "userOpHash" in details ? [] : [since];
  const content = [rule.name, rule.rule, account, permissionId, ...counted, ...key].map(String);
  return {
    id: slice(keccak256(stringToHex(JSON.stringify(content))), 0, 16),
    rule: rule.rule,
    name: rule.name,
    severity: rule.severity,
    account,
    permissionId,
    ...(sessionName !== undefined && { sessionName }),
    at,
    message: alertMessage(details),
    details,
  };
}
