import { isAddressEqual, size, slice } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import { errorsBySelector } from "../../abis/declaredErrors.ts";
import { explainError, withFigures } from "../../outcome/explainRule.ts";
import { toRefusal } from "../../outcome/toRefusal.ts";
import type { RefusalLayer } from "../../refusal/Refusal.ts";
import type { Cause, ExplainedLayer, Explanation } from "../Explanation.ts";
import type { Asked } from "./Asked.ts";
import { causesOf } from "./causesOf.ts";
import { clearedOfTime } from "./clearedOfTime.ts";
import { dissect } from "./dissect.ts";
import { figuresOf } from "./figuresOf.ts";
import { toExplained } from "./layersOf.ts";
import { unknownOf } from "./unknownOf.ts";

/** Whom it can be asked of, and the operation where it is known. */
type OfOperation = Asked & { readonly operation: UserOperation<"0.7"> | undefined };

/** What the layers said, once the chain was asked. */
export interface LayersAsked {
  readonly layers: readonly RefusalLayer[];
  readonly phase: "validation" | "execution";
  readonly verdict: Explanation["verdict"];
  readonly found: readonly string[];
  /** The block on whose state the operation was played, where nothing of its refusal was given. */
  readonly playedAt?: bigint | undefined;
  /** Whether what the chain was asked may be otherwise than it was then. Default: not. */
  readonly isPast?: boolean;
}

/**
 * Explains what the layers said.
 *
 * @param asked The operation, and whom it can be asked of.
 * @param said What they said, when, and what became of the operation.
 * @returns The explanation.
 */
export async function explainLayers(
  asked: OfOperation,
  { layers: all, phase, verdict, found, isPast = false, playedAt }: LayersAsked,
): Promise<Explanation> {
  const { evidence, account, operation } = asked;
  const kind = account?.kind;
  const cleared = clearedOfTime(asked, all);
  const said = withoutCut(cleared?.layers ?? all);
  const passedOn = account && !account.hidesErrors ? said.findIndex(isPassedOn) : -1;
  const layers = (passedOn === -1 ? said : said.slice(0, passedOn + 1)).flatMap((layer, index) =>
    index === passedOn && layer.data
      ? dissect({ data: layer.data, way: { where: phase, kind } })
      : withPaymaster(toExplained(layer, { kind })),
  );
  const circumstances = { where: phase, kind, operation };
  const certain = passedOn === -1 && !cleared ? await certainCause(asked, said, phase) : undefined;
  const isAsked = layers.some(({ known }) => known === "asked");
  const causes =
    cleared?.causes ??
    (certain
      ? [isPast && isAsked ? { ...certain, certainty: "possible" as const } : certain]
      : causesOf(layers, circumstances));
  const silent = certain ? [] : unknownOf(evidence, { layers, causes, asked: "validator" });
  const changed =
    isPast && isAsked
      ? ["The chain was asked as it stands now: what it says may have been otherwise then."]
      : [];
  return {
    input: evidence.input,
    verdict,
    ...(playedAt !== undefined && { playedAt }),
    layers: playedAt === undefined ? layers : layers.map((layer) => ({ ...layer, known: "asked" as const })),
    causes,
    found,
    unknown: [...evidence.remarks, ...silent, ...changed, ...(cleared ? [cleared.sentence] : [])],
  };
}

async function certainCause(
  { world, account, operation }: OfOperation,
  said: readonly RefusalLayer[],
  phase: LayersAsked["phase"],
): Promise<Cause | undefined> {
  if (said.length === 0) return undefined;
  const refusal = toRefusal(said, phase);
  const { rule, reason, remedy } = refusal;
  const inner = said.at(-1) as RefusalLayer;
  if (rule === "unknown" && !explainError(inner)) return undefined;
  const isSessions =
    account &&
    operation &&
    isAddressEqual(account.validatorOf(operation.nonce >> 64n), world.contracts.SmartSession.address);
  // That its validator was asked and said nothing: EntryPoint's code alone is not the owner's signature.
  if (isSessions && inner.code === "AA24") return undefined;
  const figures =
    isSessions && phase === "validation" ? await figuresOf(world, account, operation, rule) : undefined;
  return { rule, cause: withFigures(reason, figures), remedy, certainty: "certain" };
}

/** What an account passes on may have been cut by the bundler: asked for, it is whole. */
const withoutCut = (layers: readonly RefusalLayer[]): readonly RefusalLayer[] =>
  layers.filter(
    ({ layer, known, data = "0x" }) =>
      layer !== "account" ||
      known !== "returned" ||
      size(data) < 4 ||
      !layers.some((other) => other.known === "asked" && other.data?.startsWith(data)),
  );

/** An open account passes on what is not its own, and the validator answers otherwise by now: the data tells who spoke. */
const isPassedOn = ({ layer, known, code, data }: RefusalLayer): boolean =>
  layer === "account" &&
  known === "returned" &&
  data !== undefined &&
  size(data) >= 4 &&
  slice(data, 0, 4) === code &&
  errorsBySelector(code).length > 0;

/** EntryPoint passes on what a paymaster reverted with, too. */
const withPaymaster = (layer: ExplainedLayer): readonly ExplainedLayer[] =>
  layer.layer === "EntryPoint" && layer.code === "AA33" && layer.data
    ? [layer, ...dissect({ data: layer.data, way: { where: "paymaster" } })]
    : [layer];
