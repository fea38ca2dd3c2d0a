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

  it("is done elsewhere, and outside of the suite", async () => {
    expect(await isRun("/elsewhere")).to.equal(true);
    expect(await isRun(undefined)).to.equal(true);
  });
});
