import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { AnvilNotStartedError, startAnvil } from "../../scripts/anvil/startAnvil.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { type Lifeline, lifeline } from "../helpers/lifeline.ts";

// Programs of a few lines stand in for anvil, which is not everywhere: what is held is how it is run.
describe("anvil's process", () => {
  let folder: string;
  let line: Lifeline;

  beforeEach(async () => {
    [folder, line] = [await mkdtemp(join(tmpdir(), "anvil-")), await lifeline()];
  });
  afterEach(async () => {
    line.close();
    await rm(folder, { recursive: true });
  });

  /** A program in anvil's place; it holds the lifeline first. */
  async function program(code: string): Promise<string> {
    const file = join(folder, "anvil.mjs");
    await writeFile(file, `#!${process.execPath}\n${line.code}\n${code}`);
    await chmod(file, 0o755);
    return file;
  }
  const listening = 'console.log("Listening on 127.0.0.1:4321"); setInterval(() => {}, 1_000);';

  it("is reached at the port that it names, and ends when it is stopped", async () => {
    const { url, stop } = await startAnvil(await program(listening));
    expect(url).to.equal("http://127.0.0.1:4321");
    await stop();
    await line.gone();
  });

  it("is missed where it is not on PATH", async () => {
    const missing = join(folder, "nowhere");
    await expectInputError(() => startAnvil(missing), "node", missing, /^is not on PATH$/);
    const error: Error = await startAnvil(missing).catch((thrown) => thrown);
    expect(error.cause).to.include({ code: "ENOENT" });
  });

  it("is told from one that cannot be run", async () => {
    const file = await program("");
    await chmod(file, 0o644);
    await expectInputError(() => startAnvil(file), "node", file, /^cannot be run \(EACCES\)$/);
  });

  it("is quoted where it is there and does not start", async () => {
    const file = await program('console.error("error: unexpected argument"); process.exitCode = 2;');
    const { shortMessage } = await expectToReject(startAnvil(file), AnvilNotStartedError);
    expect(shortMessage).to.equal(
      "anvil did not start: it ended with 2, and said last:\nerror: unexpected argument",
    );
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`ends with a process that ${signal} ends, and that ends as it would have without it`, async () => {
      const starter = join(folder, "starter.mts");
      const library = new URL("../../scripts/anvil/startAnvil.ts", import.meta.url).href;
      await writeFile(
        starter,
        `import { startAnvil } from ${JSON.stringify(library)};
         setInterval(() => {}, 1_000); // anvil keeps no process running
         console.log((await startAnvil(${JSON.stringify(await program(listening))})).url);`,
      );
      const parent = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), starter], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(parent.stdout, "data");
      const ended = once(parent, "exit");
      parent.kill(signal);
      await line.gone();
      expect((await ended)[1]).to.equal(signal);
    });
  }
});
