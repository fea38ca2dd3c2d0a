import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import {
  createWorld,
  findReleases,
  HarnessError,
  ReleaseNotPresentError,
  readEnvironment,
} from "../src/index.ts";
import { hasAnvil } from "./anvil/hasAnvil.ts";
import { type ForkOfRun, forkOfRun } from "./forks/forkOfRun.ts";
import { inWords } from "./runAtEdge.ts";
import { countProcesses } from "./testMocha/countProcesses.ts";
import type { Given } from "./testMocha/Given.ts";
import { runHere } from "./testMocha/runHere.ts";
import { runParts } from "./testMocha/runParts.ts";
import { addUp, type Summary } from "./testMocha/Summary.ts";
import { shareOut } from "./testMocha/shareOut.ts";
import { toResult } from "./testMocha/toResult.ts";

/**
 * `test mocha`: as Hardhat's own, but the whole suite runs in several processes at a time, and on every release of
 * SmartSession that is there where SMART_SESSIONS_RELEASE is `all`.
 */
const testMocha: TaskOverrideActionFunction<Given> = async (given, hre, runSuper) => {
  let releases: readonly string[];
  let processes: number;
  try {
    processes = countProcesses(given, hre.globalOptions, process.env);
    const fork = forkOfRun(hre);
    if (fork) await checkFork(fork, hre);
    releases = fork ? [] : chooseReleases();
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    console.error(inWords(error));
    return toResult({ passed: 0, failed: 1, skipped: 0, todo: 0 });
  }
  if (hre.globalOptions.network === "anvil" && !hasAnvil()) {
    console.log(withoutAnvil);
    return toResult({ passed: 0, failed: 0, skipped: 0, todo: 0 });
  }
  if (!given.noCompile) await hre.tasks.getTask("build").run({});
  process.env.TEST_BUILT = hre.config.paths.root; // see scripts/build.ts
  if (releases.length === 0 && processes === 1) return runHere(withAnnouncement(given), hre, runSuper);
  const words = toWords(given, hre);
  const parts =
    processes === 1 ? [given.testFiles ?? []] : shareOut(listFiles(given, hre), processes, takesLong);
  const summaries: Summary[] = [];
  for (const release of releases.length === 0 ? [undefined] : releases) {
    summaries.push(await runParts({ words, parts, processes, release }));
  }
  return toResult(addUp(summaries));
};

export default testMocha;

const withoutAnvil = `
Not run, as there is no anvil on the PATH:
  the mocha suite on anvil
  To run it: install Foundry's anvil (https://getfoundry.sh), then ./harness test --network anvil; without --network it runs on Hardhat's own chain.
`;

/**
 * Nothing is tested on a fork before its canonical contracts were held against the manifest.
 *
 * @throws HarnessError saying what the chain has that is other, or what it lacks.
 */
async function checkFork({ name }: ForkOfRun, { tasks, network }: HardhatRuntimeEnvironment): Promise<void> {
  await tasks.getTask("build").run({ quiet: true, noTests: true }); // a world has contracts of this repository, too
  console.log(`${name}: holding the canonical contracts against the manifest …`);
  const { provider, close } = await network.create();
  try {
    await createWorld(provider);
    console.log(`${name}: each is as pinned.\n`);
  } finally {
    await close();
  }
}

/** The releases to run on, each in a process of its own; none where it is one, which this process runs on. */
function chooseReleases(): readonly string[] {
  const { release } = readEnvironment(process.env);
  if (release === "beta") return []; // it needs no code store
  const found = findReleases();
  const [v1] = found;
  if (release === "v1" && v1 && v1.missing.length > 0) {
    throw new ReleaseNotPresentError({ release, missing: v1.missing });
  }
  if (release !== "all") return [];
  return found.flatMap(({ name, missing }) => (missing.length === 0 ? [name] : []));
}

/** Every run says what it runs on and what it leaves out, also one of a few files. */
function withAnnouncement({ testFiles = [], ...given }: Given): Given {
  const announcement = "test/announce.test.ts";
  const isThere = testFiles.length === 0 || testFiles.some((file) => file.endsWith(announcement));
  return { ...given, testFiles: isThere ? testFiles : [announcement, ...testFiles] };
}

/** The files that Hardhat would run, so that none with a test is missed for its name. */
function listFiles({ testFiles = [] }: Given, { config }: HardhatRuntimeEnvironment): readonly string[] {
  if (testFiles.length > 0) return testFiles;
  const folder = config.paths.tests.mocha;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.[cm]?[jt]s$/.test(file))
    .sort()
    .map((file) => join(folder, file));
}

/** Files whose tests may take longer than others say so: they begin first, so that none is left at the end. */
const takesLong = (file: string): boolean => readFileSync(file, "utf8").includes("this.timeout(");

/** What a process is started with that runs some of the tests. */
const toWords = (
  { bail, grep, grepExclude }: Given,
  { globalOptions: { network } }: HardhatRuntimeEnvironment,
): readonly string[] => [
  ...(network === undefined ? [] : ["--network", network]),
  ...["test", "mocha", "--no-compile"],
  ...(bail ? ["--bail"] : []),
  ...(grep === undefined ? [] : ["--grep", grep]),
  ...(grepExclude === undefined ? [] : ["--grep-exclude", grepExclude]),
];
