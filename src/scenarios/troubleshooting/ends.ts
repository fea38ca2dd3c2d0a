import type { Layer, Rule } from "../../refusal/Refusal.ts";
import type { ExpectedEnd } from "./Attempt.ts";

export const accepted: ExpectedEnd = { status: "accepted" };

/** Nothing is mined. */
export const refused = (layer: Layer, code: string, rule: Rule): ExpectedEnd => ({
  status: "refused",
  layer,
  code,
  rule,
});

/** It is mined and paid for, and its calls are undone. */
export const undone = (layer: Layer, code: string, rule: Rule = "execution"): ExpectedEnd => ({
  status: "undone",
  layer,
  code,
  rule,
});

/** What a policy refuses without a word of its own. */
export const violated = (rule: Rule): ExpectedEnd => refused("policy", "PolicyViolation", rule);
