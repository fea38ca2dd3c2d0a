import { table } from "../../src/index.ts";
import type { Mutant } from "./findMutants.ts";
import type { TestedMutant } from "./testMutants.ts";

/** What became of the mutants, for programs. */
export interface MutationResult {
  /** How long it took, in seconds. */
  readonly seconds: number;
  readonly contracts: readonly ContractCounts[];
  readonly mutants: readonly ReportedMutant[];
  /** Whether none lives but those that are equivalent, none that is listed as such was killed, and all were tested. */
  readonly ok: boolean;
}

/** How many mutants of a contract met which fate. */
export interface ContractCounts {
  readonly contract: string;
  readonly mutants: number;
  readonly killedBySolidityTests: number;
  readonly killedBySuite: number;
  /** Of those that were killed, how many by tests that took too long. */
  readonly timedOut: number;
  readonly didNotCompile: number;
  /** Listed as such, or compiled to the same code. */
  readonly equivalent: number;
  /** Those of which the tests said nothing, as they broke off. */
  readonly brokeOff: number;
  readonly living: number;
}

/** One mutant and its fate. */
export interface ReportedMutant extends Pick<Mutant, "id" | "place" | "file" | "line"> {
  readonly fate:
    | "killed by Solidity tests"
    | "killed by the suite"
    | "did not compile"
    | "equivalent"
    | "broke off"
    | "lives"
    | "killed, though listed as equivalent";
  readonly timedOut?: true;
  /** The test that killed it, what the compiler says, or why it is equivalent. */
  readonly by?: string;
}

/** What no run may end with. */
const wrong: readonly ReportedMutant["fate"][] = [
  "lives",
  "broke off",
  "killed, though listed as equivalent",
];

/**
 * Counts what became of the mutants.
 *
 * @param tested The mutants and their verdicts.
 * @param reasons Why mutants are equivalent, by id.
 * @param seconds How long it took.
 * @returns The counts of each contract, and each mutant's fate.
 */
export function toResult(
  tested: readonly TestedMutant[],
  reasons: ReadonlyMap<string, string>,
  seconds: number,
): MutationResult {
  const mutants = tested.map((one) => report(one, reasons.get(one.mutant.id)));
  const names = [...new Set(tested.map(({ mutant }) => mutant.contract))];
  return {
    seconds,
    contracts: names.map((contract) =>
      count(
        contract,
        mutants.filter((_, index) => tested[index]?.mutant.contract === contract),
      ),
    ),
    mutants,
    ok: mutants.every(({ fate }) => !wrong.includes(fate)),
  };
}

function report({ mutant, verdict }: TestedMutant, reason: string | undefined): ReportedMutant {
  const { id, place, file, line } = mutant;
  const { fate, ...rest } = verdict;
  const named = { id, place, file, line };
  if (fate === "same code") return { ...named, fate: "equivalent", by: "compiles to the same code" };
  if (reason === undefined || fate === "broke off") return { ...named, fate, ...rest };
  if (fate === "lives") return { ...named, fate: "equivalent", by: reason };
  return { ...named, fate: "killed, though listed as equivalent", ...rest };
}

function count(contract: string, mutants: readonly ReportedMutant[]): ContractCounts {
  const of = (...fates: ReportedMutant["fate"][]) =>
    mutants.filter(({ fate }) => fates.includes(fate)).length;
  return {
    contract,
    mutants: mutants.length,
    killedBySolidityTests: of("killed by Solidity tests"),
    killedBySuite: of("killed by the suite"),
    timedOut: mutants.filter(({ timedOut }) => timedOut).length,
    didNotCompile: of("did not compile"),
    equivalent: of("equivalent"),
    brokeOff: of("broke off"),
    living: of("lives"),
  };
}

/**
 * What became of the mutants, as a person reads it.
 *
 * @param result The counts.
 * @returns Text, without a line break at the end.
 */
export function mutationReport(result: MutationResult): string {
  const { contracts, mutants, seconds } = result;
  const cells = (name: string, of: (key: Exclude<keyof ContractCounts, "contract">) => number) => [
    name,
    ...columns.map(({ key }) => String(of(key))),
  ];
  const sum = (key: Exclude<keyof ContractCounts, "contract">) =>
    contracts.reduce((total, one) => total + one[key], 0);
  const lines = (fate: ReportedMutant["fate"], title: string) => {
    const those = mutants.filter((one) => one.fate === fate);
    if (those.length === 0) return [];
    return ["", title, ...those.flatMap((one) => describe(one))];
  };
  return [
    table({
      head: ["contract", ...columns.map(({ title }) => title)],
      rows: [...contracts.map((one) => cells(one.contract, (key) => one[key])), cells("all", sum)],
      widths: [24, 7, 14, 9, 6, 7, 10, 5, 6],
      rightAligned: [1, 2, 3, 4, 5, 6, 7, 8],
    }),
    `${Math.round(seconds)} s. Timed out: killed by tests that took too long, an endless loop for the most part.`,
    ...lines("equivalent", "Equivalent, for these change nothing that can be observed:"),
    ...lines("killed, though listed as equivalent", "Listed as equivalent, but a test tells them apart:"),
    ...lines("broke off", "Not tested, for the tests broke off:"),
    ...lines("lives", "Living, for no test tells them from the contract:"),
  ].join("\n");
}

const columns = [
  { title: "mutants", key: "mutants" },
  { title: "killed by Solidity tests", key: "killedBySolidityTests" },
  { title: "killed by the suite", key: "killedBySuite" },
  { title: "timed out", key: "timedOut" },
  { title: "did not compile", key: "didNotCompile" },
  { title: "equivalent", key: "equivalent" },
  { title: "broke off", key: "brokeOff" },
  { title: "living", key: "living" },
] as const;

function describe({ id, file, line, by }: ReportedMutant): readonly string[] {
  return [`  ${file}:${line}`, `    ${id}`, ...(by === undefined ? [] : [by.replace(/^/gm, "    ")])];
}
