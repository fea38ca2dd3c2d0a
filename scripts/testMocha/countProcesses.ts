import { availableParallelism } from "node:os";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { InvalidInputError } from "../../src/index.ts";
import type { Given } from "./Given.ts";

/**
 * Tells in how many processes at a time the mocha tests run.
 *
 * @param given What the task was given.
 * @param globalOptions Hardhat's options.
 * @param variables The environment's: `TEST_PROCESSES` says how many.
 * @returns Default: one for each core and at most 4 for the whole suite on the default network; else 1.
 * @throws InvalidInputError where TEST_PROCESSES is no such number.
 */
export function countProcesses(
  { testFiles = [], bail, grep, grepExclude }: Given,
  { network, coverage, gasStats, gasStatsJson }: HardhatRuntimeEnvironment["globalOptions"],
  { TEST_PROCESSES: text }: Readonly<Record<string, string | undefined>>,
): number {
  // What ends at the first failure, or is measured in one process.
  const takesOne = bail || grep || grepExclude || coverage || gasStats || gasStatsJson !== undefined;
  if (text) {
    const count = Number(text);
    if (Number.isInteger(count) && count >= 1 && count <= 64) return takesOne ? 1 : count;
    throw new InvalidInputError([
      {
        field: "TEST_PROCESSES",
        value: text,
        problem: "is no number of processes",
        remedy: "Set it to 1 to 64, or unset it.",
      },
    ]);
  }
  const isWhole = testFiles.length === 0 && (network ?? "default") === "default" && !takesOne;
  return isWhole ? Math.min(4, availableParallelism()) : 1;
}
