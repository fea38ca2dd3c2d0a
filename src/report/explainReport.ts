import type { Cause, ExplainedLayer, Explanation } from "../diagnosis/Explanation.ts";

const verdicts: Readonly<Record<Explanation["verdict"], string>> = {
  refused: "Refused: it was not mined, and nothing was paid.",
  undone: "Undone: it was mined and paid for, and its calls were not made.",
  accepted: "Accepted: it was mined, and its calls took effect.",
  pending: "Waiting: it was sent, and is not mined.",
  unknown: "What became of it is not known from this.",
};

/** Arguments are told in short: whole they are in JSON. */
const longest = 70;

/**
 * Says what is known of a refusal: who spoke, from outside in, why it may be, and what to do.
 *
 * @param explanation What is known.
 * @returns The text, without a line break at the end.
 */
export function explainReport({ input, verdict, layers, causes, found, unknown }: Explanation): string {
  return [
    `${verdicts[verdict]} (Given: ${input}.)`,
    ...section("Who spoke, from outside in:", layers.flatMap(layerLines)),
    ...section(
      causes.length > 1 ? "Why it may be, the likeliest first:" : "Why:",
      causes.flatMap(causeLines),
    ),
    ...section("Found:", found),
    ...section("What is not known:", unknown),
  ].join("\n");
}

function layerLines({
  layer,
  code,
  args,
  address,
  declaredBy,
  meaning,
  lost,
  known,
}: ExplainedLayer): string[] {
  const who = layer === "unknown" ? "not known who" : layer;
  const told = Object.entries(args).filter(([, value]) => value !== undefined);
  return [
    `${who}: ${code}${known === "asked" ? " (the chain was asked)" : ""}`,
    `  ${meaning}`,
    ...told.map(([name, value]) => `  ${name}: ${short(value)}`),
    ...(address ? [`  at ${address}`] : []),
    ...(declaredBy.length > 1 ? [`  declared by ${declaredBy.join(", ")}`] : []),
    ...(lost ? [`  lost: ${lost}`] : []),
  ];
}

const causeLines = ({ rule, cause, remedy, certainty }: Cause): string[] => [
  `${certainty === "certain" ? "" : "perhaps "}${rule}: ${cause}`,
  `  → ${remedy}`,
];

function short(value: unknown): string {
  const text =
    typeof value === "object"
      ? JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one))
      : String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
