import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const hardhat = fileURLToPath(new URL("../../node_modules/hardhat/dist/src/cli.js", import.meta.url));

/** Runs the task as a person does, in a process of its own and on a chain of its own, whatever network is named. */
async function demo(...options: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const env = { ...process.env, HARDHAT_DISABLE_TELEMETRY: "true" };
  try {
    const command = [hardhat, "--network", "default", "sessions", "demo", ...options];
    return { exitCode: 0, ...(await run(process.execPath, command, { cwd: root, env })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}

describe("sessions demo, as a command", () => {
  it("ends with 0, with JSON alone on standard output and progress beside it", async () => {
    const { exitCode, stdout, stderr } = await demo("--json");
    expect(exitCode).to.equal(0);
    const { ok, steps, world } = JSON.parse(stdout);
    expect({ ok, release: world.release }).to.deep.equal({ ok: true, release: "beta" });
    for (const { title } of steps) expect(stderr).to.include(`✓ ${title}`);
  });

  it("refuses what cannot be meant in words, without a stack, and ends with 1", async () => {
    const { exitCode, stdout, stderr } = await demo("--value=-1");
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
    expect(stderr.slice(stderr.indexOf("Error"))).to.equal(
      'Error INVALID_INPUT: --value: "-1" is negative\n' +
        "  → Give a whole number of wei, from 0 to 1000000000000000000.\n",
    );
  });
});
