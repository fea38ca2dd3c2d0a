import { size } from "viem";
import type { ExplainedLayer } from "../Explanation.ts";
import { bundlerRules } from "./bundlerRules.ts";
import { nameAlone } from "./namedLayer.ts";
import type { Circumstances } from "./rulesOf.ts";

/**
 * Whether a layer's words, though they stand for one rule, need not be what they look like.
 *
 * @param layer The layer.
 * @param circumstances What else is known.
 * @returns Whether they need not.
 */
export function isDoubtful(layer: ExplainedLayer, { where, operation }: Circumstances): boolean {
  if (layer.layer === "bundler") return bundlerRules(layer, operation).isByWords;
  // Whoever it was that reverted, validation was over.
  if (where === "execution") return false;
  if (layer.layer === "unknown" || layer.lost === nameAlone) return true;
  return where === "unknown" && layer.data !== undefined && isAnybodys(layer.declaredBy, size(layer.data));
}

/** Others have such errors, too: any token a token's; and any contract one of no argument. 32 bytes may be a hash. */
const isAnybodys = (declaredBy: readonly string[], length: number) =>
  [4, 32].includes(length) ||
  !["SmartSession", "EntryPoint"].some((contract) => declaredBy.includes(contract));
