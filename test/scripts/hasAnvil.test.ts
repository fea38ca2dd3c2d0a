import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hasAnvil } from "../../scripts/anvil/hasAnvil.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";

describe("the suite on anvil", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "anvil-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is left out where no anvil is on PATH: it says so and what to do, and counts nothing", async () => {
    const env = { PATH: folder, NO_COLOR: "1", SMART_SESSIONS_RELEASE: "beta" };
    const surroundings = { network: "anvil", env };
    const words = ["test", "mocha", "--no-compile", "test/config/environment.test.ts"];
    const { exitCode, stdout } = await runTaskHere(surroundings, ...words);
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(
      /^Not run, as there is no anvil on the PATH:\n {2}the mocha suite on anvil\n {2}To run it: install Foundry's anvil/m,
    );
    expect(stdout).not.to.match(/[1-9]\d* passing/);
  });

  it("is not left out where there is one that cannot be run: starting it says why", async () => {
    const file = join(folder, "anvil");
    expect(hasAnvil(file)).to.equal(false);
    await writeFile(file, "", { mode: 0o644 });
    expect(hasAnvil(file)).to.equal(true);
  });
});
