import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const hardhat = fileURLToPath(new URL("../../node_modules/hardhat/dist/src/cli.js", import.meta.url));

/**
 * Runs a task as a person does, in a process of its own and on a chain of its own, whatever network is named.
 *
 * @param words The task and its options.
 * @returns How it ended, and what it printed.
 */
export async function runTask(
  ...words: string[]
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const env = { ...process.env, HARDHAT_DISABLE_TELEMETRY: "true" };
  try {
    const command = [hardhat, "--network", "default", ...words];
    return { exitCode: 0, ...(await run(process.execPath, command, { cwd: root, env })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}
