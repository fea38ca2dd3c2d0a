import type { Address } from "viem";
import type { DeclaredError } from "../../abis/declaredErrors.ts";
import type { ExplainedLayer } from "../Explanation.ts";
import { meaningOf } from "./meaningOf.ts";
import { type Way, whoSpoke } from "./whoSpoke.ts";

/**
 * An error that somebody declares.
 *
 * @param declared Who does.
 * @param said Its arguments, and what is known of its way.
 * @returns The layer.
 */
export function declaredLayer(
  declared: readonly DeclaredError[],
  { args, way }: { readonly args: ExplainedLayer["args"]; readonly way: Way },
): ExplainedLayer {
  const code = declared[0]?.error.name as string;
  const { layer, declaredBy } = whoSpoke(declared, way);
  // A policy that just says no has SmartSession say so.
  const isPolicys = code === "PolicyViolation" && layer === "SmartSession";
  const said = isPolicys ? { layer: "policy" as const, address: args.policy as Address } : { layer };
  return {
    ...said,
    code,
    args,
    declaredBy,
    meaning: meaningOf({ code, args, declaredBy }),
    known: "given",
  };
}
