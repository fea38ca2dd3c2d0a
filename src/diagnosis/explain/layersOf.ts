import { size } from "viem";
import { errorsByName } from "../../abis/declaredErrors.ts";
import type { RefusalLayer } from "../../refusal/Refusal.ts";
import type { ExplainedLayer } from "../Explanation.ts";
import { aaMeaning } from "./aaCodes.ts";
import { bundlerCodes } from "./bundlerCodes.ts";
import { dissect, entryPointLayers, passedOnAtMost, passedOnInPart } from "./dissect.ts";
import type { Evidence } from "./Evidence.ts";
import { meaningOf } from "./meaningOf.ts";
import { namedLayer } from "./namedLayer.ts";
import { plain, plainArgs } from "./plain.ts";
import { safeCodes } from "./safeCodes.ts";
import { type Way, whoSpoke } from "./whoSpoke.ts";

/**
 * Who speaks in what was given, from outside in.
 *
 * @param evidence What was found.
 * @param way What is known of the way of its revert data.
 * @returns The layers; none where nobody does.
 */
export function layersOf(evidence: Evidence, way: Way): readonly ExplainedLayer[] {
  const { bundler, entryPoint, revert, named, cut, receipt, refusal } = evidence;
  if (refusal) return refusal.refusal.layers.map((layer) => toExplained(layer, way));
  const layers = bundler ? [bundlerLayerOf(bundler)] : [];
  if (receipt?.success) return layers;
  if (receipt?.words !== undefined) return [...layers, wordedLayer(receipt.words)];
  // EntryPoint tells of no reason that is empty.
  if (receipt) return [...layers, ...dissect({ data: receipt.reason ?? "0x", way })];
  if (revert) return [...layers, ...dissect({ data: revert, way, cut, isOutermost: true })];
  if (entryPoint) return [...layers, ...entryPointLayers(entryPoint, way.kind)];
  const layer = named === undefined ? undefined : namedLayer(named, way);
  return layer ? [...layers, layer] : layers;
}

function bundlerLayerOf({ code, message }: NonNullable<Evidence["bundler"]>): ExplainedLayer {
  const name = code === undefined ? "no code" : String(code);
  return {
    layer: "bundler",
    code: name,
    args: { message: plain(message), ...timesIn(message) },
    declaredBy: [],
    meaning:
      bundlerCodes[name] ??
      (code === undefined
        ? "The bundler refused, in words of its own."
        : "A code of the bundler's own: neither ERC-7769 nor JSON-RPC has it."),
    known: "given",
  };
}

/** `validUntil=1795378003, now=1795378000`, as alto writes it. */
const timesIn = (message: string): Readonly<Record<string, bigint>> =>
  Object.fromEntries(
    [...message.matchAll(/\b(validUntil|validAfter|now)=(\d{1,12})\b/g)].map(([, name, seconds]) => [
      name,
      BigInt(seconds as string),
    ]),
  );

/** A revert that somebody has decoded to a text. */
const wordedLayer = (words: string): ExplainedLayer => {
  const told = { code: "Error", args: { message: plain(words) }, declaredBy: [] };
  return { layer: "unknown", ...told, meaning: meaningOf(told), known: "given" };
};

/**
 * Adds to a layer of a refusal what it means, and who declares its error.
 *
 * @param layer The layer.
 * @param way What is known of the operation's account.
 * @returns The layer, explained.
 */
export function toExplained(layer: RefusalLayer, { kind }: Pick<Way, "kind">): ExplainedLayer {
  const { address, data, known } = layer;
  const code = plain(layer.code);
  const args = plainArgs(layer.args) as ExplainedLayer["args"];
  const lost = lostOf(layer);
  const own = harnessWords[code];
  const declared = own ? [] : errorsByName(code);
  const { declaredBy } =
    layer.layer === "EntryPoint"
      ? { declaredBy: ["EntryPoint"] }
      : whoSpoke(declared, { where: "execution", kind });
  return {
    layer: layer.layer,
    code,
    args,
    ...(address && { address }),
    ...(data && { data }),
    declaredBy,
    meaning:
      own ??
      (layer.layer === "bundler" ? bundlerCodes[code] : undefined) ??
      aaMeaning(code) ??
      safeCodes[code] ??
      meaningOf({ code, args, declaredBy }),
    ...(lost && { lost }),
    known: known === "returned" ? "given" : "asked",
  };
}

/** EntryPoint and SmartSession pass on a part alone of what others revert with. */
function lostOf({ layer, args, data = "0x" }: RefusalLayer): string | undefined {
  if (layer === "policy" && args.truncated !== undefined) return "Its arguments are cut off.";
  return layer === "EntryPoint" && size(data) >= passedOnAtMost ? passedOnInPart : undefined;
}

/** What this harness calls that no contract has an error for. */
const harnessWords: Readonly<Record<string, string>> = {
  "no data": "A revert without a word.",
  "time range": "When the session is valid, as its validator answers.",
  SIG_VALIDATION_FAILED:
    "SmartSession's answer for a signature that is not the session key's over this operation.",
  "module not installed": "The account does not have SmartSession installed.",
  "prefund not paid": "The account has less than its operation's gas can cost.",
  "insufficient balance": "The account has less than a call sends.",
  "out of gas": "It ran out of gas.",
};
