import type { NotAccepted } from "../Prediction.ts";
import type { PolicyQuestion } from "../policies/Policy.ts";
import { sudo } from "../policies/sudo.ts";
import type { TimeFrame } from "../policies/timeFrame.ts";
import { policyAt } from "../policyAt.ts";
import type { PolicyOnChain, SessionOnChain } from "../readSession.ts";
import { byPolicy, unknown } from "./notAccepted.ts";

/** Policies that have all let pass. */
export interface Passed {
  /** As they stand from then on. */
  readonly policies: readonly PolicyOnChain[];
  /** When they let pass. */
  readonly frames: readonly TimeFrame[];
}

/**
 * Asks policies in their order, as SmartSession does (`PolicyLib.check`): the first that refuses ends it.
 *
 * @param state The session.
 * @param policies Its policies for what is asked.
 * @param question What is asked.
 * @returns The policies afterwards, or why it ends here.
 */
export function askPolicies(
  state: SessionOnChain,
  policies: readonly PolicyOnChain[],
  question: PolicyQuestion,
): Passed | NotAccepted {
  const asked: PolicyOnChain[] = [];
  const frames: TimeFrame[] = [];
  for (const policy of policies) {
    const known = policyAt(policy.address);
    const isRead = policy.state !== null || known === sudo;
    const answer = isRead ? known?.predict(policy.state as never, question) : undefined;
    if (!answer) return unknown(`what ${policy.name ?? "the policy"} at ${policy.address} answers`);
    if (!answer.passes) {
      const figures = policyAt(policy.address)?.figures?.(policy.state as never, question);
      return byPolicy(state, policy, answer, question.role, figures);
    }
    asked.push({ ...policy, state: answer.state });
    if (answer.frame) frames.push(answer.frame);
  }
  return { policies: asked, frames };
}
