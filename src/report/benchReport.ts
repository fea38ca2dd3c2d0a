import type { BenchResult, Spread } from "../scenarios/bench.ts";
import { table } from "./table.ts";

/** What is aimed at, in milliseconds. */
const targets = { warmWorld: 150, use: 8 };

/**
 * The bench as a person reads it: times beside their targets, where the time of a use goes, and gas.
 *
 * @param result What was measured.
 * @returns Text, without a line break at the end.
 */
export function benchReport(result: BenchResult): string {
  const { account, worldSetUp, use, raw, ratio, breakdown, enabling, other } = result;
  const total = breakdown.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const times: string[][] = [
    ["world set-up, cold (the first in the process)", worldSetUp.cold.toFixed(0), "", ""],
    [
      `world set-up, warm (${worldSetUp.warm.count} fresh chains)`,
      ...spreadCells(worldSetUp.warm, 0),
      target(worldSetUp.warm.median, targets.warmWorld),
    ],
    [
      "use by the instant bundler, gas given",
      ...spreadCells(use.gasGiven),
      target(use.gasGiven.median, targets.use),
    ],
    ["use by the instant bundler, gas estimated", ...spreadCells(use.gasEstimated), ""],
    ["raw handleOps, signed before", ...spreadCells(raw), ""],
    ["use with gas given / raw", `${ratio.toFixed(2)} ×`, "", ""],
    ...(other
      ? [
          [`use over ${other.name}, gas given`, ...spreadCells(other.gasGiven), ""],
          [`use over ${other.name}, gas estimated`, ...spreadCells(other.gasEstimated), ""],
        ]
      : [["use over alto: asked for by --bundler alto", "–", "", ""]]),
  ];
  return [
    `Times in milliseconds; account ${account}, ${use.gasGiven.count} uses`,
    table({
      head: ["what", "median", "9 of 10 within", "target"],
      rows: times,
      widths: [50, 8, 15, 10],
      rightAligned: [1, 2],
    }),
    "",
    "Where the time of a typical use goes, gas given",
    table({
      head: ["part", "ms", "share"],
      rows: [
        ...breakdown.map(({ part, milliseconds }) => [
          part,
          milliseconds.toFixed(2),
          `${((100 * milliseconds) / total).toFixed(0)} %`,
        ]),
        ["all of it", total.toFixed(2), "100 %"],
      ],
      widths: [50, 8, 6],
      rightAligned: [1, 2],
    }),
    "",
    "Gas of enabling sessions in one operation (a function, validUntil and maxUses each)",
    table({
      head: ["sessions", "gas", "gas a session", "call data, bytes"],
      rows: enabling.map(({ sessions, gasUsed, callDataBytes }) => [
        String(sessions),
        gasUsed.toString(),
        (gasUsed / BigInt(sessions)).toString(),
        String(callDataBytes),
      ]),
      widths: [8, 10, 13, 16],
      rightAligned: [0, 1, 2, 3],
    }),
  ].join("\n");
}

function spreadCells({ median, low, high }: Spread, digits = 1): [string, string] {
  return [median.toFixed(digits), `${low.toFixed(digits)} – ${high.toFixed(digits)}`];
}

function target(median: number, limit: number): string {
  return `${median < limit ? "✓" : "✗"} < ${limit}`;
}
