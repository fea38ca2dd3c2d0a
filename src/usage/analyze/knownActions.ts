import { type Address, concat, type Hex, size, slice } from "viem";
import { erc20Spending } from "../../session/erc20Spending.ts";
import type { ActionData } from "../../world/Release.ts";
import type { SessionCall } from "../UsageFact.ts";

/**
 * The actions, as they are enabled, that a token's limit may be of: the chain holds only their hash, and such a limit is read
 * only where the token is known. Of others nothing is read that needs them.
 *
 * @param actions The actions.
 * @returns Target ‖ selector of each, in lower case.
 */
export const actionsOf = (actions: readonly ActionData[] = []): readonly string[] =>
  actions.flatMap(({ actionTarget, actionTargetSelector }) => spending(actionTarget, actionTargetSelector));

/**
 * The actions that calls are and that a token's limit may be of.
 *
 * @param calls The calls.
 * @returns Target ‖ selector of each, in lower case.
 */
export const actionsCalled = (calls: readonly SessionCall[] = []): readonly string[] =>
  calls.flatMap(({ to, data }) => (size(data) < 4 ? [] : spending(to, slice(data, 0, 4))));

function spending(target: Address, selector: Hex): readonly string[] {
  const isSpending = erc20Spending.includes(selector.toLowerCase() as Hex);
  return isSpending ? [concat([target, selector]).toLowerCase()] : [];
}

/**
 * Puts known actions as `readSession` takes them.
 *
 * @param actions Target ‖ selector of each.
 * @returns The actions, without policies: those are the chain's to say.
 */
export const toActionData = (actions: Iterable<string>): readonly ActionData[] =>
  [...actions].map((action) => ({
    actionTarget: slice(action as Hex, 0, 20) as Address,
    actionTargetSelector: slice(action as Hex, 20, 24),
    actionPolicies: [],
  }));
