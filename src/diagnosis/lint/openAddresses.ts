import type { AbiParameter } from "viem";
import { administers } from "./administers.ts";
import { approvals } from "./approvals.ts";
import { carriesCalls } from "./carriesCalls.ts";
import { isHeldTo } from "./isHeldTo.ts";
import type { Subject } from "./Rule.ts";
import { transfers } from "./transfers.ts";

/** Names of what is handled, and of who gives: not of who gets it. */
const harmless =
  /(token|asset|currency|coin|collateral|collection|nft|pool|pair|market|path)(In|Out|[AB\d])?s?$|^_*(from|src|source|sender|payer)_*$/i;

/**
 * The addresses that a session's key may choose, where they may say who gets something, or a say in something.
 *
 * @param subject The session.
 * @returns What they are called; none of a function that another rule is about.
 */
export function openAddresses(subject: Subject): readonly string[] {
  const { function: called } = subject.permission;
  const isTold =
    approvals.has(called.selector) ||
    transfers.has(called.selector) ||
    carriesCalls(called) ||
    administers(called);
  return isTold || subject.lost.has("argumentRules") ? [] : addressesIn(called.inputs ?? [], "", subject);
}

function addressesIn(inputs: readonly AbiParameter[], path: string, subject: Subject): readonly string[] {
  return inputs.flatMap((input, index): readonly string[] => {
    const own = `${path}${index}`;
    if ("components" in input) return addressesIn(input.components, `${own}.`, subject);
    if (!/^address\b/.test(input.type) || harmless.test(input.name ?? "")) return [];
    return isHeldTo(subject, own) ? [] : [input.name || own];
  });
}
