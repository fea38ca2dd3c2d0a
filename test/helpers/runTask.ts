import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const hardhat = fileURLToPath(new URL("../../node_modules/hardhat/dist/src/cli.js", import.meta.url));

/** How a task ended, and what it printed. */
export interface TaskRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a task runs in. */
export interface TaskSurroundings {
  /** The network that is named, whatever network the tests run on; undefined: none is. */
  readonly network: string | undefined;
  /** Variables beside those that the tests run with. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a task as a person does, in a process of its own and on a chain of its own, whatever network is named.
 *
 * @param words The task and its options.
 * @returns How it ended, and what it printed.
 */
export const runTask = (...words: string[]): Promise<TaskRun> => runTaskIn({ network: "default" }, ...words);

/**
 * Runs a task as a person does, in a process of its own, on a network of one's choice or without naming one.
 *
 * @param surroundings The network, and the environment's variables.
 * @param words The task and its options.
 * @returns How it ended, and what it printed.
 */
export async function runTaskIn(
  { network, env = {} }: TaskSurroundings,
  ...words: string[]
): Promise<TaskRun> {
  // Hardhat hands the network that the tests run on down to the processes that they start.
  const { HARDHAT_NETWORK: _handedDown, ...inherited } = process.env;
  const command = [hardhat, ...(network === undefined ? [] : ["--network", network]), ...words];
  try {
    const ended = await run(process.execPath, command, {
      cwd: root,
      env: { ...inherited, HARDHAT_DISABLE_TELEMETRY: "true", ...env },
    });
    return { exitCode: 0, ...ended };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}
