import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ServedWorld, WorldDescription } from "../../src/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const hardhat = fileURLToPath(new URL("../../node_modules/hardhat/dist/src/cli.js", import.meta.url));
/** How long a world may take to be served, and to end, in milliseconds. */
const timeout = 90_000;

/** What `world serve --json` prints. */
export type ServedJson = Omit<ServedWorld, "world" | "bundlerUrl"> & {
  readonly world: WorldDescription;
  readonly bundlerUrl: string | null;
};

/** A world that is served, in a process of its own. */
export interface ServedProcess {
  readonly served: ServedJson;
  readonly child: ChildProcess;
  /** What it said on standard output and standard error so far. */
  readonly said: { stdout: string; stderr: string };
  /**
   * Sends a signal, and waits for the end.
   *
   * @returns The exit code; the signal's name where that ended it.
   */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
  /** Waits for the end. */
  ended(): Promise<number | NodeJS.Signals>;
  /** Ends what is left of it, and of what it started. */
  close(): void;
}

/**
 * Serves a world as a person does, on a port that the system chooses.
 *
 * @param options Further options of `world serve`.
 * @returns The world, once it is served.
 */
export const serveWorld = (...options: string[]): Promise<ServedProcess> =>
  serveWorldIn({}, "--port", "0", ...options);

/**
 * Serves a world as a person does, where the options say, or the variables.
 *
 * @param env Variables beside those that the tests run with.
 * @param options Options of `world serve`.
 * @returns The world, once it is served.
 */
export async function serveWorldIn(
  env: Readonly<Record<string, string>>,
  ...options: string[]
): Promise<ServedProcess> {
  const { HARDHAT_NETWORK: _handedDown, ...inherited } = process.env;
  const child = spawn(process.execPath, [hardhat, "world", "serve", "--json", ...options], {
    cwd: root,
    env: { ...inherited, HARDHAT_DISABLE_TELEMETRY: "true", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a group of its own, as a shell makes one
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const exited = once(child, "close").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const close = () => {
    try {
      process.kill(-(child.pid as number), "SIGKILL");
    } catch {
      // All of the group have ended.
    }
  };
  // Where a test was given up meanwhile, this process does not wait for the world, and leaves none behind.
  process.once("exit", close);
  child.once("exit", () => process.off("exit", close));
  const ended = () => within(exited, "did not end", said);
  try {
    const line = once(createInterface(child.stdout), "line").then(([text]) => text as string);
    const early = exited.then((code) =>
      Promise.reject(new Error(`world serve ended with ${code}:\n${said.stderr}`)),
    );
    const text = await within(Promise.race([line, early]), "served nothing", said);
    early.catch(() => {}); // it ends later, and well
    for (const each of [child, child.stdout, child.stderr] as { unref?(): void }[]) each.unref?.();
    const end = (signal: NodeJS.Signals) => {
      child.kill(signal);
      return ended();
    };
    return { served: JSON.parse(text), child, said, end, ended, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function within<T>(done: Promise<T>, problem: string, said: { stderr: string }): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`world serve ${problem} within ${timeout} ms:\n${said.stderr}`));
    timer = setTimeout(fail, timeout);
  });
  try {
    return await Promise.race([done, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
