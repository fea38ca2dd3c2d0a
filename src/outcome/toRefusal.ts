import type { Address } from "viem";
import type { Refusal, RefusalLayer, Rule } from "../refusal/Refusal.ts";
import { policyAt } from "../session/policyAt.ts";
import { explainRule } from "./explainRule.ts";

/** What an error says of the rule that is broken, where its name alone tells. */
const ruleOfCode: Readonly<Record<string, Rule>> = {
  NoPoliciesSet: "action",
  InvalidPermissionId: "sessionEnabled",
  ValidatorNotInstalled: "moduleInstalled",
  SIG_VALIDATION_FAILED: "sessionKey",
  InvalidSignature: "sessionKey",
  AA21: "funds",
  AA25: "nonce",
  AA26: "gas",
  AA40: "gas",
  AA41: "gas",
  AA51: "gas",
  AA95: "gas",
};

/**
 * Judges what the layers said: which of them refused, by which rule, and what to do.
 *
 * @param layers What every layer said, from outside in; at least one.
 * @param phase Whether the operation was refused, or mined with its calls undone.
 * @returns The refusal.
 */
export function toRefusal(layers: readonly RefusalLayer[], phase: "validation" | "execution"): Refusal {
  // A time range is no refusal: EntryPoint refuses by it.
  const range = layers.find(({ code }) => code === "TimeRange");
  const refusing = layers.findLast((layer) => layer !== range) as RefusalLayer;
  const policyAddress = refusing.layer === "policy" ? refusing.address : policyOf(range);
  const policy = policyAddress && policyAt(policyAddress);
  const args = range ? { ...refusing.args, ...range.args } : refusing.args;
  const rule = phase === "execution" ? "execution" : judge(refusing, range, policy?.rule);
  return {
    layer: refusing.layer,
    code: refusing.code,
    args,
    ...(policyAddress && { policy: { name: policy?.name ?? "unknown policy", address: policyAddress } }),
    rule,
    ...explainRule(rule, refusing, args),
    layers,
  };
}

function policyOf(range: RefusalLayer | undefined): Address | undefined {
  return range?.layer === "policy" ? range.address : undefined;
}

function judge(refusing: RefusalLayer, range: RefusalLayer | undefined, policyRule: Rule | undefined): Rule {
  if (range) {
    const { validAfter, timestamp } = range.args as { validAfter: bigint; timestamp: bigint };
    return timestamp < validAfter ? "validAfter" : "validUntil";
  }
  if (refusing.layer === "policy") return policyRule ?? "unknown";
  return ruleOfCode[refusing.code] ?? "unknown";
}
