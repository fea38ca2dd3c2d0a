import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { toVariables } from "../../../scripts/testMocha/partOfRun.ts";
import { runPart } from "../../../scripts/testMocha/runPart.ts";
import { tempFolder } from "../../world/canonical/tempFolder.ts";

describe("a part of the suite", () => {
  const folder = tempFolder();

  /** Runs a file of two tests in a process of its own: one passes, and the other one does what is given. */
  async function play(body: string) {
    const file = join(folder(), "some.test.mjs");
    writeFileSync(file, `it("passes", () => {}); it("does it", () => { ${body} });`);
    let said = "";
    const words = ["test", "mocha", "--no-compile", file];
    const variables = { TEST_PROCESSES: "1", ...toVariables({ isOneOfAll: false, isLater: true }) };
    const report = await runPart(words, variables, (text) => {
      said += text;
    });
    return { ...report, said, file };
  }
  const none = { passed: 0, failed: 0, skipped: 0, todo: 0 };

  it("tells how many failed, and of each why", async () => {
    const { summary, failures, said, leftOut } = await play(
      'console.log("heard"); throw new Error("so it is");',
    );
    expect(summary).to.deep.equal({ ...none, passed: 1, failed: 1 });
    expect(failures).to.include("1 failing").and.include("so it is");
    expect(said).to.include("heard").and.not.include("so it is");
    expect(leftOut?.skipped).to.deep.equal([]);
  });

  it("has failed where it is killed, whatever had passed", async () => {
    const { summary, failures, file } = await play('process.kill(process.pid, "SIGKILL");');
    expect(summary).to.deep.equal({ ...none, failed: 1 });
    expect(failures).to.equal(`\n  Broke off (SIGKILL): ./harness test mocha --no-compile ${file}\n\n`);
  });

  it("has failed where it breaks off after its tests", async () => {
    const { summary, failures } = await play('process.on("exit", () => { process.exitCode = 3; });');
    expect(summary).to.deep.equal({ ...none, passed: 2, failed: 1 });
    expect(failures).to.include("Broke off (exit code 3)");
  });
});
