import { toFunctionSelector } from "viem";
import { approvals } from "./approvals.ts";
import { groupBy } from "./groupBy.ts";
import { isHeldTo } from "./isHeldTo.ts";
import { mostOf } from "./mostOf.ts";
import type { Found, Rule, Subject } from "./Rule.ts";
import { sane } from "./sane.ts";
import { transfers } from "./transfers.ts";

const ercApprove = toFunctionSelector("approve(address,uint256)");

const nameOf = ({ permission: { function: called } }: Subject): string =>
  called.signature?.split("(")[0] ?? called.selector;

const tokenOf = ({ target, permission }: Subject): string =>
  target.startsWith("0x") ? permission.target.toLowerCase() : target;

/** Of each list of sessions once: it is asked for with each of them. */
const alikes = new WeakMap<readonly Subject[], ReadonlyMap<string, readonly Subject[]>>();

/** The sessions with a spending limit, by token. */
function spendingAlike(subjects: readonly Subject[]): ReadonlyMap<string, readonly Subject[]> {
  const known = alikes.get(subjects);
  if (known) return known;
  const limited = subjects.filter(({ permission }) => permission.spendingLimit !== undefined);
  const alike = groupBy(limited, tokenOf);
  alikes.set(subjects, alike);
  return alike;
}

/** Approvals to whom the key chooses. */
function openApprovals(subject: Subject): readonly Found[] {
  const { function: called, spendingLimit } = subject.permission;
  const approval = approvals.get(called.selector);
  if (approval === undefined || subject.lost.has("argumentRules")) return [];
  const { spender, amount, isMild } = approval;
  if (spender !== undefined && isHeldTo(subject, spender)) return [];
  if (amount !== undefined && mostOf(subject, amount)?.perCall === 0n) return nothingApproved(subject);
  const message = `may name anybody in ${nameOf(subject)}`;
  if (spendingLimit !== undefined) {
    return [{ severity: "warning", message: `${message}, within its spendingLimit` }];
  }
  return [{ message, ...(isMild && { severity: "warning" }), ...(!spender && { remedy: unholdable }) }];
}

const unholdable = "Grant a function whose arguments stand at fixed places: no rule can hold these.";

/** To approve nothing takes an approval back; but ERC-721 has the same `approve`, and counts its tokens. */
const nothingApproved = ({ permission }: Subject): readonly Found[] =>
  permission.function.selector === ercApprove
    ? [{ severity: "note", message: "may approve 0 to anybody: of an ERC-721, that is the token 0" }]
    : [];

/** Transfers to whom the key chooses, of as much as there is. */
function openTransfers(subject: Subject): readonly Found[] {
  const { function: called, spendingLimit } = subject.permission;
  const transfer = transfers.get(called.selector);
  if (transfer === undefined || ["argumentRules", "spendingLimit"].some((one) => subject.lost.has(one)))
    return [];
  const { recipient, amount, isBurn } = transfer;
  const total = amount === undefined ? undefined : mostOf(subject, amount)?.total;
  const isLimited = spendingLimit !== undefined || (total !== undefined && total <= sane.units);
  if (isLimited || (recipient !== undefined && isHeldTo(subject, recipient))) return [];
  if (isBurn) {
    const remedy = "Limit the amount by an argument rule: { maxTotal }, or a condition beside maxUses.";
    return [{ message: `may ${nameOf(subject)} all that there is`, remedy }];
  }
  const remedy = recipient === undefined ? { remedy: unholdable } : {};
  return [{ message: `may ${nameOf(subject)} any amount to anybody`, ...remedy }];
}

/** About tokens that a session may move, or let others move. */
export const tokenRules: readonly Rule[] = [
  {
    id: "open-approval",
    severity: "error",
    finds: "approvals, permits or delegation to anybody",
    reason:
      "Who has the key approves themselves, and takes the tokens later, without the key and past every limit of the session.",
    remedy: 'Hold who is named to one address: { "argument": 0, "condition": "equal", "value": "0x…" }.',
    check: (subject) => openApprovals(subject),
  },
  {
    id: "open-transfer",
    severity: "warning",
    finds: "transfers, withdrawals or swaps to anybody, or burning, without a limit",
    reason: "Who has the key can send themselves, or destroy, all that the account holds of the token.",
    remedy:
      "Give spendingLimit, or limit the amount or hold the recipient to one address by an argument rule.",
    check: (subject) => openTransfers(subject),
  },
  {
    id: "split-spending-limit",
    severity: "note",
    finds: "several spending limits for one token",
    reason: "Each counts for itself: a thief who has all of the keys spends the sum.",
    remedy: "Let the limits together be what may be lost.",
    check: (subject, context) => {
      const alike = spendingAlike(context.subjects).get(tokenOf(subject)) ?? [];
      // It is said once, where the last of them stands.
      if (alike.length < 2 || alike.at(-1) !== subject) return [];
      const sum = alike.reduce(
        (total, { permission, count }) => total + (permission.spendingLimit ?? 0n) * BigInt(count),
        0n,
      );
      const names = alike.map(({ name }) => name).join(", ");
      const message = `is one of several with a spendingLimit for the same token (${names}): together they may spend ${sum}`;
      return [{ field: "spendingLimit", message }];
    },
  },
];
