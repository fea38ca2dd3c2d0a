import { errorsByName } from "../../abis/declaredErrors.ts";
import type { ExplainedLayer } from "../Explanation.ts";
import { aaMeaning } from "./aaCodes.ts";
import { declaredLayer } from "./declaredLayer.ts";
import { safeCodes } from "./safeCodes.ts";
import { safeLayer } from "./soleLayers.ts";
import type { Way } from "./whoSpoke.ts";

/** What is lost of an error of which there is no data. */
export const nameAlone = "Its name alone was given: not its arguments, nor who raised it.";

/**
 * An error that is known by its name alone.
 *
 * @param name The name, a code of a Safe, or one of EntryPoint's without its words.
 * @param way What is known of its way.
 * @returns The layer; undefined where nobody known has such an error.
 */
export function namedLayer(name: string, way: Way): ExplainedLayer | undefined {
  const lost = nameAlone;
  if (/^AA\d\d$/.test(name)) return { ...codeLayer(name), lost };
  if (safeCodes[name]) return { ...safeLayer(name, way), lost };
  const declared = errorsByName(name);
  return declared.length === 0 ? undefined : { ...declaredLayer(declared, { args: {}, way }), lost };
}

/**
 * A code of EntryPoint's, that anybody may have spelled.
 *
 * @param code The code.
 * @returns The layer, of nobody known.
 */
export const codeLayer = (code: string): ExplainedLayer => ({
  layer: "unknown",
  code,
  args: {},
  declaredBy: ["EntryPoint"],
  meaning: aaMeaning(code) ?? "Neither v0.7 nor v0.6 of EntryPoint is known to have this code.",
  known: "given",
});
