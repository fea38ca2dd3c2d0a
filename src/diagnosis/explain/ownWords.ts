import type { ExplainedRule } from "../../outcome/explainRule.ts";
import { writtenTime } from "../../outcome/writtenTime.ts";
import type { RefusalLayer, Rule } from "../../refusal/Refusal.ts";
import { ruleOfCode } from "../../refusal/ruleOfCode.ts";
import type { Where } from "./whoSpoke.ts";

/** How it was said. */
export interface Said {
  readonly where: Where;
  /** Whether a bundler says that it played the operation, and its calls failed. */
  readonly wasPlayed: boolean;
  /** Whether it is known who said it. */
  readonly isKnown: boolean;
}

/**
 * Says of a rule what its own words do not, or what they say too much, where an error alone is known.
 *
 * @param rule The rule.
 * @param refusing The layer that refused.
 * @param said How it was said.
 * @returns A sentence of reason and one of remedy; undefined where the rule's own words will do.
 */
export function ownWords(
  rule: Rule,
  { layer, code, args }: RefusalLayer,
  { where, wasPlayed, isKnown }: Said,
): ExplainedRule | undefined {
  if (code === "Panic" && rule === "signature") {
    return {
      reason: "The signature's first byte stands for no mode of SmartSession.",
      remedy: "Have the signature written for this release of SmartSession: toSessionAccount does.",
    };
  }
  const inCalls = where === "execution" || where === "played";
  if (rule === "gas" && inCalls) {
    return {
      reason: "The calls may have run out of gas.",
      remedy: "Give the operation a higher callGasLimit.",
    };
  }
  if (rule === "funds" && inCalls) {
    return {
      reason: "The account may have less than a call sends.",
      remedy: "Fund the account, or send less.",
    };
  }
  if (rule === "gas" && layer !== "bundler" && ruleOfCode[code] !== "gas") {
    return {
      reason: "Validation may have run out of gas.",
      remedy: "Give the operation a higher verificationGasLimit.",
    };
  }
  if (rule === "execution" && wasPlayed && layer !== "bundler") {
    return {
      reason: `The bundler played the operation, and its calls failed: ${code}.`,
      remedy: "Look at the conditions of what is called. Nothing was sent.",
    };
  }
  if (rule === "execution" && !isKnown) {
    const text = typeof args.message === "string" ? `${code}(${JSON.stringify(args.message)})` : code;
    return {
      reason: `A call of the operation reverted with ${text}.`,
      remedy: "Look at the conditions of what is called.",
    };
  }
  return byBundlersClock(rule, args);
}

/** A bundler goes by its own clock. */
function byBundlersClock(
  rule: Rule,
  { validAfter, validUntil, now }: RefusalLayer["args"],
): ExplainedRule | undefined {
  const clock = `the bundler's clock is at ${writtenTime(now)}`;
  if (rule === "validAfter" && validAfter !== undefined && now !== undefined) {
    return {
      reason: `The bundler finds the operation not valid yet: it begins at ${writtenTime(validAfter)}, ${clock}.`,
      remedy: "Wait until validAfter.",
    };
  }
  if (rule === "validUntil" && validUntil !== undefined && now !== undefined) {
    return {
      reason: `The bundler finds that the operation's time ends too soon: its last second is ${writtenTime(validUntil)}, ${clock}.`,
      remedy: "Have the owner enable a new session, or the paymaster sign for a longer time.",
    };
  }
  return undefined;
}
