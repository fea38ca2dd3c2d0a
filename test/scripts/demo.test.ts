import { expect } from "chai";
import { releaseOfRun } from "../helpers/releases.ts";
import { runTask } from "../helpers/runTask.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";

describe("sessions demo, as a command", () => {
  it("ends with 0, with JSON alone on standard output and progress beside it", async () => {
    const { exitCode, stdout, stderr } = await runTask("sessions", "demo", "--json");
    expect(exitCode).to.equal(0);
    const { ok, steps, world } = JSON.parse(stdout);
    expect({ ok, release: world.release }).to.deep.equal({ ok: true, release: releaseOfRun() });
    for (const { title } of steps) expect(stderr).to.include(`✓ ${title}`);
  });

  it("refuses what cannot be meant in words, without a stack, and ends with 1", async () => {
    const { exitCode, stdout, stderr } = await runTaskHere(
      { network: "default" },
      "sessions",
      "demo",
      "--value=-1",
    );
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
    expect(stderr.slice(stderr.indexOf("Error"))).to.equal(
      'Error INVALID_INPUT: --value: "-1" is negative\n' +
        "  → Give a whole number of wei, from 0 to 1000000000000000000.\n",
    );
  });
});
