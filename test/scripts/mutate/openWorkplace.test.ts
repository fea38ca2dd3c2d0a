import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { openWorkplace, type Workplace } from "../../../scripts/mutate/openWorkplace.ts";
import { type Lifeline, lifeline } from "../../helpers/lifeline.ts";

/** A program of a few lines stands in for Hardhat: what is held is how it is run, and where. */
describe("a workplace of mutants", () => {
  let root: string;
  let line: Lifeline;
  let workplace: Workplace;

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** Starts a process that holds the line, and waits for ever. */
  const hanging = `
    require("node:child_process").spawn(process.execPath, ["holds.mjs"]);
    setInterval(() => {}, 1_000);
  `;
  const runs = (code: string) => write("node_modules/hardhat/dist/src/cli.js", code);

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), "project-"));
    write("contracts/C.sol", "contract C {}");
    write("artifacts/C.json", "{}");
    runs("");
    line = await lifeline();
    write("holds.mjs", `${line.code}\nsetInterval(() => {}, 1_000);`);
    workplace = openWorkplace(root);
  });
  afterEach(() => {
    workplace.close();
    line.close();
    rmSync(root, { recursive: true });
  });

  it("copies the project without what is built, and the copy with it", () => {
    const old = new Date(1_000_000);
    utimesSync(join(root, "contracts/C.sol"), old, old);
    const first = workplace.copy(root, "1");
    const entries = ["contracts", "holds.mjs", "node_modules"];
    expect(readdirSync(first).sort()).to.deep.equal(entries);
    expect(statSync(join(first, "contracts/C.sol")).mtime).to.deep.equal(old);
    mkdirSync(join(first, "artifacts"));
    expect(readdirSync(workplace.copy(first, "2")).sort()).to.deep.equal(["artifacts", ...entries]);
  });

  it("removes its copies, and leaves the project and its packages as they were", () => {
    const copy = workplace.copy(root, "1");
    writeFileSync(join(copy, "contracts/C.sol"), "");
    workplace.close();
    expect(existsSync(copy)).to.equal(false);
    expect(statSync(join(root, "contracts/C.sol")).size).to.be.greaterThan(0);
    expect(existsSync(join(root, "node_modules/hardhat/dist/src/cli.js"))).to.equal(true);
  });

  const endings: [string, string, object][] = [
    ["green where it ends with 0", "console.log('3 passing')", { status: "green" }],
    [
      "red where tests failed, and the first of them",
      "console.log('  1) test_Rule()\\n  2) test_Other()\\n  2 failing'); process.exitCode = 1",
      { status: "red", failed: "test_Rule()" },
    ],
    [
      "broken off where none failed",
      "console.error('HHE900: nothing compiled'); process.exitCode = 1",
      { status: "broke off", output: "HHE900: nothing compiled\n" },
    ],
  ];
  for (const [what, code, expected] of endings) {
    it(`tells a run: ${what}`, async () => {
      runs(code);
      expect(await workplace.run(workplace.copy(root, "1"), ["test"], 10_000)).to.include(expected);
    });
  }

  it("runs in the copy, with the words that it is given, on the beta", async () => {
    runs("console.log(process.cwd(), process.argv.slice(2).join(), process.env.SMART_SESSIONS_RELEASE)");
    const copy = workplace.copy(root, "1");
    const { output } = await workplace.run(copy, ["test", "mocha"], 10_000);
    expect(output.trim()).to.match(/^\S+smart-sessions-mutants-\S+1 test,mocha beta$/);
  });

  it("ends a run that takes too long, with what it has started", async () => {
    runs(hanging);
    const run = workplace.run(workplace.copy(root, "1"), [], 4_000);
    expect((await run).status).to.equal("timed out");
    await line.gone();
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`ends what runs, and removes the copies, where ${signal} ends this process`, async () => {
      runs(hanging);
      const library = new URL("../../../scripts/mutate/openWorkplace.ts", import.meta.url).href;
      write(
        "starter.mts",
        `import { openWorkplace } from ${JSON.stringify(library)};
         const workplace = openWorkplace(${JSON.stringify(root)});
         const copy = workplace.copy(${JSON.stringify(root)}, "1");
         console.log(copy);
         workplace.run(copy, [], 60_000);`,
      );
      const starter = join(root, "starter.mts");
      const parent = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), starter], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [copy] = await once(parent.stdout.setEncoding("utf8"), "data");
      await line.held();
      expect(existsSync(copy.trim())).to.equal(true);
      const ended = once(parent, "exit");
      parent.kill(signal);
      await line.gone();
      expect((await ended)[1]).to.equal(signal);
      expect(existsSync(dirname(copy.trim()))).to.equal(false);
    });
  }
});
