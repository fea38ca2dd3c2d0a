import { decodeErrorResult, type Hex, slice } from "viem";
import type { ExplainedLayer } from "../Explanation.ts";
import { meaningOf } from "./meaningOf.ts";
import { plainArgs } from "./plain.ts";
import { safeCodes } from "./safeCodes.ts";
import { type Way, whoSpoke } from "./whoSpoke.ts";

/**
 * `Error(string)` and `Panic(uint256)`, which the compiler gives to every contract; a Safe's codes come as such a text.
 *
 * @param data Revert data of 4 bytes at least.
 * @param way What is known of its way.
 * @returns The layer; undefined where it is another error.
 */
export function everybodysLayer(data: Hex, way: Way): ExplainedLayer | undefined {
  const selector = slice(data, 0, 4);
  const code = ({ "0x08c379a0": "Error", "0x4e487b71": "Panic" } as const)[selector as "0x08c379a0"];
  if (!code) return undefined;
  let args: ExplainedLayer["args"] = {};
  let lost: string | undefined;
  try {
    const { args: values } = decodeErrorResult({ abi: [], data });
    args = code === "Error" ? { message: plainArgs(values?.[0]) } : { reason: values?.[0] };
  } catch {
    lost = code === "Error" ? "Its text is cut off." : "Its code is cut off.";
  }
  const safe = /^GS\d{3}$/.exec(String(args.message))?.[0];
  if (safe && safeCodes[safe] && maybeSafe(way)) return { ...safeLayer(safe, way), data };
  const declaredBy: readonly string[] = [];
  return {
    layer: whoSpoke([], way).layer,
    code,
    args,
    data,
    declaredBy,
    meaning: meaningOf({ code, args, declaredBy }),
    ...(lost && { lost }),
    known: "given",
  };
}

/** No paymaster and no policy is a Safe, and other accounts are none. */
const maybeSafe = ({ where, kind = "safe7579" }: Way) =>
  kind === "safe7579" && where !== "paymaster" && where !== "policy";

/** A Safe's refusal, by a code that is known: the account's, where it is the account that speaks. */
export const safeLayer = (code: string, { where }: Way): ExplainedLayer => ({
  layer: where === "validation" || where === "deployment" ? "account" : "unknown",
  code,
  args: {},
  declaredBy: ["Safe"],
  meaning: safeCodes[code] as string,
  known: "given",
});

/** A revert without a word. */
export const silentLayer = (way: Way, data: Hex): ExplainedLayer => ({
  layer: whoSpoke([], way).layer,
  code: "no data",
  args: {},
  data,
  declaredBy: [],
  meaning:
    "A revert without a word: out of gas, a call to what is no contract, or a contract that gives no reason.",
  known: "given",
});

/** An error that nobody known declares. */
export const nobodysLayer = (selector: Hex, data: Hex, way: Way): ExplainedLayer => ({
  layer: whoSpoke([], way).layer,
  code: selector,
  args: {},
  data,
  declaredBy: [],
  meaning: "No contract that is known here declares this error: its selector is all that is known.",
  known: "given",
});
