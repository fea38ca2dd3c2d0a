import { type Hex, isAddressEqual, toFunctionSelector } from "viem";
import { isHeldTo } from "./isHeldTo.ts";
import { isTotalled } from "./isTotalled.ts";
import type { Rule, Subject } from "./Rule.ts";

/** Which argument says who is given power, by selector. */
type Recipients = Readonly<Record<Hex, number>>;

const bySelector = (signatures: Readonly<Record<string, number>>): Recipients =>
  Object.fromEntries(
    Object.entries(signatures).map(([signature, index]) => [toFunctionSelector(signature), index]),
  );

/** What lets another spend for the account, and which argument is the spender. */
const approvals = bySelector({
  "approve(address,uint256)": 0, // ERC-20, ERC-721
  "increaseAllowance(address,uint256)": 0,
  "increaseApproval(address,uint256)": 0,
  "approveAndCall(address,uint256,bytes)": 0, // ERC-1363
  "approveAndCall(address,uint256)": 0,
  "setApprovalForAll(address,bool)": 0, // ERC-721, ERC-1155
  "authorizeOperator(address)": 0, // ERC-777
  "approveDelegation(address,uint256)": 0, // Aave's debt tokens
  "approve(address,address,uint160,uint48)": 1, // Permit2
});

/** What moves tokens, and which argument is who gets them. */
const transfers = bySelector({
  "transfer(address,uint256)": 0,
  "transferFrom(address,address,uint256)": 1, // ERC-721's as well
  "transferAndCall(address,uint256)": 0, // ERC-1363
  "transferAndCall(address,uint256,bytes)": 0,
  "send(address,uint256,bytes)": 0, // ERC-777
  "safeTransferFrom(address,address,uint256)": 1, // ERC-721
  "safeTransferFrom(address,address,uint256,bytes)": 1,
  "safeTransferFrom(address,address,uint256,uint256,bytes)": 1, // ERC-1155
  "transferFrom(address,address,uint160,address)": 1, // Permit2
});

const nameOf = ({ permission: { function: called } }: Subject): string =>
  called.signature?.split("(")[0] ?? called.selector;

const isSameTarget = (one: Subject, other: Subject): boolean =>
  one.target.startsWith("0x") && other.target.startsWith("0x")
    ? isAddressEqual(one.permission.target, other.permission.target)
    : one.target === other.target;

/** About tokens that a session may move, or let others move. */
export const tokenRules: readonly Rule[] = [
  {
    id: "open-approval",
    severity: "error",
    finds: "approvals to anybody",
    reason:
      "Who has the key approves themselves, and takes the tokens later, without the key and past every limit of the session.",
    remedy: 'Hold the spender to one address: { "argument": 0, "condition": "equal", "value": "0x…" }.',
    check: (subject) => {
      const { selector } = subject.permission.function;
      const spender = approvals[selector];
      if (spender === undefined || subject.lost.has("argumentRules") || isHeldTo(subject, spender)) return [];
      const message = `may ${nameOf(subject)} for any spender`;
      if (subject.permission.spendingLimit === undefined) return [{ message }];
      return [{ severity: "warning", message: `${message}, within its spendingLimit` }];
    },
  },
  {
    id: "open-transfer",
    severity: "warning",
    finds: "transfers of a token to anybody, without a limit",
    reason: "Who has the key can send themselves all that the account holds of the token.",
    remedy: "Give spendingLimit, or hold the recipient to one address by an argument rule.",
    check: (subject) => {
      const { function: called, spendingLimit } = subject.permission;
      const recipient = transfers[called.selector];
      const limited =
        spendingLimit !== undefined || (recipient !== undefined && isTotalled(subject, recipient));
      if (recipient === undefined || limited || subject.lost.has("argumentRules")) return [];
      if (isHeldTo(subject, recipient) || subject.lost.has("spendingLimit")) return [];
      return [{ message: `may ${nameOf(subject)} any amount to anybody` }];
    },
  },
  {
    id: "split-spending-limit",
    severity: "note",
    finds: "several spending limits for one token",
    reason: "Each counts for itself: a thief who has all of the keys spends the sum.",
    remedy: "Let the limits together be what may be lost.",
    check: (subject, { subjects }) => {
      if (subject.permission.spendingLimit === undefined) return [];
      const alike = subjects.filter(
        (other) => other.permission.spendingLimit !== undefined && isSameTarget(other, subject),
      );
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
