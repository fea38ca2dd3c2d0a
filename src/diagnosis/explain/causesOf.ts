import { rpcErrorCode } from "../../errors/submission.ts";
import { explainError, explainRule } from "../../outcome/explainRule.ts";
import type { RefusalLayer, Rule } from "../../refusal/Refusal.ts";
import type { Cause, ExplainedLayer } from "../Explanation.ts";
import { type Circumstances, rulesOf } from "./rulesOf.ts";

/**
 * Why an operation may have been refused, by what its layers said.
 *
 * @param layers The layers, from outside in.
 * @param circumstances What else is known.
 * @returns The causes, the likeliest first; none where no layer's words tell of any.
 */
export function causesOf(layers: readonly ExplainedLayer[], circumstances: Circumstances): readonly Cause[] {
  const wasPlayed = layers.some(({ code }) => code === String(rpcErrorCode.executionReverted));
  for (const layer of [...layers].reverse()) {
    const refusing = toRefusalLayer(layer, layers);
    const rules = rulesOf(layer, circumstances);
    if (rules.length > 0) {
      const certainty = rules.length === 1 && layer.layer !== "unknown" ? "certain" : "possible";
      return rules.map((rule) => toCause(rule, refusing, certainty, wasPlayed));
    }
    const own = layer.layer === "unknown" ? undefined : explainError(refusing);
    if (own) return [{ rule: "unknown", cause: own.reason, remedy: own.remedy, certainty: "certain" }];
  }
  return [];
}

function toCause(
  rule: Rule,
  refusing: RefusalLayer,
  certainty: Cause["certainty"],
  wasPlayed: boolean,
): Cause {
  const { reason, remedy } = own(rule, refusing, wasPlayed) ?? explainRule(rule, refusing);
  return { rule, cause: reason, remedy, certainty };
}

/** Where the layer's words say more, or less, than the rule's. */
function own(rule: Rule, { layer, code }: RefusalLayer, wasPlayed: boolean) {
  if (code === "Panic" && rule === "signature") {
    return {
      reason: "The signature's first byte stands for no mode of SmartSession.",
      remedy: "Have the signature written for this release of SmartSession: toSessionAccount does.",
    };
  }
  if (rule === "gas" && isSilent(code)) {
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
  return undefined;
}

/** Words that tell nothing of what was amiss. */
const isSilent = (code: string) => ["AA23", "no data", "ExecutionFailed"].includes(code);

/** The words of a rule want the arguments of the layer, and where that has none, EntryPoint's. */
function toRefusalLayer(layer: ExplainedLayer, layers: readonly ExplainedLayer[]): RefusalLayer {
  const entryPoint = layers.find((one) => one.layer === "EntryPoint");
  const reason =
    layer.args.reason === undefined ? (entryPoint?.args.reason ?? layer.args.message) : layer.args.reason;
  return {
    layer: layer.layer === "unknown" ? "account" : layer.layer,
    code: layer.code,
    args: { ...layer.args, ...(typeof reason === "string" && { reason }) },
    ...(layer.address && { address: layer.address }),
    known: layer.known === "given" ? "returned" : "asked",
  };
}
