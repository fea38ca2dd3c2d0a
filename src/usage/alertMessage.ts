import { formatEther } from "viem";
import type { AlertDetails, CountedThing } from "./Alert.ts";

/**
 * Says in plain words what a rule has found.
 *
 * @param details What it has found.
 * @returns A sentence or two.
 */
export function alertMessage(details: AlertDetails): string {
  switch (details.rule) {
    case "unknownSession": {
      const by = details.by === "call" ? "by a call of the account" : "by its first operation";
      return `A session was enabled that is not ours, ${by}${keysText(details)}.`;
    }
    case "unknownUse": {
      const who = details.sessionRead
        ? "by a session that is not ours"
        : "of which the session cannot be read";
      return `An operation ${who} ${details.success ? "took effect" : "failed"}${callsText(details)}.`;
    }
    case "spending": {
      const { used, limit, of } = details;
      const percent = limit === 0n ? 100n : (used * 100n) / limit;
      return `The session has used ${percent} % of a limit: ${amountText(of, used)} of ${countedText(of, limit)}.`;
    }
    case "rate": {
      const { by, of, counted, limit, within } = details;
      const whose = by === "session" ? "The session" : "The account's sessions";
      const verb = of === "value" ? "sent" : "made";
      return `${whose} ${verb} ${countedText(of, counted)} within ${durationText(within)}, more than ${amountText(of, limit)}.`;
    }
    case "failures":
      return details.streak === 1
        ? "An operation of the session failed."
        : `${details.streak} operations of the session failed one after the other.`;
    case "expiring":
      return `The session ends at ${isoTime(details.validUntil)}, in at most ${durationText(details.within)}.`;
    case "policyChanged":
      return changeText(details);
    case "moduleUninstalled":
      return "The account uninstalled SmartSession: its sessions have ended.";
    case "sessionRemoved":
      return "The session was removed.";
  }
}

function changeText(details: Extract<AlertDetails, { readonly rule: "policyChanged" }>): string {
  switch (details.change) {
    case "action disabled":
      return `The enabled session lost an action (${details.actionId}).`;
    case "enabled anew": {
      const names = details.policies.map(({ policyName, policy }) => policyName ?? policy);
      if (details.morePolicies > 0) names.push(`${details.morePolicies} more`);
      const paymasters = details.permitsPaymasters ? "; paymasters may pay" : "";
      return `The enabled session was enabled anew, its counters at 0, with ${[...new Set(names)].join(", ") || "no policies"}${paymasters}.`;
    }
    case "paymasters permitted":
      return "The enabled session was permitted that any paymaster pays for its operations.";
    default: {
      const verb = details.change === "policy added" ? "was given" : "lost";
      const policy = details.policyName ?? "a policy that is not known here";
      return `The enabled session ${verb} ${policy} (${details.policyType} policy, ${details.policy}).`;
    }
  }
}

const amountText = (of: CountedThing, amount: bigint): string =>
  of === "value" ? `${formatEther(amount)} ETH` : String(amount);

function countedText(of: CountedThing, amount: bigint): string {
  const text = amountText(of, amount);
  if (of === "value") return text;
  if (of === "token") return `${text} token units`;
  return of === "argument" ? `${text} of an argument, in all calls` : `${text} ${of}`;
}

function keysText({ keys, moreKeys }: Extract<AlertDetails, { readonly rule: "unknownSession" }>): string {
  if (keys === null) return "";
  const [first, ...rest] = keys;
  if (!first) return "; no key can sign for it";
  const more = rest.length + moreKeys;
  return `, for the key ${first}${more > 0 ? ` and ${more} more` : ""}`;
}

function callsText({ calls, moreCalls }: Extract<AlertDetails, { readonly rule: "unknownUse" }>): string {
  const [first, ...rest] = calls ?? [];
  if (!first) return "";
  const others = rest.length + moreCalls;
  const more = others > 0 ? `, and ${others} more call${others > 1 ? "s" : ""}` : "";
  const value = first.value > 0n ? ` with ${formatEther(first.value)} ETH` : "";
  return `: ${first.selector ?? "a plain transfer"} to ${first.to}${value}${more}`;
}

const lengths = [
  [86_400n, "d"],
  [3_600n, "h"],
  [60n, "min"],
] as const;

function durationText(seconds: bigint): string {
  const [length, unit] = lengths.find(([length]) => seconds % length === 0n) ?? [1n, "s"];
  return `${seconds / length} ${unit}`;
}

/** The greatest time of a Date is far before that of a uint48. */
function isoTime(seconds: bigint): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString().replace(".000Z", "Z");
}
