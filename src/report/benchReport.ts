import type { BenchResult, Spread } from "../scenarios/bench.ts";
import { readingReport } from "./readingReport.ts";
import { table } from "./table.ts";

/** What this project aims at, in milliseconds. */
const targets = { warmWorld: 150, use: 8 };

/**
 * The bench as a person reads it: times beside their targets, where the time of a use goes, and gas.
 *
 * @param result What was measured.
 * @returns Text, without a line break at the end.
 */
export function benchReport(result: BenchResult): string {
  const { account, release, setUp, use, raw, ratio, breakdown, enabling, reading, other } = result;
  const total = breakdown.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const times: string[][] = [
    ["chain, the first in the process", setUp.cold.chain.toFixed(0), "", ""],
    ["world on that chain", setUp.cold.world.toFixed(0), "", ""],
    [`chain, ${setUp.warm.chain.count} more`, ...spreadCells(setUp.warm.chain, 0), ""],
    [
      "world on each of those",
      ...spreadCells(setUp.warm.world, 0),
      target(setUp.warm.world.median, targets.warmWorld),
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
    "A chain: Hardhat's network.create(). A world: createHarness() on a chain that is there.",
    "The targets are this project's own.",
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
      head: ["sessions", "gas of the transaction", "a session", "actualGasUsed", "call data, bytes"],
      rows: enabling.map(({ sessions, transactionGas, actualGasUsed, callDataBytes }) => [
        String(sessions),
        transactionGas.toString(),
        (transactionGas / BigInt(sessions)).toString(),
        actualGasUsed.toString(),
        String(callDataBytes),
      ]),
      widths: [8, 22, 10, 13, 16],
      rightAligned: [0, 1, 2, 3, 4],
    }),
    "actualGasUsed is what the account pays for. It holds the instant bundler's padding: its",
    "preVerificationGas (41,000, and 16 a byte), which is more than the transaction's own cost, and a tenth",
    "of the callGasLimit that its estimate leaves unused (EntryPoint v0.7).",
    ...measuredOn(release),
    "Bundlers have limits of their own, and may not take 50 in one operation (alto's: docs/library.md).",
    ...(reading ? ["", ...readingReport(reading)] : []),
  ].join("\n");
}

function measuredOn(release: string): string[] {
  return release === "v1"
    ? ["Measured on SmartSession v1, its genuine policies and session validator."]
    : [
        `Measured on SmartSession ${release} with this repository's reference policies and stand-in registry: the`,
        "genuine ones cost otherwise.",
      ];
}

function spreadCells({ median, low, high }: Spread, digits = 1): [string, string] {
  return [median.toFixed(digits), `${low.toFixed(digits)} – ${high.toFixed(digits)}`];
}

function target(median: number, limit: number): string {
  return `${median < limit ? "✓" : "✗"} < ${limit}`;
}
