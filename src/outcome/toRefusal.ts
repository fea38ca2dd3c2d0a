import type { Address } from "viem";
import { rpcErrorCode } from "../errors/submission.ts";
import type { Refusal, RefusalLayer, Rule } from "../refusal/Refusal.ts";
import { ruleOfCode } from "../refusal/ruleOfCode.ts";
import { nearerBound } from "../session/nearerBound.ts";
import { policyAt } from "../session/policyAt.ts";
import { explainRule } from "./explainRule.ts";

/** A time range is no refusal: EntryPoint refuses by it. */
const timeRange = "time range";

/**
 * Judges what the layers said: which of them refused, by which rule, and what to do.
 *
 * @param layers What every layer said, from outside in; at least one.
 * @param phase Whether the operation was refused, or mined with its calls undone.
 * @returns The refusal.
 */
export function toRefusal(layers: readonly RefusalLayer[], phase: "validation" | "execution"): Refusal {
  const range = layers.find(({ code }) => code === timeRange);
  const refusing = layers.filter((layer) => layer !== range).at(-1) as RefusalLayer;
  const bounds = range && brokenBound(range, refusing);
  const policyAddress = refusing.layer === "policy" ? refusing.address : bounds && policyOf(range);
  const policy = policyAddress && policyAt(policyAddress);
  const args = bounds ? { ...refusing.args, ...range.args } : refusing.args;
  const rule = bounds ?? judge(refusing, phase);
  return {
    layer: refusing.layer,
    code: refusing.code,
    args,
    ...(policyAddress && { policy: { name: policy?.name ?? "unknown policy", address: policyAddress } }),
    rule,
    ...explainRule(rule, { ...refusing, args }),
    layers,
  };
}

/**
 * A range that the chain's time keeps is not why it was refused: whoever refused has reasons of its own. Unless
 * it is a bundler that says it is the time: it may go by another clock, or want some time to be left.
 */
function brokenBound(range: RefusalLayer, refusing: RefusalLayer): "validAfter" | "validUntil" | undefined {
  const { validAfter, validUntil, timestamp } = range.args as Record<string, bigint>;
  if (validAfter === undefined || validUntil === undefined || timestamp === undefined) return undefined;
  const broken = timestamp < validAfter || (validUntil !== 0n && timestamp > validUntil);
  const bundlersOwn = refusing.code === String(rpcErrorCode.outOfTimeRange) && validAfter + validUntil > 0n;
  return broken || bundlersOwn ? nearerBound({ validAfter, validUntil, timestamp }) : undefined;
}

function policyOf(range: RefusalLayer): Address | undefined {
  return range.layer === "policy" ? range.address : undefined;
}

function judge(refusing: RefusalLayer, phase: "validation" | "execution"): Rule {
  if (phase === "execution") {
    const rule =
      refusing.data === undefined || refusing.data === "0x" ? ruleOfCode[refusing.code] : undefined;
    return rule === "funds" || rule === "gas" ? rule : "execution";
  }
  if (refusing.rule) return refusing.rule;
  // What a policy of somebody else means by its words is not known.
  if (refusing.layer === "policy" && refusing.address && !policyAt(refusing.address)) return "unknown";
  return ruleOfCode[`${refusing.layer} ${refusing.code}`] ?? ruleOfCode[refusing.code] ?? "unknown";
}
