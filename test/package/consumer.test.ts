import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import nodeModule from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { skipped } from "../helpers/releases.ts";
import { type ServedProcess, serveWorld } from "../helpers/serveWorld.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const example = join(root, "examples", "commonjs");

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
}
const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(join(folder, "package.json"), "utf8"));

describe("the package, in a CommonJS project with mocha and ts-node", function () {
  this.timeout(300_000); // it compiles the library, and a project's tests several times

  let folder: string;
  let archive: string;
  let world: ServedProcess;

  /** The example as a team has it, with the package as npm packs it; the packages it needs are this project's. */
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "commonjs-"));
    await cp(example, folder, { recursive: true });
    const modules = join(folder, "node_modules");
    const own = join(modules, "smart-sessions-harness");
    await mkdir(own, { recursive: true });
    await runNpm("pack", "--silent", "--pack-destination", folder); // it builds first
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    archive = join(folder, `smart-sessions-harness-${version}.tgz`);
    await run("tar", ["-xzf", archive, "--strip-components", "1", "-C", own]);
    const [{ dependencies }, { devDependencies }] = [await readManifest(root), await readManifest(example)];
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      if (name === "smart-sessions-harness") continue;
      await mkdir(dirname(join(modules, name)), { recursive: true });
      await symlink(join(root, "node_modules", name), join(modules, name));
    }
    world = await serveWorld();
  });
  after(async () => {
    world?.close();
    await rm(folder, { recursive: true });
  });

  /** npm as a person runs it, with the Node that runs this. */
  async function runNpm(...words: string[]) {
    const path = `${dirname(process.execPath)}:${process.env.PATH}`;
    const { HARDHAT_NETWORK: _handedDown, ...env } = process.env;
    return run("npm", words, { cwd: root, env: { ...env, PATH: path, HARDHAT_DISABLE_TELEMETRY: "true" } });
  }

  async function runNode(...words: string[]) {
    const env = { PATH: process.env.PATH, RPC_URL: world.served.rpcUrl };
    try {
      return { exitCode: 0, ...(await run(process.execPath, words, { cwd: folder, env })) };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { exitCode: code, stdout, stderr };
    }
  }
  const mocha = (...words: string[]) => runNode("node_modules/mocha/bin/mocha.js", ...words);

  it("holds what the library is, and nothing of the repository around it", async () => {
    const { stdout } = await run("tar", ["-tzf", archive]);
    const files = stdout.trim().split("\n");
    for (const file of ["dist/src/index.js", "dist/src/index.d.ts", "dist/src/submission/alto/preload.mjs"]) {
      expect(files).to.include(`package/${file}`);
    }
    const others = files.filter((file) => !/^package\/dist\/(src|artifacts\/contracts)\//.test(file));
    expect(others).to.have.members(["LICENSE", "README.md", "package.json"].map((file) => `package/${file}`));
    expect(files.filter((file) => file.endsWith(".json") && file.includes("/artifacts/"))).to.have.length(15);
  });

  it("proves a session: enabled, used, refused when used up, revoked", async () => {
    const { exitCode, stdout, stderr } = await mocha();
    expect(exitCode, stdout + stderr).to.equal(0);
    expect(stdout)
      .to.match(/✔ is refused when it is used up/)
      .and.match(/\b4 passing/);
  });

  it("has a misspelt field, and a value of another type, refused where it stands before anything runs", async () => {
    const lines = (await readFile(join(folder, "session.test.ts"), "utf8")).split("\n");
    const line = lines.findIndex((text) => text.includes("maxUses: 1"));
    const column = lines[line]?.indexOf("maxUses") ?? -1;
    for (const [mistake, error] of [
      [
        "maxUse: 1",
        "error TS2561: Object literal may only specify known properties, but 'maxUse' does not exist",
      ],
      [
        'maxUses: "two"',
        "error TS2322: Type 'string' is not assignable to type 'number | bigint | undefined'",
      ],
    ] as const) {
      const wrong = lines.map((text) => text.replace("maxUses: 1", mistake));
      await writeFile(join(folder, "wrong.ts"), wrong.join("\n"));
      const { exitCode, stdout, stderr } = await mocha("--spec", "wrong.ts", "--ignore", "session.test.ts");
      expect(exitCode).to.be.greaterThan(0);
      expect(stdout + stderr).to.include(`wrong.ts(${line + 1},${column + 1}): ${error}`);
      expect(stdout).not.to.include("passing");
    }
    await rm(join(folder, "wrong.ts"));
  });

  it("has declarations that hold by themselves, for moduleResolution node and nodenext", async () => {
    const common = [
      "--noEmit",
      "--strict",
      "--target",
      "es2022",
      "--types",
      "node,mocha",
      "--esModuleInterop",
    ];
    for (const options of [
      // Without --skipLibCheck, once, for it takes long: what a declaration imports has to be there, and Hardhat is not.
      ["--module", "commonjs", "--moduleResolution", "node"],
      ["--module", "nodenext", "--skipLibCheck"],
    ]) {
      const words = [...common, ...options, "session.test.ts"];
      const { exitCode, stdout } = await runNode("node_modules/typescript/bin/tsc", ...words);
      expect(exitCode, stdout).to.equal(0);
    }
  });

  it("loads no Hardhat, whether it is imported or required", async function () {
    if (!("registerHooks" in nodeModule)) {
      const why = `Node ${process.versions.node} does not tell what is loaded`;
      skipped.push({ what: "that the package loads no Hardhat", why, command: "Node 22.15 or newer" });
      this.skip();
    }
    for (const program of [
      'import("smart-sessions-harness").then(({ createHarness }) => console.log(typeof createHarness));',
      'console.log(typeof require("smart-sessions-harness").createHarness);',
    ]) {
      // What is loaded is said as it is asked for, by whatever module.
      const watch = `
        require("node:module").registerHooks({
          resolve(name, context, next) {
            const found = next(name, context);
            if (/node_modules\\/(hardhat|@nomicfoundation)\\//.test(found.url)) console.log(found.url);
            return found;
          },
        });`;
      const { stdout, stderr } = await runNode("-e", `${watch}\n${program}`);
      expect(stdout, stderr).to.equal("function\n");
    }
  });

  it("is used with the versions and overrides of this repository", async () => {
    const [own, theirs] = [await readManifest(root), await readManifest(example)];
    expect(own.overrides).to.include(theirs.overrides);
    const { "smart-sessions-harness": _archive, ...others } = theirs.devDependencies;
    expect({ ...own.dependencies, ...own.devDependencies }).to.include(others);
  });
});
