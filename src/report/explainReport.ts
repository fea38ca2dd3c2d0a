import type { Hex } from "viem";
import type { Cause, ExplainedLayer, Explanation } from "../diagnosis/Explanation.ts";

const verdicts: Readonly<Record<Explanation["verdict"], string>> = {
  refused: "Refused: it was not mined, and nothing was paid.",
  undone: "Undone: it was mined and paid for, and its calls were not made.",
  accepted: "Accepted: it was mined, and its calls took effect.",
  pending: "Waiting: it was sent, and is not mined.",
  unknown: "What became of it is not known from this.",
};

/** 32 bytes may be either's: the report tells whose they were. */
const inputs: Readonly<Partial<Record<Explanation["input"], string>>> = { transaction: "hash" };

/** Arguments are told in short: whole they are in JSON. */
const longest = 70;

/** How many causes are told with what to do about each, where none is certain. */
const most = 3;

/**
 * Says what is known of a refusal: who spoke, from outside in, why it may be, and what to do. Where much may be the cause,
 * what would tell it comes first.
 *
 * @param explanation What is known.
 * @returns The text, without a line break at the end.
 */
export function explainReport(explanation: Explanation): string {
  const { input, layers, causes, found, unknown } = explanation;
  const isCertain = causes[0]?.certainty === "certain";
  const isOpen = !isCertain && causes.length > most;
  const notKnown = section("What is not known:", unknown);
  return [
    `${verdictOf(explanation)} (Given: ${inputs[input] ?? input}.)`,
    ...(isOpen ? notKnown : []),
    ...section("Who spoke, from outside in:", layers.flatMap(layerLines)),
    ...section(
      isCertain ? "Why:" : causes.length > 1 ? "Perhaps, the likeliest first:" : "Perhaps:",
      causes.flatMap((cause, index) => causeLines(cause, { isCertain, isShort: isOpen && index >= most })),
    ),
    ...section("Found:", found),
    ...(isOpen ? [] : notKnown),
  ].join("\n");
}

/** What was only played is told as what would be. */
function verdictOf({ verdict, causes, playedAt }: Explanation): string {
  if (playedAt === undefined) return verdicts[verdict];
  const isUndone = causes.length > 0 ? "its calls would be undone" : "it would take effect";
  const would = verdict === "refused" ? "it would be refused" : isUndone;
  return `It is not mined. Sent now (block ${playedAt}), ${would}.`;
}

function layerLines({
  layer,
  code,
  args,
  address,
  declaredBy,
  data,
  meaning,
  lost,
  known,
}: ExplainedLayer): string[] {
  const who = layer === "unknown" ? "not known who" : layer;
  const told = Object.entries(args).filter(([, value]) => value !== undefined);
  return [
    `${who}: ${code}${selectorOf(layer, code, data)}${known === "asked" ? " (the chain was asked)" : ""}`,
    `  ${meaning}`,
    ...told.map(([name, value]) => `  ${name}: ${short(value)}`),
    ...(address ? [`  at ${address}`] : []),
    ...(declaredBy.length > 1 ? [`  declared by ${declaredBy.join(", ")}`] : []),
    ...(lost ? [`  lost: ${lost}`] : []),
  ];
}

/** As it is found elsewhere: an error's name alone is not searched for. */
function selectorOf(layer: ExplainedLayer["layer"], code: string, data: Hex = "0x"): string {
  const isName = layer !== "EntryPoint" && /^[A-Z]\w*[a-z]\w*$/.test(code);
  return isName && data.length >= 10 ? ` ${data.slice(0, 10)}` : "";
}

function causeLines(
  { rule, cause, remedy, certainty }: Cause,
  { isCertain, isShort }: { readonly isCertain: boolean; readonly isShort: boolean },
): string[] {
  const told = `${isCertain && certainty === "possible" ? "perhaps " : ""}${rule}: ${cause}`;
  return isShort ? [told] : [told, `  → ${remedy}`];
}

function short(value: unknown): string {
  const text =
    typeof value === "object"
      ? JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one))
      : String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
