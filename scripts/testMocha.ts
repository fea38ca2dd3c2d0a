import { spawn } from "node:child_process";
import { once } from "node:events";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";
import Mocha from "mocha";
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

/** What Hardhat's own task takes. */
interface Given {
  readonly testFiles?: readonly string[];
  readonly bail?: boolean;
  readonly grep?: string;
  readonly grepExclude?: string;
  readonly noCompile?: boolean;
}

/** How many tests ended how, as Hardhat adds them up. */
interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly todo: number;
}

/**
 * `test mocha`: as Hardhat's own, but on every release of SmartSession that is there where SMART_SESSIONS_RELEASE is
 * `all`, each in a process of its own; and skipped tests are not counted as passed, as Hardhat 3.17's runner does.
 */
const testMocha: TaskOverrideActionFunction<Given> = async (given, hre, runSuper) => {
  let releases: readonly string[];
  try {
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
  if (releases.length === 0) return runOnce(withAnnouncement(given), hre, runSuper);
  if (!given.noCompile) await hre.tasks.getTask("build").run({});
  const summaries: Summary[] = [];
  for (const release of releases) summaries.push(await runInProcess(release, given, hre));
  return toResult(
    summaries.reduce((sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
      todo: sum.todo + one.todo,
    })),
  );
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

async function runOnce(
  given: Given,
  hre: HardhatRuntimeEnvironment,
  runSuper: (given: Given) => Promise<unknown>,
) {
  let skipped = 0;
  class CountingReporter extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      runner.on("pending", () => {
        skipped += 1;
      });
    }
  }
  hre.config.test.mocha.reporter = CountingReporter;
  // Where the process that runs each release is gone, nobody waits for this one.
  process.once("disconnect", () => process.exit(1));
  process.channel?.unref(); // listening alone would keep it alive
  const result = (await runSuper(given)) as {
    readonly value?: { readonly summary: Summary };
    readonly error?: { readonly summary: Summary };
  };
  const summary = result.value?.summary ?? result.error?.summary;
  if (summary === undefined) return result;
  const counted = { ...summary, passed: summary.passed - skipped, skipped };
  if (process.connected) process.send?.(counted); // to the process that runs each release
  return toResult(counted);
}

/** Modules are loaded once in a process, so the tests run once in a process, too. */
async function runInProcess(release: string, given: Given, hre: HardhatRuntimeEnvironment): Promise<Summary> {
  const { network } = hre.globalOptions;
  const words = [
    ...(network === undefined ? [] : ["--network", network]),
    ...["test", "mocha", "--no-compile"],
    ...(given.bail ? ["--bail"] : []),
    ...(given.grep === undefined ? [] : ["--grep", given.grep]),
    ...(given.grepExclude === undefined ? [] : ["--grep-exclude", given.grepExclude]),
    ...(given.testFiles ?? []),
  ];
  const [, cli] = process.argv;
  const child = spawn(process.execPath, [...process.execArgv, cli as string, ...words], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, SMART_SESSIONS_RELEASE: release },
  });
  let summary: Summary | undefined;
  child.on("message", (message) => {
    summary = message as Summary;
  });
  const [code] = await once(child, "exit");
  summary ??= { passed: 0, failed: 1, skipped: 0, todo: 0 };
  // One that broke off has failed, whatever it had counted.
  return code !== 0 && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
}

function toResult(summary: Summary) {
  return summary.failed > 0 ? errorResult({ summary }) : successfulResult({ summary });
}
