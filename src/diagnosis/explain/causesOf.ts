import { rpcErrorCode } from "../../errors/submission.ts";
import { explainError, explainRule } from "../../outcome/explainRule.ts";
import type { RefusalLayer, Rule } from "../../refusal/Refusal.ts";
import type { Cause, ExplainedLayer } from "../Explanation.ts";
import { isDoubtful } from "./isDoubtful.ts";
import { ownWords, type Said } from "./ownWords.ts";
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
  const outermost = layers.findIndex(({ code }) => passesOnPaymasters.includes(code));
  const heard = outermost === -1 ? layers : layers.slice(0, outermost + 1);
  for (const [index, layer] of [...heard.entries()].reverse()) {
    // What the account reverted with is there, and not known here.
    if (layer.code === "AA23" && index < layers.length - 1) continue;
    const refusing = toRefusalLayer(layer, layers);
    const rules = rulesOf(layer, circumstances);
    const isOpen = isDoubtful(layer, circumstances);
    if (rules.length > 0) {
      const certainty = rules.length === 1 && !isOpen ? "certain" : "possible";
      const said = { where: circumstances.where, wasPlayed, isKnown: layer.layer !== "unknown" };
      return rules.map((rule) => toCause(rule, refusing, { certainty, ...said }));
    }
    const own = layer.layer === "unknown" ? undefined : explainError(refusing);
    if (own) {
      const certainty = isOpen ? "possible" : "certain";
      return [{ rule: "unknown", cause: own.reason, remedy: own.remedy, certainty }];
    }
  }
  return [];
}

/** Below these a paymaster speaks, of no rule of the session's. */
const passesOnPaymasters = ["AA33", "AA50", "PostOpReverted"];

function toCause(
  rule: Rule,
  refusing: RefusalLayer,
  { certainty, ...said }: Pick<Cause, "certainty"> & Said,
): Cause {
  const { reason, remedy } = ownWords(rule, refusing, said) ?? explainRule(rule, refusing);
  return { rule, cause: reason, remedy, certainty };
}

/** The words of a rule want the arguments of the layer, and where that has none, EntryPoint's. */
function toRefusalLayer(layer: ExplainedLayer, layers: readonly ExplainedLayer[]): RefusalLayer {
  const entryPoint = layers.find((one) => one.layer === "EntryPoint");
  const bare = /^AA\d\d$/.test(layer.code) ? layer.code : undefined;
  const reason = layer.args.reason ?? entryPoint?.args.reason ?? layer.args.message ?? bare;
  return {
    layer: layer.layer === "unknown" ? "account" : layer.layer,
    code: layer.code,
    args: { ...layer.args, ...(typeof reason === "string" && { reason }) },
    ...(layer.address && { address: layer.address }),
    known: layer.known === "given" ? "returned" : "asked",
  };
}
