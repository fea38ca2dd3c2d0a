import type { AccountKind } from "../../account/Account.ts";
import type { Cause, Explanation } from "../Explanation.ts";
import { causesOf } from "./causesOf.ts";
import type { Evidence } from "./Evidence.ts";
import { layersOf } from "./layersOf.ts";
import { plain } from "./plain.ts";
import { type Known, unknownOf } from "./unknownOf.ts";
import { verdictOf } from "./verdictOf.ts";
import { wayOf } from "./wayOf.ts";

/**
 * Explains by what was given alone: nobody is asked.
 *
 * @param evidence What was given.
 * @param known The account's kind, where it is known, and what is asked beside this. Default: nobody.
 * @returns The explanation.
 */
export function explainAlone(
  evidence: Evidence,
  { kind, asked }: { readonly kind?: AccountKind | undefined } & Pick<Known, "asked"> = {},
): Explanation {
  const way = wayOf(evidence, kind);
  const layers = layersOf(evidence, way);
  const { operation, input } = evidence;
  const circumstances = { where: way.where, kind, operation };
  const causes = toldOf(evidence) ?? causesOf(layers, circumstances);
  return {
    input,
    verdict: verdictOf(evidence, layers, causes),
    layers,
    causes,
    found: [],
    unknown: [...evidence.remarks, ...unknownOf(evidence, { layers, causes, asked })],
  };
}

/** What this harness has told already; not that it did not know the rule. */
function toldOf({ refusal }: Evidence): readonly Cause[] | undefined {
  if (!refusal || refusal.refusal.rule === "unknown") return undefined;
  const { rule, reason, remedy } = refusal.refusal;
  return [{ rule, cause: plain(reason), remedy: plain(remedy), certainty: "certain" }];
}
