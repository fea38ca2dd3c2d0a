import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

describe("the library", () => {
  // A task imports it, and compiles then: what reads a contract while it is imported fails in a fresh clone.
  it("is imported where nothing has been compiled yet", async () => {
    const folder = await mkdtemp(join(tmpdir(), "uncompiled-"));
    try {
      await cp(join(root, "src"), join(folder, "src"), { recursive: true });
      await cp(join(root, "package.json"), join(folder, "package.json"));
      await symlink(join(root, "node_modules"), join(folder, "node_modules"));
      const program = "import('./src/index.ts').then(({ runDemo }) => console.log(typeof runDemo))";
      const { stdout } = await run(
        process.execPath,
        ["--import", import.meta.resolve("tsx"), "-e", program],
        {
          cwd: folder,
          env: { PATH: process.env.PATH },
        },
      );
      expect(stdout.trim()).to.equal("function");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
