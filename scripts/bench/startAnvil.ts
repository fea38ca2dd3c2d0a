import { spawn } from "node:child_process";
import { InvalidInputError } from "../../src/index.ts";

/** How long anvil may take to listen, in milliseconds. */
const startTimeout = 30_000;

/**
 * Starts the anvil that is on PATH, on loopback, on a port of the system's choice.
 *
 * @returns Its URL, and how to stop it.
 * @throws InvalidInputError where there is none, or it does not listen.
 */
export async function startAnvil(): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn("anvil", ["--port", "0", "--chain-id", "1946", "--disable-code-size-limit"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const kill = () => child.kill();
  process.once("exit", kill);
  const tooLong = setTimeout(kill, startTimeout);
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
        if (port) resolve(`http://127.0.0.1:${port}`);
      });
      child.once("error", reject).once("close", reject);
    });
    const stop = async () => {
      kill();
      await ended;
    };
    return { url, stop };
  } catch {
    throw new InvalidInputError([
      {
        field: "node",
        value: "anvil",
        problem: "is not on PATH, or does not start",
        remedy: "Install Foundry's anvil, or leave --node out: a Hardhat node serves as well.",
      },
    ]);
  } finally {
    clearTimeout(tooLong);
  }
}
