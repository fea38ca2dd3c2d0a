import type { Rule } from "../../refusal/Refusal.ts";
import type { Cause, ExplainedLayer, Explanation } from "../Explanation.ts";
import type { Evidence } from "./Evidence.ts";

/** A bundler's codes by which it refuses an operation (ERC-7769), or the request for one. */
const refuses = (code: number) => (code <= -32500 && code >= -32508) || [-32521, -32602].includes(code);

/** What SmartSession says in validation alone. */
const judges = ["NoPoliciesSet", "PolicyViolation", "PolicyCheckReverted"];

/** Rules that are held before an operation is mined. */
const afterwards: readonly Rule[] = ["execution", "policyConfigured", "unknown"];

/**
 * What became of an operation, as far as what was given tells.
 *
 * @param evidence What was given.
 * @param layers Who speaks in it.
 * @param causes Why it may have been refused.
 * @returns The verdict.
 */
export function verdictOf(
  { receipt, isMixed, refusal, bundler, entryPoint }: Evidence,
  layers: readonly ExplainedLayer[],
  causes: readonly Cause[],
): Explanation["verdict"] {
  if (refusal) return refusal.isMined ? "undone" : "refused";
  if (isMixed) return "unknown";
  if (receipt) return receipt.success ? "accepted" : "undone";
  if (entryPoint || (bundler && (bundler.code === undefined || refuses(bundler.code)))) return "refused";
  const isEntryPoints = layers.some(({ layer, code }) => layer === "EntryPoint" && /^AA\d\d$/.test(code));
  const inner = layers.at(-1);
  const isSessions = inner?.layer === "SmartSession" || inner?.layer === "policy";
  const isTold = causes.some(({ rule, certainty }) => certainty === "certain" && !afterwards.includes(rule));
  const isJudged = layers.some(({ code }) => judges.includes(code));
  return isEntryPoints || isJudged || (isSessions && isTold) ? "refused" : "unknown";
}
