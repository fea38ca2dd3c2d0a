import { getOwnableValidator } from "@rhinestone/module-sdk";
import { explainRule, withFigures } from "../../outcome/explainRule.ts";
import type { PredictedRejection, Prediction } from "../../session/Prediction.ts";
import { predict } from "../../session/predict.ts";
import type { SessionOnChain } from "../../session/readSession.ts";
import { selectorOf } from "../../session/selectorOf.ts";
import { ownableValidator } from "../../session/sessionValidatorAt.ts";
import type { Call } from "../../world/Call.ts";
import type { Finding } from "../Diagnosis.ts";
import { type AskedCalls, callsOfAsked, type Examination } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";

/** Somebody's signature that is taken: whose it has to be is looked at by itself, as is the module. */
const byAnyone: Pick<SessionOnChain, "moduleInstalled" | "sessionValidator" | "sessionValidatorData"> = {
  moduleInstalled: true,
  sessionValidator: ownableValidator.address,
  sessionValidatorData: getOwnableValidator({ threshold: 1, owners: [ownableValidator.address] }).initData,
};

/**
 * Whether the session's actions and policies would let the calls pass, whoever signs and pays, and whenever it is.
 *
 * @param examination What was read.
 * @returns The finding; none where there are no calls, or nothing is known of the session.
 */
export function checkCalls({ session, asked, chain }: Examination): Finding | undefined {
  const judged = session?.judged;
  if (!judged || !asked) return undefined;
  const calls = callsOfAsked(asked);
  const state = { ...judged.state, ...byAnyone };
  const judge = (some: AskedCalls): Prediction => {
    const operation = "calls" in some ? { calls: some.calls } : { callData: some.callData };
    return predict({ permissionId: state.permissionId }, state, operation, chain.time);
  };
  const prediction = judge(asked);
  if (prediction.status === "unknown") {
    return warning(
      "calls",
      `Whether the calls would pass is not known: ${prediction.because}.`,
      "Try it on a fork or a local chain, where nothing is lost.",
    );
  }
  if (!isRefused(prediction)) {
    const condition = judged.as === "granted" ? ", were the session enabled as it was granted" : "";
    return ok(
      "calls",
      `${allOf(calls)} would pass${condition}; what the target then does is its own business.`,
    );
  }
  const { refusal, figures } = prediction;
  // Told of the policy.
  if (refusal.rule === "policyConfigured") return undefined;
  const index =
    refusal.rule === "maxOperations" // which no call of a batch has to answer for
      ? -1
      : calls.findIndex((_, last) => isRefused(judge({ calls: calls.slice(0, last + 1) })));
  const { reason, remedy } = explainRule(refusal.rule, { ...refusal, known: "asked" });
  return failure("calls", `${which(calls, index)}${withFigures(reason, figures)}`, remedy, refusal.rule);
}

/** For something else than the time, which is judged last: all else has passed then. */
const isRefused = (prediction: Prediction): prediction is PredictedRejection =>
  prediction.status === "rejected" && !["validAfter", "validUntil"].includes(prediction.refusal.rule);

function allOf({ length }: readonly Call[]): string {
  if (length === 0) return "What is asked of the account";
  return length === 1 ? "The call" : `All ${length} calls`;
}

function which(calls: readonly Call[], index: number): string {
  const call = calls[index];
  if (!call) return "";
  const what = `${selectorOf(call.data ?? "0x")} to ${call.to}`;
  return calls.length > 1 ? `Call ${index + 1} of ${calls.length} (${what}): ` : `Call ${what}: `;
}
