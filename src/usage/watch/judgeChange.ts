import { type Address, keccak256, stringToHex } from "viem";
import { policyAt } from "../../session/policyAt.ts";
import type { AlertDetails } from "../Alert.ts";
import type { ActionDisabled, PaymasterPermitSet, PolicyChanged, SessionEnabled } from "../UsageFact.ts";
import type { ArmedRules } from "./armRules.ts";
import { cut } from "./cut.ts";
import { type Finding, placeOf } from "./Finding.ts";
import type { WatchedSession } from "./WatchState.ts";

/** What changes a session that is enabled. */
export type ChangeFact = PolicyChanged | ActionDisabled | PaymasterPermitSet;

/**
 * Counts a change of a session, so that the same change again is told from it.
 *
 * @param session The session before.
 * @param fact The change.
 * @returns The session after it. When it ends may have changed as well.
 */
export function changed(
  { validUntil: _, changes, ...session }: WatchedSession,
  fact: ChangeFact,
): WatchedSession {
  const key = keyOf(fact);
  return { ...session, changes: { ...changes, [key]: (changes[key] ?? 0) + 1 } };
}

/**
 * Holds a change against the rules.
 *
 * @param rules The rules.
 * @param session The session, the change counted.
 * @param fact The change.
 * @returns What they find.
 */
export function judgeChange(
  rules: ArmedRules,
  session: WatchedSession,
  fact: ChangeFact,
): readonly Finding[] {
  const { account, permissionId } = fact;
  const details = detailsOf(fact);
  if (!details) return [];
  const change = keyOf(fact);
  const key = [session.ordinal, change, session.changes[change] ?? 0];
  return rules
    .of("policyChanged", account)
    .map((rule) => ({ rule, account, permissionId, at: placeOf(fact), key, details }));
}

/**
 * Holds an enabling against the rules about changes: an enabled session keeps what it had, and may do more.
 *
 * @param rules The rules.
 * @param ordinal Which enabling of the session it is.
 * @param fact The enabling, of a session that is enabled.
 * @returns What they find.
 */
export function judgeEnabledAnew(
  rules: ArmedRules,
  ordinal: number,
  fact: SessionEnabled,
): readonly Finding[] {
  const { account, permissionId, permitsPaymasters } = fact;
  const { shown, more: morePolicies } = cut(fact.policies);
  const policies = shown.map((one) => ({ ...one, policyName: nameOf(one.policy) }));
  const change = "enabled anew";
  const details = { rule: "policyChanged", change, policies, morePolicies, permitsPaymasters } as const;
  // A reorganised chain may have it enabled with others.
  const digest = keccak256(stringToHex(JSON.stringify([fact.policies, permitsPaymasters])));
  const key = [ordinal, change, digest];
  return rules
    .of("policyChanged", account)
    .map((rule) => ({ rule, account, permissionId, at: placeOf(fact), key, details }));
}

const nameOf = (policy: Address): string | null => policyAt(policy)?.name ?? null;

function keyOf(fact: ChangeFact): string {
  if (fact.type === "actionDisabled") return `${fact.type}/${fact.actionId}`;
  if (fact.type === "paymasterPermitSet") return `${fact.type}/${fact.permitted}`;
  return `${fact.type}/${fact.policyType}/${fact.policy}`;
}

/** That paymasters are no longer permitted is nothing to be told. */
function detailsOf(fact: ChangeFact): AlertDetails | undefined {
  const rule = "policyChanged";
  if (fact.type === "actionDisabled") return { rule, change: "action disabled", actionId: fact.actionId };
  if (fact.type === "paymasterPermitSet") {
    return fact.permitted ? { rule, change: "paymasters permitted" } : undefined;
  }
  const change = fact.type === "policyEnabled" ? "policy added" : "policy removed";
  const { policyType, policy } = fact;
  return { rule, change, policyType, policy, policyName: nameOf(policy) };
}
