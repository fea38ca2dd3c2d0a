import { tokenMovement } from "../tokenMovement.ts";
import type { SessionUsed } from "../UsageFact.ts";
import type { AccountRecord } from "./UsageState.ts";

/** @returns No operation of any sort. */
export const noSorts = (): AccountRecord["sorts"] => ({ batch: 0, value: 0, call: 0, tokens: new Map() });

/**
 * Counts an operation by what it does: a batch, a call that moves a token, one with native value, another.
 *
 * @param sorts What it is added to.
 * @param used The operation; one whose calls are not known counts nowhere.
 */
export function countSort(sorts: AccountRecord["sorts"], { account, calls = [] }: SessionUsed): void {
  const [call, second] = calls;
  if (!call) return;
  if (second) {
    sorts.batch += 1;
    return;
  }
  const sort = call.value > 0n ? "value" : "call";
  const token = tokenMovement(account, call)?.token.toLowerCase();
  if (token === undefined) {
    sorts[sort] += 1;
    return;
  }
  const ofToken = sorts.tokens.get(token) ?? { value: 0, call: 0 };
  ofToken[sort] += 1;
  sorts.tokens.set(token, ofToken);
}

/**
 * How many operations of each sort there are, once it is known which targets are tokens.
 *
 * @param sorts What was counted.
 * @param isToken Tells it, of an address in lower case.
 * @returns The numbers.
 */
export function sortsOf(
  { batch, value, call, tokens }: AccountRecord["sorts"],
  isToken: (target: string) => boolean,
): Record<"batch" | "value" | "call" | "token", number> {
  const sorted = { batch, value, call, token: 0 };
  for (const [target, counted] of tokens) {
    if (isToken(target)) sorted.token += counted.value + counted.call;
    else {
      sorted.value += counted.value;
      sorted.call += counted.call;
    }
  }
  return sorted;
}
