import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";
import { HarnessError, InvalidInputError } from "../../src/index.ts";
import { endSignals } from "../endSignals.ts";

/** How long anvil may take to listen, in milliseconds. */
const startTimeout = 30_000;
/** How much of what it says is kept for the error, in characters. */
const keptOutput = 2_000;

const flags = [
  ...["--host", "127.0.0.1", "--port", "0", "--chain-id", "1946"],
  // SmartSession's beta is larger than EIP-170 allows.
  "--disable-code-size-limit",
  // As much as a block of Hardhat's chain holds: enabling 50 sessions takes 25 million.
  ...["--gas-limit", "60000000"],
];

/** anvil is there, and ended or did not listen in time. */
export class AnvilNotStartedError extends HarnessError {
  override readonly code = "ANVIL_NOT_STARTED";

  /** @param parameters How it went, continuing "it …", and what anvil said last. */
  constructor({ problem, said }: { problem: string; said: string }) {
    super(`anvil did not start: it ${problem}, and said ${said ? `last:\n${said}` : "nothing."}`, {
      remedies: [
        "Look whether this anvil is a recent one: anvil --version.",
        "Or go without it: Hardhat's own chain serves as well.",
      ],
    });
  }
}

/** anvil, running. */
export interface Anvil {
  /** Its JSON-RPC, on loopback. */
  readonly url: string;
  /** Ends it, and is done when it has ended. */
  stop(): Promise<void>;
}

/** What has been started and has not ended. */
const running = new Set<ChildProcess>();

/**
 * Starts anvil on loopback, on a port of the system's choice. It keeps this process from nothing, and does not
 * outlive it, unless that is killed without a word (SIGKILL).
 *
 * @param command Default: the anvil that is on PATH.
 * @returns Its URL, and how to stop it.
 * @throws InvalidInputError where there is none; AnvilNotStartedError where it ends or does not listen.
 */
export async function startAnvil(command = "anvil"): Promise<Anvil> {
  const child = spawn(command, flags, { stdio: ["ignore", "pipe", "pipe"] });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  endWithThisProcess(child, closed);
  const stop = async () => {
    child.kill("SIGKILL");
    await closed;
  };

  let said = "";
  const keep = (text: string) => {
    said = (said + text).slice(-keptOutput);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", keep);

  let timer: NodeJS.Timeout | undefined;
  try {
    const url = await new Promise<string>((resolve, reject) => {
      const fail = (problem: string) => reject(new AnvilNotStartedError({ problem, said: said.trim() }));
      child.stdout.on("data", () => {
        const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
        if (port) resolve(`http://127.0.0.1:${port}`);
      });
      child.once("error", (cause) => reject(notRun(command, cause)));
      child.once("close", (code, signal) => fail(`ended with ${code ?? signal}`));
      timer = setTimeout(() => fail(`did not listen within ${startTimeout} ms`), startTimeout);
    });
    child.unref();
    for (const stream of [child.stdout, child.stderr]) (stream as Socket).unref();
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
    // It says something of every request: read on, so that it is not held up, and keep nothing.
    for (const stream of [child.stdout, child.stderr]) stream.removeAllListeners("data").resume();
  }
}

function endWithThisProcess(child: ChildProcess, closed: Promise<void>): void {
  if (running.size === 0) {
    process.once("exit", killAll);
    for (const signal of endSignals) process.once(signal, killAllAndGoOn);
  }
  running.add(child);
  closed.then(() => {
    running.delete(child);
    if (running.size === 0) release();
  });
}

function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

function killAllAndGoOn(signal: NodeJS.Signals): void {
  killAll();
  release();
  process.kill(process.pid, signal); // what it would have done without this
}

function release(): void {
  process.off("exit", killAll);
  for (const signal of endSignals) process.off(signal, killAllAndGoOn);
}

function notRun(command: string, cause: Error & { code?: string }): InvalidInputError {
  const problem = cause.code === "ENOENT" ? "is not on PATH" : `cannot be run (${cause.code})`;
  const remedy = "Install Foundry's anvil, or go without it: Hardhat's own chain serves as well.";
  return new InvalidInputError([{ field: "node", value: command, problem, remedy }], { cause });
}
