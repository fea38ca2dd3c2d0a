import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { entryPoint07Address } from "viem/account-abstraction";
import { generatePrivateKey } from "viem/accounts";
import { AltoNotStartedError } from "../../src/index.ts";
import { runAlto } from "../../src/submission/alto/runAlto.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { type Lifeline, lifeline } from "../helpers/lifeline.ts";

const hang = "setInterval(() => {}, 1_000);";
const sayEnvironment = 'console.error(Object.entries(process.env).flat().join("\\n"));';

// Programs of a few lines stand in for alto: what is held here is how a process is run, not what it does.
describe("alto's process", () => {
  let folder: string;
  let line: Lifeline;
  const [executor, utility] = [generatePrivateKey(), generatePrivateKey()];
  const given = {
    rpcUrl: "http://127.0.0.1:1/a-key-of-the-provider",
    entryPoint: entryPoint07Address,
    executor,
    utility,
    startTimeout: 30_000,
  };

  beforeEach(async () => {
    [folder, line] = [await mkdtemp(join(tmpdir(), "alto-")), await lifeline()];
  });
  afterEach(async () => {
    line.close();
    await rm(folder, { recursive: true });
  });

  /** A program in alto's place; it holds the lifeline first. */
  async function program(code: string): Promise<string> {
    const file = join(folder, "alto.mjs");
    await writeFile(file, `${line.code}\n${code}`);
    return file;
  }

  const failing = async (code: string, parameters = {}) =>
    expectToReject(runAlto(await program(code), { ...given, ...parameters }), AltoNotStartedError);

  it("is handed what alto needs, and nothing else of this process's environment", async () => {
    process.env.A_SECRET_OF_THIS_PROCESS = "a password";
    try {
      const { message } = await failing(`console.error(Object.keys(process.env).join("\\n"));`);
      const names = message.match(/^[A-Z_]+$/gm) ?? [];
      expect(names).to.include("ALTO_RPC_URL").and.include("DOTENV_CONFIG_PATH");
      // What Node adds is its own channel to this process.
      expect(names.filter((name) => !/^(ALTO_\w+|DOTENV_CONFIG_PATH|NODE_CHANNEL_\w+)$/.test(name))).to.be
        .empty;
    } finally {
      delete process.env.A_SECRET_OF_THIS_PROCESS;
    }
  });

  describe("when it fails", () => {
    it("is quoted without its keys and the chain's URL", async () => {
      const { message } = await failing(sayEnvironment);
      expect(message).to.match(/it ended with 0, and said last:\n/);
      expect(message).to.match(/^ALTO_EXECUTOR_PRIVATE_KEYS\n(0x)?…$/m);
      expect(message).to.match(/^ALTO_UTILITY_PRIVATE_KEY\n(0x)?…$/m);
      expect(message).to.match(/^ALTO_RPC_URL\n…$/m);
    });

    it("is quoted without any part of a key, wherever the quotation is cut, and in whichever case", async () => {
      for (const shown of ["key", "key.toUpperCase()", "key.slice(2)"]) {
        // What is kept begins in the middle of the key, or of what it said in pieces.
        const { message } = await failing(`
          const key = process.env.ALTO_UTILITY_PRIVATE_KEY;
          const text = ${shown};
          process.stderr.write(text.slice(0, 20));
          await new Promise((soon) => setTimeout(soon, 50));
          process.stderr.write(text.slice(20) + "-".repeat(1_969) + "\\n");
        `);
        expect(message).to.include("-".repeat(1_969));
        for (let at = 2; at + 8 <= utility.length; at++) {
          expect(message.toLowerCase()).not.to.include(utility.slice(at, at + 8));
        }
      }
    });

    it("is quoted up to its last words, from both of its streams", async () => {
      const { message } = await failing(`
        console.log("a word on standard output");
        console.error("a".repeat(100_000) + "\\nthe last words");
        process.exitCode = 3;
      `);
      expect(message).to.match(/it ended with 3, and said last:\na+\nthe last words\n/);
      expect((await failing('console.log("a word")')).shortMessage).to.match(/said last:\na word$/);
      const { message: left } = await failing(`
        import { spawn } from "node:child_process";
        const late = "setTimeout(() => console.error('what it left behind'), 300)";
        spawn(process.execPath, ["-e", late], { stdio: ["ignore", "ignore", "inherit"] }).unref();
      `);
      expect(left).to.match(/it ended with 0, and said last:\nwhat it left behind\n/);
      expect((await failing("")).shortMessage).to.match(/it ended with 0, and said nothing\.$/);
    });

    it("has ended, also where it hangs", async () => {
      const { shortMessage } = await failing(hang, { startTimeout: 1_000 });
      await line.gone();
      expect(shortMessage).to.match(/it did not answer within 1000 ms, and said nothing\.$/);
    });

    it("has ended where it answers something else", async () => {
      const { shortMessage, cause } = await failing(`
        import { createServer } from "node:http";
        createServer((_, response) => response.writeHead(404).end()).listen({ port: 0 });
      `);
      await line.gone();
      expect(shortMessage).to.match(/it listens and does not answer/);
      expect(cause).to.include({ name: "HttpRequestError", status: 404 });
    });

    it("has ended where it listens and answers nothing within startTimeout", async () => {
      const mute = `
        import { createServer } from "node:http";
        createServer(() => {}).listen({ port: 0 });
      `;
      const { shortMessage } = await failing(mute, { startTimeout: 1_000 });
      await line.gone();
      expect(shortMessage).to.match(/it did not answer within 1000 ms/);
    });
  });

  it("ends with the process that started it, however that ended", async () => {
    const alto = await program(hang);
    const starter = join(folder, "starter.mts");
    const library = new URL("../../src/submission/alto/runAlto.ts", import.meta.url).href;
    await writeFile(
      starter,
      `import { runAlto } from ${JSON.stringify(library)};
       await runAlto(${JSON.stringify(alto)}, ${JSON.stringify(given)});`,
    );
    const parent = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), starter], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    await line.held();
    parent.kill("SIGKILL");
    await line.gone();
  });
});
