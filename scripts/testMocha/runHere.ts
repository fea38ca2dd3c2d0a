import { format } from "node:util";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import Mocha from "mocha";
import type { Given } from "./Given.ts";
import type { Summary } from "./Summary.ts";
import { toResult } from "./toResult.ts";

/** How long a process may take to end by itself once its tests have, in milliseconds. */
const lingering = 5_000;

/**
 * Runs the tests in this process, and tells the process that runs parts, where there is one, how they ended.
 *
 * @param given What the task was given.
 * @param hre Hardhat.
 * @param runSuper Hardhat's own task.
 * @returns What Hardhat takes for a result: skipped tests, and those that a failing hook kept from running, are not
 * counted as passed, as Hardhat 3.17 counts them.
 */
export async function runHere(
  given: Given,
  hre: HardhatRuntimeEnvironment,
  runSuper: (given: Given) => Promise<unknown>,
) {
  const { Base, Spec } = Mocha.reporters;
  let stats: Mocha.Stats | undefined;
  let failures = "";
  class Reporter extends Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      stats = runner.stats;
    }

    /** What failed is read at the end of the whole run. */
    override epilogue() {
      if (!process.connected || stats?.failures === 0) return super.epilogue();
      const { consoleLog } = Base;
      Base.consoleLog = (...words: unknown[]) => {
        failures += `${format(...words)}\n`;
      };
      super.epilogue();
      Base.consoleLog = consoleLog;
    }
  }
  hre.config.test.mocha.reporter = Reporter;
  delete process.env.MOCHA_COLORS; // meant for this process, and not for those that tests start
  // Where the process that runs parts is gone, nobody waits for this one.
  process.once("disconnect", () => process.exit(1));
  process.channel?.unref(); // listening alone would keep it alive
  const result = (await runSuper(given)) as {
    readonly value?: { readonly summary: Summary };
    readonly error?: { readonly summary: Summary };
  };
  const ended = result.value?.summary ?? result.error?.summary;
  if (ended === undefined) return result;
  const summary = { ...ended, passed: stats?.passes ?? 0, skipped: stats?.pending ?? 0 };
  if (process.connected) {
    process.send?.({ summary, failures });
    // The connections of a fork stay open for a minute and a half after its tests: nobody waits for them. Hardhat has set the
    // exit code by then.
    setTimeout(() => process.exit(), lingering).unref();
  }
  return toResult(summary);
}
