import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { type Address, type Hex, http } from "viem";
import { AltoNotStartedError } from "../../errors/submission.ts";
import { keepOutput } from "./keepOutput.ts";

/** What alto's process is given. */
export interface RunAltoParameters {
  readonly rpcUrl: string;
  readonly entryPoint: Address;
  readonly executor: Hex;
  readonly utility: Hex;
  /** On 127.0.0.1. Default: any that is free. */
  readonly port?: number;
  /** In milliseconds, from the start of the process until alto answers. */
  readonly startTimeout: number;
}

/** alto, running. */
export interface Alto {
  /** Its JSON-RPC, on loopback. */
  readonly url: string;
  /** Done when it has ended, also where nobody stopped it. */
  readonly ended: Promise<void>;
  /** Ends it, and is done when it has ended. */
  stop(): Promise<void>;
}

/** How long alto may take to end by itself, in milliseconds. */
const stopTimeout = 5_000;

/** What waiting for alto came to. */
type Start = { readonly url: string } | { readonly problem: string; readonly cause?: unknown };

/**
 * Runs alto in a process of its own, and waits until it answers.
 *
 * @param command The path of alto's command; the tests have others.
 * @param parameters The chain, and the keys, which have to be funded there.
 * @returns Its URL, and how to stop it.
 * @throws AltoNotStartedError where it ends, does not answer, or takes too long; then its process has ended.
 */
export async function runAlto(command: string, parameters: RunAltoParameters): Promise<Alto> {
  const { rpcUrl, executor, utility, startTimeout } = parameters;
  const preload = new URL("./preload.mjs", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", preload, command, "run"], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: environment(parameters),
  });
  const said = keepOutput(child, [executor.slice(2), utility.slice(2), rpcUrl]);
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  // Where this process ends without stopping it, alto is not what keeps it from ending.
  const killOnExit = () => child.kill("SIGKILL");
  process.once("exit", killOnExit);
  closed.then(() => process.off("exit", killOnExit));
  const stop = () => end(child, closed);

  const start = await within(startTimeout, [answering(child), ending(child)]);
  if ("url" in start) {
    for (const each of handles(child)) each?.unref?.();
    return { url: start.url, ended: closed, stop };
  }
  await stop();
  throw new AltoNotStartedError({ ...start, said: said() });
}

/**
 * Only what alto needs: neither this process's secrets, nor a .env file of the folder. Arguments would show the
 * keys to everyone on the machine.
 */
const environment = ({ rpcUrl, entryPoint, executor, utility, port = 0 }: RunAltoParameters) => ({
  DOTENV_CONFIG_PATH: "/dev/null",
  ALTO_ENTRYPOINTS: entryPoint,
  ALTO_RPC_URL: rpcUrl,
  ALTO_EXECUTOR_PRIVATE_KEYS: executor,
  ALTO_UTILITY_PRIVATE_KEY: utility,
  ALTO_PORT: String(port),
  ALTO_SAFE_MODE: "false", // the tracer that the safe mode wants is not to be had on a local chain
  ALTO_REFILLING_WALLETS: "false",
  ALTO_UTILITY_WALLET_MONITOR: "false",
  ALTO_MIN_BUNDLE_INTERVAL: "10",
  ALTO_MAX_BUNDLE_INTERVAL: "50",
  ALTO_BLOCK_TIME: "100",
  ALTO_JSON: "true",
  ALTO_LOG_LEVEL: "error",
});

/** Done as soon as alto listens, on the port that `preload.mjs` names, and answers there. */
async function answering(child: ChildProcess): Promise<Start> {
  const port = await new Promise<number>((resolve) => {
    child.once("message", (message: { port: number }) => resolve(message.port));
  });
  const url = `http://127.0.0.1:${port}/rpc`;
  try {
    // What bounds the whole start bounds this: a time of its own would be spent on top.
    await http(url, { retryCount: 0, timeout: 0 })({}).request({ method: "eth_supportedEntryPoints" });
    return { url };
  } catch (cause) {
    return { problem: "listens and does not answer", cause };
  }
}

/** Done when the process has ended, or could not be started. */
function ending(child: ChildProcess): Promise<Start> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ problem: `ended with ${code ?? signal}` }));
    child.once("error", (cause) => resolve({ problem: "could not be run", cause }));
  });
}

async function within(milliseconds: number, starts: readonly Promise<Start>[]): Promise<Start> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Start>((resolve) => {
    const problem = `did not answer within ${milliseconds} ms`;
    timer = setTimeout(() => resolve({ problem }), milliseconds);
  });
  try {
    return await Promise.race([...starts, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** What keeps this process from ending while alto runs. */
const handles = (child: ChildProcess): readonly ({ ref?(): void; unref?(): void } | null | undefined)[] => [
  child,
  child.channel,
  child.stdout as Partial<Socket> | null,
  child.stderr as Partial<Socket> | null,
];

/** Ends the process, and is done when it has ended and its output has been read. */
async function end(child: ChildProcess, closed: Promise<void>): Promise<void> {
  for (const each of handles(child)) each?.ref?.();
  child.kill("SIGTERM");
  const tooLong = setTimeout(() => {
    child.kill("SIGKILL");
    for (const output of [child.stdout, child.stderr]) output?.destroy(); // another process may still hold it
  }, stopTimeout);
  await closed;
  clearTimeout(tooLong);
}
