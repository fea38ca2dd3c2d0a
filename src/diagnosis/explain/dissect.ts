import { type AbiParameter, type Address, decodeAbiParameters, type Hex, size, slice } from "viem";
import { type DeclaredError, errorsByName, errorsBySelector } from "../../abis/declaredErrors.ts";
import type { FailedOpText } from "../../outcome/readEntryPointText.ts";
import { decodeFailedOp } from "../../submission/decodeFailedOp.ts";
import type { ExplainedLayer } from "../Explanation.ts";
import { aaMeaning } from "./aaCodes.ts";
import { meaningOf } from "./meaningOf.ts";
import { plainArgs } from "./plain.ts";
import { safeCodes } from "./safeCodes.ts";
import { everybodysLayer, nobodysLayer, safeLayer, silentLayer } from "./soleLayers.ts";
import { type Way, type Where, whoSpoke } from "./whoSpoke.ts";

/** EntryPoint passes on no more of a revert (v0.7, `REVERT_REASON_MAX_LEN`), in bytes. */
export const passedOnAtMost = 2048;
/** What then is lost. */
export const passedOnInPart = "EntryPoint passes on no more than 2048 bytes of a revert.";

/** Revert data and what is known of its way. */
export interface RevertToDissect {
  readonly data: Hex;
  readonly way: Way;
  /** Whether it ends in the middle. */
  readonly cut?: boolean | undefined;
}

/**
 * Takes revert data apart: who speaks in it, from outside in, as far as it tells.
 *
 * @param revert The data, and what is known of its way.
 * @returns The layers; one at least.
 */
export function dissect({ data, way, cut = false }: RevertToDissect): readonly ExplainedLayer[] {
  if (size(data) < 4) return [silentLayer(way, data)];
  const failed = decodeFailedOp(data);
  if (failed) return entryPointLayers({ ...failed, data }, way.kind);
  const selector = slice(data, 0, 4);
  const everybodys = everybodysLayer(data, way);
  if (everybodys) return [everybodys];
  const declared = errorsBySelector(selector);
  const [first] = declared;
  if (!first) return [nobodysLayer(selector, data, way)];
  const { args, lost } = decodeArgs(first, data, cut);
  const layer = layerOf(declared, { args, way });
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
    return [said, ...dissect({ data: args.returnData as Hex, way: { where: "paymaster" } })];
  }
  return [said];
}

/**
 * EntryPoint's refusal, and what it passes on.
 *
 * @param failed Its code and words, and the inner revert data, where there are any.
 * @param kind The account's kind, where it is known.
 * @returns The layers, from outside in.
 */
export function entryPointLayers(
  { code, reason, inner, cut, data }: FailedOpText & { readonly data?: Hex },
  kind?: Way["kind"],
): readonly ExplainedLayer[] {
  const way = { where: whereOf(code), kind };
  const isWhole = inner !== undefined && size(inner) < passedOnAtMost;
  const lost = inner && !isWhole ? passedOnInPart : undefined;
  const layer: ExplainedLayer = {
    layer: "EntryPoint",
    code,
    args: { reason: plainArgs(reason) },
    ...(data && { data }),
    declaredBy: ["EntryPoint"],
    meaning: aaMeaning(code) ?? "EntryPoint refused; neither v0.7 nor v0.6 is known to have this code.",
    ...(lost && { lost }),
    known: "given",
  };
  const words = namedIn(reason, way);
  if (inner === undefined || size(inner) === 0) return words ? [layer, words] : [layer];
  const below = dissect({ data: inner, way, cut: cut === true || !isWhole });
  return [layer, ...below];
}

const whereOf = (code: string): Where => {
  if (["AA23", "AA22", "AA24"].includes(code)) return "validation";
  if (code === "AA13") return "deployment";
  return ["AA33", "AA50"].includes(code) ? "paymaster" : "unknown";
};

/**
 * An error that is known by its name alone.
 *
 * @param name The name, or a code of a Safe.
 * @param way What is known of its way.
 * @returns The layer; undefined where nobody known has such an error.
 */
export function namedLayer(name: string, way: Way): ExplainedLayer | undefined {
  if (safeCodes[name]) return safeLayer(name);
  const declared = errorsByName(name);
  if (declared.length === 0) return undefined;
  const lost = (declared[0]?.error.inputs.length ?? 0) > 0 ? { lost: "Its arguments were not given." } : {};
  return { ...layerOf(declared, { args: {}, way }), ...lost };
}

/** v0.6 put a Safe's code into EntryPoint's words, and some bundlers do still. */
function namedIn(reason: string, way: Way): ExplainedLayer | undefined {
  const name = /\bGS\d{3}\b/.exec(reason)?.[0];
  return name === undefined ? undefined : namedLayer(name, way);
}

function layerOf(
  declared: readonly DeclaredError[],
  { args, way }: { readonly args: ExplainedLayer["args"]; readonly way: Way },
): ExplainedLayer {
  const code = declared[0]?.error.name as string;
  const { layer, declaredBy } = whoSpoke(declared, way);
  // A policy that just says no has SmartSession say so.
  const said =
    code === "PolicyViolation" ? { layer: "policy" as const, address: args.policy as Address } : { layer };
  return {
    ...said,
    code,
    args,
    declaredBy,
    meaning: meaningOf({ code, args, declaredBy }),
    known: "given",
  };
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
