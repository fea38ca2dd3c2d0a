import type { Rule } from "../../refusal/Refusal.ts";
import { ruleOfCode } from "../../refusal/ruleOfCode.ts";
import type { NoPrediction, PredictedRefusal, PredictedRejection } from "../Prediction.ts";
import type { PolicyAnswer, PolicyRole } from "../policies/Policy.ts";
import { policyAt } from "../policyAt.ts";
import type { PolicyOnChain, SessionOnChain } from "../readSession.ts";

/** An operation is refused. */
export const rejected = (refusal: PredictedRefusal): PredictedRejection => ({ status: "rejected", refusal });

/** An operation is refused by SmartSession's own error. */
export const bySmartSession = (
  code: string,
  args: PredictedRefusal["args"],
  rule: Rule = ruleOfCode[code] ?? "unknown",
): PredictedRejection => rejected({ layer: "SmartSession", code, args, rule });

/** An operation is refused by a policy. */
export function byPolicy(
  { permissionId }: Pick<SessionOnChain, "permissionId">,
  { address, name = "unknown policy" }: Pick<PolicyOnChain, "address" | "name">,
  { code, args }: Extract<PolicyAnswer<unknown>, { passes: false }>,
  asked: PolicyRole | "enable",
  figures?: string,
): PredictedRejection {
  const rule = asked === "enable" ? "policyConfigured" : policyAt(address)?.rule(code, asked);
  const refused = rejected({
    layer: "policy",
    code,
    args: code === "PolicyViolation" ? { permissionId, policy: address } : args,
    policy: { name, address },
    rule: rule ?? ruleOfCode[code] ?? "unknown",
  });
  return figures === undefined ? refused : { ...refused, figures };
}

/** What becomes of an operation is not known. */
export const unknown = (because: string): NoPrediction => ({ status: "unknown", because });
