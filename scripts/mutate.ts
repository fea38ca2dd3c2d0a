import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { InvalidInputError, toJson } from "../src/index.ts";
import { equivalents } from "./mutate/equivalent.ts";
import { findSubjects, type Subject } from "./mutate/findSubjects.ts";
import { matchEquivalents } from "./mutate/matchEquivalents.ts";
import { mutationReport, toResult } from "./mutate/mutationReport.ts";
import { openWorkplace } from "./mutate/openWorkplace.ts";
import { testMutants } from "./mutate/testMutants.ts";
import { runAtEdge } from "./runAtEdge.ts";

interface Options {
  readonly contracts: readonly string[];
  readonly workers: string | undefined;
  readonly list: boolean;
  readonly json: boolean;
}

/** `mutate`: whether the tests tell the reference contracts from contracts with one small mistake. */
export default async function mutate(
  { contracts, workers = "2", list, json }: Options,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      const { root } = hre.config.paths;
      const all = findSubjects(root);
      const reasons = matchEquivalents(
        all.flatMap(({ mutants }) => mutants),
        equivalents,
      );
      const subjects = choose(all, contracts);
      const count = parseWorkers(workers);
      const total = subjects.reduce((sum, { mutants }) => sum + mutants.length, 0);
      if (list) {
        const mutants = subjects.flatMap((subject) =>
          subject.mutants.map(({ source: _, ...mutant }) => ({
            ...mutant,
            equivalent: reasons.get(mutant.id),
          })),
        );
        console.log(json ? toJson(mutants) : mutants.map(({ id }) => id).join("\n"));
        return true;
      }
      const started = performance.now();
      const workplace = openWorkplace(root);
      try {
        const tested = await testMutants(root, workplace, subjects, count, {
          stage: (text) => console.error(`${text} …`),
          tested: ({ mutant, verdict: { fate, timedOut, by } }, done, seconds) => {
            const said = timedOut ? "timed out" : by;
            const why = said === undefined ? "" : ` (${said})`;
            console.error(`[${done}/${total}] ${seconds.toFixed(1)} s  ${fate}  ${mutant.id}${why}`);
          },
        });
        const result = toResult(tested, reasons, (performance.now() - started) / 1000);
        console.log(json ? toJson(result) : `\n${mutationReport(result)}`);
        return result.ok;
      } finally {
        workplace.close();
      }
    },
    { json },
  );
}

function choose(all: readonly Subject[], names: readonly string[]): readonly Subject[] {
  const known = all.map(({ contract }) => contract);
  for (const name of names) {
    if (known.includes(name)) continue;
    refuse(
      "contracts",
      name,
      "is no contract that is mutated",
      `Give some of: ${known.join(", ")}; or none, for all.`,
    );
  }
  return names.length === 0 ? all : all.filter(({ contract }) => names.includes(contract));
}

function parseWorkers(text: string): number {
  if (!/^([1-9]|[1-5]\d|6[0-4])$/.test(text)) {
    refuse("workers", text, "is no number of workers", "Give 1 to 64; each is a copy of the project.");
  }
  return Number(text);
}

function refuse(field: string, value: string, problem: string, remedy: string): never {
  throw new InvalidInputError([{ field, value, problem, remedy }]);
}
