import { type Address, concat, type Hex, size, slice } from "viem";
import type { ActionData } from "../../world/Release.ts";
import type { SessionCall } from "../UsageFact.ts";

/** What SmartSession takes for the selector of a plain transfer of native value. */
const valueSelector = "0xffffffff";

/**
 * Actions in short: the chain holds only their hash, and a token's limit is read only of one whose target is known.
 *
 * @param actions The actions, as they are enabled.
 * @returns Target ‖ selector of each, in lower case.
 */
export const actionsOf = (actions: readonly ActionData[]): readonly string[] =>
  actions.map(({ actionTarget, actionTargetSelector }) =>
    concat([actionTarget, actionTargetSelector]).toLowerCase(),
  );

/**
 * The actions that calls are.
 *
 * @param calls The calls.
 * @returns Target ‖ selector of each, in lower case.
 */
export const actionsCalled = (calls: readonly SessionCall[] = []): readonly string[] =>
  calls.map(({ to, data }) => concat([to, size(data) < 4 ? valueSelector : slice(data, 0, 4)]).toLowerCase());

/**
 * Puts known actions as `readSession` takes them.
 *
 * @param actions Target ‖ selector of each.
 * @returns The actions, without policies: those are the chain's to say.
 */
export const toActionData = (actions: readonly string[]): readonly ActionData[] =>
  actions.map((action) => ({
    actionTarget: slice(action as Hex, 0, 20) as Address,
    actionTargetSelector: slice(action as Hex, 20, 24),
    actionPolicies: [],
  }));
