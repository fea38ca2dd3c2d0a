import { expect } from "chai";
import hre from "hardhat";
import build from "../../scripts/build.ts";

describe("build", () => {
  const before = process.env.TEST_BUILT;
  afterEach(() => {
    if (before === undefined) delete process.env.TEST_BUILT;
    else process.env.TEST_BUILT = before;
  });

  /** Whether Hardhat's own task is run, where a suite has built what stands in a folder. */
  async function isRun(built: string | undefined): Promise<boolean> {
    if (built === undefined) delete process.env.TEST_BUILT;
    else process.env.TEST_BUILT = built;
    let ran = false;
    await build({}, hre, async () => {
      ran = true;
    });
    return ran;
  }

  it("is not done again by what the suite runs, which has built", async () => {
    expect(before).to.equal(hre.config.paths.root);
    expect(await isRun(hre.config.paths.root)).to.equal(false);
  });

  it("is done by one at a time, as what is built is kept in one file", async () => {
    process.env.TEST_BUILT = "/elsewhere";
    const done: string[] = [];
    const slowly = async () => {
      done.push("begun");
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      done.push("ended");
    };
    await Promise.all([build({}, hre, slowly), build({}, hre, slowly)]);
    expect(done).to.deep.equal(["begun", "ended", "begun", "ended"]);
  });

  it("is done elsewhere, and outside of the suite", async () => {
    expect(await isRun("/elsewhere")).to.equal(true);
    expect(await isRun(undefined)).to.equal(true);
  });
});
