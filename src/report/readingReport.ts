import type { Reading, ReadingAt } from "../scenarios/bench.ts";
import { table } from "./table.ts";

/** How many times as long the same number of facts may take on the whole chain as on its first quarter. */
const mostGrowth = 1.5;
/** Of the differences between analysis and ledger, as many are shown. */
const shown = 10;

/**
 * What reading a chain takes as it grows, as a person reads it.
 *
 * @param reading What was measured.
 * @returns Lines of text.
 */
export function readingReport({ sessions, accounts, populating, lengths, growth }: Reading): string[] {
  const differences = lengths.flatMap((one) =>
    one.differences.map((difference) => ({ ...difference, ...one })),
  );
  return [
    `Reading what ${sessions} sessions of ${accounts} accounts were used for, as the chain grows`,
    table({
      head: [
        "uses",
        "facts",
        "read, ms",
        "analysed, ms",
        "read",
        "analysed",
        "heap, MB",
        "kept",
        "as was done",
      ],
      rows: lengths.map(rowOf),
      widths: [7, 7, 8, 12, 6, 8, 8, 5, 11],
      rightAligned: [0, 1, 2, 3, 4, 5, 6, 7],
    }),
    table({
      head: ["1,000 facts of all of it / of the first quarter", "", "target"],
      rows: [
        ["read", ...growthCells(growth.reading)],
        ["analysed", ...growthCells(growth.analysing)],
      ],
      widths: [50, 8, 10],
      rightAligned: [1],
    }),
    "read, analysed: milliseconds for 1,000 facts; analysing is reading, adding up, and asking the chain about",
    "each session. heap: the most that an analysis has in use at once; kept: what is left with its result.",
    `as was done: the analysis says what whoever filled the chain (in ${(populating / 1000).toFixed(1)} s) wrote down.`,
    ...differences
      .slice(0, shown)
      .map(
        ({ uses, what, ledger = "nothing", analysis = "nothing" }) =>
          `✗ at ${uses} uses, ${what}: done ${ledger}, read ${analysis}`,
      ),
    ...(differences.length > shown ? [`… and ${differences.length - shown} more`] : []),
  ];
}

function rowOf({ uses, facts, reading, analysing, heap, differences }: ReadingAt): string[] {
  const perThousand = (milliseconds: number) => ((1000 * milliseconds) / facts).toFixed(0);
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  return [
    String(uses),
    String(facts),
    reading.toFixed(0),
    analysing.toFixed(0),
    perThousand(reading),
    perThousand(analysing),
    megabytes(heap.live),
    megabytes(heap.kept),
    differences.length === 0 ? "✓" : `✗ ${differences.length}`,
  ];
}

const growthCells = (growth: number): [string, string] => [
  `${growth.toFixed(2)} ×`,
  `${growth < mostGrowth ? "✓" : "✗"} < ${mostGrowth}`,
];
