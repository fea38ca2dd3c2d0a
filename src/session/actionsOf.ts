import { parseCalls } from "../account/parseCalls.ts";
import type { Call } from "../world/Call.ts";
import type { ActionData } from "../world/Release.ts";
import { selectorOf } from "./selectorOf.ts";

/**
 * The actions that calls would be, for a session whose own are not known: the chain holds them by their hash alone.
 *
 * @param calls The calls.
 * @returns An action for each, without policies.
 * @throws InvalidInputError for what is no list of calls.
 */
export function actionsOf(calls: readonly Call[]): readonly ActionData[] {
  return parseCalls(calls).map(({ to, data = "0x" }) => ({
    actionTarget: to,
    actionTargetSelector: selectorOf(data),
    actionPolicies: [],
  }));
}
