import { formatEther } from "viem";
import type { Outcome } from "../refusal/Outcome.ts";
import type { ProofRow, ProvedPermission, ProvedTarget, ProveResult, Verdict } from "../scenarios/prove.ts";
import type { World } from "../world/World.ts";
import { table } from "./table.ts";
import { worldReport } from "./worldReport.ts";

/** How wide a report may be where nobody says. */
const defaultColumns = 120;
/** Narrower than that its words break. */
const leastColumns = 100;

const marks: Readonly<Record<Verdict, string>> = {
  permitted: "✓ permitted",
  targetRefused: "! permitted; the target refused",
  useRefused: "✗ a use was refused",
  refused: "✓ refused",
  refusedOtherwise: "✗ refused, but not for this",
  letThrough: "✗ let through",
  notAttacked: "– not attacked",
};

/**
 * A proof as a person reads it: the world, every permission with its use and the attacks on it, what nothing limits.
 *
 * @param world Where it was made.
 * @param result What became of it.
 * @param columns How many characters wide it may be; 100 at the least. Default 120.
 * @returns Text, without a line break at the end.
 */
export function proveReport(world: World, result: ProveResult, columns: number = defaultColumns): string {
  const { file, account, permissions } = result;
  return [
    worldReport(world),
    `Account: ${account.kind} ${account.address}`,
    `File: ${file}`,
    ...permissions.flatMap((permission) => [
      "",
      ...permissionLines(permission, Math.max(columns, leastColumns)),
    ]),
    "",
    ...verdictLines(result),
  ].join("\n");
}

/**
 * A row in a line, for progress while a proof is made.
 *
 * @param name The session's name.
 * @param row The row, ended.
 * @returns The line, without a line break.
 */
export function proofLine(name: string, { field, attack, verdict }: ProofRow): string {
  return `${marks[verdict].charAt(0)} ${name}: ${field === "use" ? "" : `${field}: `}${attack}`;
}

function permissionLines(permission: ProvedPermission, columns: number): readonly string[] {
  const { name, sessions, target, words, rows, unlimited } = permission;
  const alike = sessions > 1 ? ` and ${sessions - 1} more that are alike` : "";
  const marked = rows.filter(({ note }) => note !== undefined);
  return [
    `${name}${alike}: ${describeTarget(target)}`,
    ...words.map(
      ({ word, address, origin }) => `  ${word}, in its rules: ${address}, ${describeOrigin[origin]}`,
    ),
    rowTable(rows, columns),
    ...marked.map(({ field, attack, verdict, note }) => `  ${marks[verdict]}: ${field}, ${attack}: ${note}`),
    ...unlimited.map(({ field, statement }) => `  nothing limits: ${field}: ${statement}`),
  ];
}

const describeOrigin: Readonly<Record<ProvedTarget["origin"], string>> = {
  chain: "as it stands on the chain",
  preset: "the preset's contract",
  artifact: "made of its build artifact",
  standIn: "a STAND-IN that accepts every call: the permission is proved, not the contract",
};

function describeTarget({ address, origin, note }: ProvedTarget): string {
  return `${address}, ${describeOrigin[origin]}${note ? ` (${note})` : ""}`;
}

/** Borders and padding of a table take three characters a column, and one more. */
const textWidth = (columns: number, count: number) => columns - count * 3 - 1;

function rowTable(rows: readonly ProofRow[], columns: number): string {
  const widths = { field: 16, expected: 17, verdict: 15 };
  const rest = textWidth(columns, 6) - widths.field - widths.expected - widths.verdict;
  const [bound, attack] = [Math.floor(rest * 0.3), Math.floor(rest * 0.3)];
  const happened = rest - bound - attack;
  return table({
    head: ["field", "bound", "attack", "expected", "what happened", "verdict"],
    rows: rows.map((row) => [
      broken(row.field, widths.field),
      broken(describeBound(row), bound),
      broken(row.attack, attack),
      broken(row.expected ? `${row.expected.layer}: ${row.expected.rule}` : "permitted", widths.expected),
      broken(row.outcome ? describeOutcome(row.outcome) : "nothing was sent", happened),
      marks[row.verdict],
    ]),
    widths: [widths.field, bound, attack, widths.expected, happened, widths.verdict],
  });
}

/** A table would cut a word that is longer than its column. */
const broken = (text: string, width: number): string =>
  text.replace(new RegExp(`\\S{${width}}(?=\\S)`, "g"), (part) => `${part}\n`);

function describeBound({ field, bound }: ProofRow): string {
  if (bound === null) return "";
  if (typeof bound !== "bigint") return bound;
  if (field === "maxValue" || field === "maxTotalValue") return `${formatEther(bound)} ETH`;
  if (field !== "validAfter" && field !== "validUntil") return String(bound);
  return `${bound} ${new Date(Number(bound) * 1000).toISOString().replace(".000Z", "Z")}`;
}

function describeOutcome(outcome: Outcome): string {
  if (outcome.status === "accepted") return "accepted";
  const { layer, code, policy, rule } = outcome.refusal;
  const who = policy && layer === "policy" ? policy.name : layer;
  return outcome.mined ? `permitted; ${who} refused: ${code}` : `${who}: ${code} (${rule})`;
}

function verdictLines({ permissions, counts, ok }: ProveResult): readonly string[] {
  const rows = Object.values(counts).reduce((total, count) => total + count, 0);
  const uses = permissions.length;
  const made = counts.refused + counts.refusedOtherwise + counts.letThrough;
  const stoodIn = permissions.filter(({ target }) => target.origin === "standIn").length;
  const asides = [
    ...(counts.targetRefused > 0 ? [`${counts.targetRefused} used where the target itself refuses`] : []),
    ...(counts.notAttacked > 0 ? [`${counts.notAttacked} not attacked`] : []),
    ...(stoodIn > 0 ? [`${stoodIn} on a stand-in`] : []),
  ];
  const aside = asides.length > 0 ? ` (${asides.join(", ")})` : "";
  if (ok) {
    const attacks = made === 1 ? "1 attack was" : `${made} attacks were`;
    // What was permitted and never done is no use to whoever reads "Proved".
    const proved =
      counts.permitted > 0 ? "Proved" : "Proved of the sessions alone, as no target accepted a use";
    return [
      `${proved}: ${uses} ${uses === 1 ? "permission permits its use" : "permissions permit their uses"}, and ${attacks} refused, each for its own reason${aside}.`,
    ];
  }
  const failures = permissions.flatMap(({ name, rows: all }) =>
    all.filter(({ verdict }) => marks[verdict].startsWith("✗")).map((row) => describeFailure(name, row)),
  );
  return [`Not proved: ${failures.length} of ${rows} rows did not end as they should${aside}:`, ...failures];
}

function describeFailure(name: string, { field, attack, expected, outcome, verdict }: ProofRow): string {
  const lines = [
    `  ${marks[verdict]}: ${name}, ${field}: ${attack}`,
    `    expected: ${expected ? `refused by ${expected.layer} for ${expected.rule}` : "permitted"}`,
    `    observed: ${outcome ? describeOutcome(outcome) : "nothing was sent"}`,
  ];
  if (outcome?.status === "rejected")
    lines.push(`    ${outcome.refusal.reason}`, `    → ${outcome.refusal.remedy}`);
  if (verdict === "letThrough") {
    lines.push(
      "    → Do not grant this permission: look which contracts this world holds, and how it was compiled.",
    );
  }
  return lines.join("\n");
}
