import { spawn } from "node:child_process";
import { once } from "node:events";
import Mocha from "mocha";
import type { Summary } from "./Summary.ts";
import type { LeftOut } from "./sayWhatIsLeftOut.ts";

/** What a process says of the tests that it ran, before it ends. */
export interface PartReport {
  readonly summary: Summary;
  /** The failed tests in full; empty where there are none. */
  readonly failures: string;
  /** Missing where the process broke off before the end of its tests. */
  readonly leftOut?: LeftOut;
}

/**
 * Runs tests in a process of their own: modules are loaded once in a process, and so are tests.
 *
 * @param words The task and its options.
 * @param variables What its environment has beside this one's.
 * @param say What hears what it prints.
 * @returns What it said of its tests; one that broke off has failed, whatever it had counted.
 */
export async function runPart(
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
  say: (text: string) => void,
): Promise<PartReport> {
  const [, cli] = process.argv;
  const colours = Mocha.reporters.Base.useColors && { MOCHA_COLORS: "true" };
  const child = spawn(process.execPath, [...process.execArgv, cli as string, ...words], {
    stdio: ["inherit", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...colours, ...variables },
  });
  child.stdout?.setEncoding("utf8").on("data", say);
  child.stderr?.setEncoding("utf8").on("data", say);
  let report: Partial<PartReport> = {};
  child.on("message", (message: Partial<PartReport>) => {
    report = { ...report, ...message };
  });
  const [code, signal] = await once(child, "close");
  const { summary = { passed: 0, failed: 0, skipped: 0, todo: 0 }, failures = "", leftOut } = report;
  const brokeOff = code !== 0 && summary.failed === 0;
  return {
    summary: brokeOff ? { ...summary, failed: 1 } : summary,
    failures: brokeOff
      ? `\n  Broke off (${signal ?? `exit code ${code}`}): ./harness ${words.join(" ")}\n\n`
      : failures,
    ...(leftOut && { leftOut }),
  };
}
