import { explainRule } from "../../outcome/explainRule.ts";
import type { Rule } from "../../refusal/Refusal.ts";
import { toActionId } from "../../session/ids.ts";
import { limitsOf } from "../../session/limitsOf.ts";
import type { PredictedRefusal, Prediction } from "../../session/Prediction.ts";
import { predict } from "../../session/predict.ts";
import type { SessionOnChain } from "../../session/readSession.ts";
import { selectorOf } from "../../session/selectorOf.ts";
import type { Call } from "../../world/Call.ts";
import type { Finding } from "../Diagnosis.ts";
import { type AskedCalls, callsOfAsked, type Examination } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";
import { limitFigures } from "./limitFigures.ts";

/** What other checks tell. */
const toldElsewhere: ReadonlySet<Rule> = new Set(["policyConfigured", "sessionKey"]);

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
  // The module is looked at by itself.
  const state = { ...judged.state, moduleInstalled: true };
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
  const many = calls.length === 1 ? "The call would" : `All ${calls.length} calls would`;
  const passed = `${many} pass${judged.as === "granted" ? ", were the session enabled as it was granted" : ""}; what the target then does is its own business.`;
  if (prediction.status === "accepted" || isAboutTime(prediction.refusal)) return ok("calls", passed);
  const { refusal } = prediction;
  if (toldElsewhere.has(refusal.rule)) return undefined;
  const index = calls.findIndex(
    (_, last) => judge({ calls: calls.slice(0, last + 1) }).status === "rejected",
  );
  const { reason, remedy } = explainRule(refusal.rule, { ...refusal, known: "asked" });
  const culprit = calls[index];
  return failure(
    "calls",
    [where(culprit, index, calls), reason, figures(state, refusal, culprit)].join(""),
    remedy,
    refusal.rule,
  );
}

/** Time is judged last: all else has passed then. */
const isAboutTime = ({ rule }: PredictedRefusal): boolean => rule === "validAfter" || rule === "validUntil";

/** Which call it is, where there are several. */
function where(call: Call | undefined, index: number, { length }: readonly Call[]): string {
  if (!call) return "";
  const what = `${selectorOf(call.data ?? "0x")} of ${call.to}`;
  return length > 1 ? `Call ${index + 1} of ${length} (${what}): ` : `Of ${what}: `;
}

/** What is used of the limit that the call would break. */
function figures(state: SessionOnChain, { rule }: PredictedRefusal, call: Call | undefined): string {
  const actionId = call && toActionId(call.to, selectorOf(call.data ?? "0x"));
  const limits = limitsOf(state).filter(
    (limit) => limit.field === rule && (limit.actionId === undefined || limit.actionId === actionId),
  );
  return limits.length > 0 ? ` Before it: ${limits.map(limitFigures).join(", ")}.` : "";
}
