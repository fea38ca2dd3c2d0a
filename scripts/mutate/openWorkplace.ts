import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestRun } from "./judge.ts";

/** A folder of temporary copies of the project, in which tests are run. */
export interface Workplace {
  /**
   * @param source The project, or a copy of it: then what it has compiled is copied, too.
   * @param name What the copy is called.
   * @returns The copy's folder.
   */
  copy(source: string, name: string): string;
  /**
   * Runs Hardhat in a copy.
   *
   * @param folder The copy.
   * @param words Hardhat's arguments.
   * @param bound How long it may take, in milliseconds.
   * @returns How it ended.
   */
  run(folder: string, words: readonly string[], bound: number): Promise<TestRun>;
  /** Ends what runs, and removes the copies. */
  close(): void;
}

/** What a copy does not need, or has of its own. */
const leftOut = [".git", "node_modules", "artifacts", "cache", "coverage", "dist"];
/** What would end this process before it could clean up. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** How much of what a run says is kept, in characters. */
const keptOutput = 20_000;

/**
 * Makes a folder for copies of the project. It is gone when it is closed, when this process ends, and when it is
 * ended by a signal (but SIGKILL).
 *
 * @param root The project's folder. It is only read.
 * @returns The workplace.
 */
export function openWorkplace(root: string): Workplace {
  const folder = mkdtempSync(join(tmpdir(), "smart-sessions-mutants-"));
  const running = new Set<ChildProcess>();

  const close = () => {
    process.off("exit", close);
    for (const signal of signals) process.off(signal, closeAndGoOn);
    for (const child of running) kill(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  const closeAndGoOn = (signal: NodeJS.Signals) => {
    close();
    process.kill(process.pid, signal); // what it would have done without this
  };
  process.once("exit", close);
  for (const signal of signals) process.once(signal, closeAndGoOn);

  return {
    close,
    copy(source, name) {
      const to = join(folder, name);
      const skipped = (source === root ? leftOut : ["node_modules"]).map((entry) => resolve(source, entry));
      mkdirSync(to);
      cpSync(source, to, {
        recursive: true,
        // A lockfile that looks new has ./harness install anew, through the link to the packages.
        preserveTimestamps: true,
        filter: (path) => !skipped.includes(resolve(path)),
      });
      symlinkSync(join(root, "node_modules"), join(to, "node_modules"), "dir");
      return to;
    },
    run: (cwd, words, bound) => runHardhat(running, cwd, words, bound),
  };
}

async function runHardhat(
  running: Set<ChildProcess>,
  cwd: string,
  words: readonly string[],
  bound: number,
): Promise<TestRun> {
  // The reference contracts stand in the beta's world alone. Hardhat hands the network of a task down.
  const { HARDHAT_NETWORK: _handedDown, FORCE_COLOR: _coloured, ...inherited } = process.env;
  const env = {
    ...inherited,
    NO_COLOR: "1",
    HARDHAT_DISABLE_TELEMETRY: "true",
    SMART_SESSIONS_RELEASE: "beta",
  };
  // A group of its own, so that what it starts ends with it.
  const child = spawn(process.execPath, ["node_modules/hardhat/dist/src/cli.js", ...words], {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let failed: string | undefined;
  let counts = false;
  let output = "";
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    kill(child);
  }, bound);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-keptOutput);
      failed ??= /^ +1\) (.+)\n/m.exec(output)?.[1];
      counts ||= /^ *[1-9]\d* failing\b/m.test(output);
    });
  }
  try {
    const code = await new Promise<number | null>((done, reject) => {
      child.once("error", reject);
      child.once("close", done);
    });
    return { status: toStatus(code, counts, timedOut), ...(failed !== undefined && { failed }), output };
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

function toStatus(code: number | null, countsFailures: boolean, timedOut: boolean): TestRun["status"] {
  if (timedOut) return "timed out";
  if (code === 0) return "green";
  return countsFailures ? "red" : "broke off";
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it has ended
  }
}
