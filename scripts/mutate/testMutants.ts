import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "./compile.ts";
import { NotGreenError } from "./errors.ts";
import type { Mutant } from "./findMutants.ts";
import type { Subject } from "./findSubjects.ts";
import { judge, type Runner, type TestRun, type Verdict } from "./judge.ts";
import type { Workplace } from "./openWorkplace.ts";

/** A mutant and what became of it. */
export interface TestedMutant {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

/** What is told while it goes on. */
export interface Progress {
  /** What is about to be done. */
  stage(text: string): void;
  /** A mutant is done, the how-manieth, and in how many seconds. */
  tested(one: TestedMutant, count: number, seconds: number): void;
}

/** How long the first runs may take, in milliseconds. A busy machine takes a multiple of a quiet one's minute. */
const firstBound = 15 * 60_000;
/** A mutant's tests may take this many times as long as they take without one, and this much more. */
const patience = { times: 5, more: 30_000 };

/**
 * Tests mutants in temporary copies of the project, after the tests have been green without any.
 *
 * @param root The project's folder.
 * @param workplace Where the copies are.
 * @param subjects The contracts whose mutants are tested.
 * @param workers How many copies are tested in at a time.
 * @param progress What is told meanwhile.
 * @returns The mutants, in the order of the subjects.
 * @throws NotGreenError where the tests are not green without a mutant.
 */
export async function testMutants(
  root: string,
  workplace: Workplace,
  subjects: readonly Subject[],
  workers: number,
  progress: Progress,
): Promise<readonly TestedMutant[]> {
  progress.stage("Copying the project, and running its tests without a mutant");
  const first = workplace.copy(root, "1");
  const bounds = await timeTests(workplace, first, subjects);
  // A copy of the copy: what is compiled there comes along, and the project may change meanwhile.
  const others = Array.from({ length: workers - 1 }, (_, index) => workplace.copy(first, `${index + 2}`));

  const queue = subjects.flatMap((subject) => subject.mutants.map((mutant) => ({ subject, mutant })));
  const verdicts = new Map<string, Verdict>();
  const work = async (folder: string) => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { subject, mutant } = next;
      const started = performance.now();
      const verdict = await judgeIn(workplace, folder, subject, mutant, bounds);
      verdicts.set(mutant.id, verdict);
      progress.tested({ mutant, verdict }, verdicts.size, (performance.now() - started) / 1000);
    }
  };
  progress.stage(`Testing ${queue.length} mutants, ${workers} at a time`);
  await Promise.all([first, ...others].map(work));
  return subjects.flatMap(({ mutants }) =>
    mutants.map((mutant) => ({ mutant, verdict: verdicts.get(mutant.id) as Verdict })),
  );
}

interface Bounds {
  readonly solidity: number;
  readonly suite: number;
}

/** Compiles a copy, and runs in it what will be run for the mutants. */
async function timeTests(
  workplace: Workplace,
  folder: string,
  subjects: readonly Subject[],
): Promise<Bounds> {
  const time = async (what: string, words: readonly string[]) => {
    const started = performance.now();
    const run = await workplace.run(folder, words, firstBound);
    if (run.status !== "green") throw new NotGreenError({ what, ...howItEnded(run) });
    return (performance.now() - started) * patience.times + patience.more;
  };
  await time("the build", ["build"]);
  const solidityTests = [...new Set(subjects.flatMap((subject) => subject.solidityTests))];
  const solidity =
    solidityTests.length === 0 ? 0 : await time("the Solidity tests", ["test", "solidity", ...solidityTests]);
  const suite = await time("the suite", ["test", "mocha", ...(subjects[0]?.suite ?? [])]);
  return { solidity, suite };
}

function howItEnded({ status, failed, output }: TestRun) {
  const how = { green: "ended", red: "failed", "timed out": "took too long", "broke off": "broke off" }[
    status
  ];
  return { how: failed === undefined ? how : `${how} in "${failed}"`, output: output.slice(-3_000) };
}

async function judgeIn(
  workplace: Workplace,
  folder: string,
  subject: Subject,
  mutant: Mutant,
  bounds: Bounds,
): Promise<Verdict> {
  const { file, deployed, original, solidityTests, suite } = subject;
  const runner: Runner = {
    solidity: async () =>
      solidityTests.length === 0
        ? undefined
        : workplace.run(folder, ["test", "solidity", ...solidityTests], bounds.solidity),
    suite: () => workplace.run(folder, ["test", "mocha", "--bail", ...suite], bounds.suite),
    compile: ({ source }, unchanged = false) =>
      compile(folder, deployed, { [file]: unchanged ? original : source }),
  };
  const path = join(folder, file);
  writeFileSync(path, mutant.source);
  try {
    return await judge(mutant, runner);
  } finally {
    writeFileSync(path, original);
  }
}
