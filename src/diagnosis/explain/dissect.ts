import { type AbiParameter, decodeAbiParameters, type Hex, size, slice } from "viem";
import { type DeclaredError, errorsBySelector } from "../../abis/declaredErrors.ts";
import type { FailedOpText } from "../../outcome/readEntryPointText.ts";
import { decodeFailedOp } from "../../submission/decodeFailedOp.ts";
import type { ExplainedLayer } from "../Explanation.ts";
import { declaredLayer } from "./declaredLayer.ts";
import { codeLayer, namedLayer } from "./namedLayer.ts";
import { plainArgs } from "./plain.ts";
import { everybodysLayer, nobodysLayer, silentLayer } from "./soleLayers.ts";
import { wayOfCode } from "./wayOf.ts";
import type { Way } from "./whoSpoke.ts";

/** EntryPoint passes on no more of a revert (v0.7, `REVERT_REASON_MAX_LEN`), in bytes. */
export const passedOnAtMost = 2048;
/** What then is lost. */
export const passedOnInPart = "EntryPoint passes on no more than 2048 bytes of a revert.";
/** Errors in errors: nobody honest nests more. */
const deepest = 4;

/** Revert data and what is known of its way. */
export interface RevertToDissect {
  readonly data: Hex;
  readonly way: Way;
  /** Whether it ends in the middle. */
  readonly cut?: boolean | undefined;
  /** Whether nobody passed it on, so that EntryPoint itself may have reverted with it. Default: somebody did. */
  readonly isOutermost?: boolean | undefined;
  /** In how many errors it stood. Default: in none. */
  readonly depth?: number | undefined;
}

/**
 * Takes revert data apart: who speaks in it, from outside in, as far as it tells.
 *
 * @param revert The data, and what is known of its way.
 * @returns The layers; one at least.
 */
export function dissect(revert: RevertToDissect): readonly ExplainedLayer[] {
  const { data, way, cut = false, isOutermost = false, depth = 0 } = revert;
  if (size(data) < 4) return [silentLayer(way, data)];
  const failed = isOutermost ? decodeFailedOp(data) : undefined;
  if (failed) return entryPointLayers({ ...failed, data }, way.kind);
  const selector = slice(data, 0, 4);
  const everybodys = everybodysLayer(data, way);
  if (everybodys) return [everybodys];
  const declared = errorsBySelector(selector);
  const [first] = declared;
  if (!first) return [nobodysLayer(selector, data, way)];
  const { args, lost } = decodeArgs(first, data, cut);
  const layer = declaredLayer(declared, { args, way });
  const said: ExplainedLayer = { ...layer, data, ...(lost && { lost }) };
  const { name } = first.error;
  if (name === "PolicyCheckReverted" && args.truncated) {
    return [
      {
        ...said,
        lost: "SmartSession keeps 32 bytes of a policy's error: its name, and hardly a part of its first argument.",
      },
      cutPolicy(args.truncated as Hex),
    ];
  }
  if (name === "PostOpReverted" && typeof args.returnData === "string") {
    if (depth >= deepest) return [{ ...said, args: {}, lost: "What it holds was not taken apart." }];
    const inner = { data: args.returnData as Hex, way: { where: "paymaster" as const } };
    return [{ ...said, args: {} }, ...dissect({ ...inner, depth: depth + 1 })];
  }
  return [said];
}

/**
 * EntryPoint's refusal, and what it passes on.
 *
 * @param failed Its code and words, and the inner revert data, where there are any; data that is a plain text may be
 * anybody's.
 * @param kind The account's kind, where it is known.
 * @returns The layers, from outside in.
 */
export function entryPointLayers(
  { code, reason, inner, cut, data, index }: FailedOpText & { readonly data?: Hex },
  kind?: Way["kind"],
): readonly ExplainedLayer[] {
  const way = { where: wayOfCode(code), kind };
  const isWhole = inner !== undefined && size(inner) < passedOnAtMost;
  const lost = inner && !isWhole ? passedOnInPart : undefined;
  const layer: ExplainedLayer = {
    ...codeLayer(code),
    layer: data !== undefined && index === undefined ? "unknown" : "EntryPoint",
    args: { reason: plainArgs(reason) },
    ...(data && { data }),
    ...(lost && { lost }),
  };
  const words = namedIn(reason, way);
  if (inner === undefined) return words ? [layer, words] : [layer];
  // v0.6's words already tell what is in the data, or instead of it.
  if (size(inner) === 0) return [layer, words ?? silentLayer(way, inner)];
  const below = dissect({ data: inner, way, cut: cut === true || !isWhole });
  return [layer, ...below];
}

/** v0.6 put a text, such as a Safe's code, into EntryPoint's words; some bundlers put an error's name there. */
function namedIn(reason: string, way: Way): ExplainedLayer | undefined {
  const name = /\breverted:? *(GS\d{3}|[A-Z]\w{3,60})\b/.exec(reason)?.[1];
  return name === undefined ? undefined : namedLayer(name, way);
}

function decodeArgs(
  { error }: DeclaredError,
  data: Hex,
  cut: boolean,
): { readonly args: ExplainedLayer["args"]; readonly lost?: string } {
  const inputs: readonly AbiParameter[] = error.inputs;
  if (inputs.length === 0) return { args: {} };
  try {
    const values = decodeAbiParameters(inputs, size(data) > 4 ? slice(data, 4) : "0x");
    const named = inputs.map(({ name }, index) => [name || String(index), values[index]]);
    return { args: plainArgs(Object.fromEntries(named)) as ExplainedLayer["args"] };
  } catch {
    const why = cut || size(data) < 4 + 32 * inputs.length ? "are cut off" : "cannot be decoded";
    return { args: {}, lost: `Its arguments ${why}.` };
  }
}

/** The 4 bytes that are left of a policy's error name it. */
function cutPolicy(word: Hex): ExplainedLayer {
  const selector = slice(word, 0, 4);
  const lost = "Its arguments are cut off.";
  if (selector === "0x00000000") return { ...silentLayer({ where: "policy" }, "0x"), layer: "policy" };
  const [said] = dissect({ data: selector, way: { where: "policy" }, cut: true });
  const { data: _, ...layer } = said as ExplainedLayer;
  return { ...layer, layer: "policy", ...(layer.lost !== undefined && { lost }) };
}
