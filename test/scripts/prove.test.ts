import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { sessionsFileJsonSchema } from "../../src/index.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { runTask } from "../helpers/runTask.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";

const prove = (...options: string[]) => runTaskHere({ network: "default" }, "sessions", "prove", ...options);

describe("sessions prove, as a command", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "sessions-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const write = (...sessions: unknown[]): string => {
    const file = join(folder, "batch.json");
    writeFileSync(file, JSON.stringify({ sessions }));
    return file;
  };

  it("ends with 0, with JSON alone on standard output and progress beside it", async () => {
    const file = write({ name: "count", preset: "counter", maxUses: 2 });
    const { exitCode, stdout, stderr } = await runTask(
      "sessions",
      "prove",
      file,
      "--json",
      "--account",
      "nexus",
    );
    expect(exitCode).to.equal(0);
    const { ok, world, account, permissions } = JSON.parse(stdout);
    expect({ ok, release: world.release, kind: account.kind }).to.deep.equal({
      ok: true,
      release: releaseOfRun(),
      kind: "nexus",
    });
    for (const { field, attack } of permissions[0].rows) {
      expect(stderr).to.include(`✓ count: ${field === "use" ? "" : `${field}: `}${attack}`);
    }
  });

  it("ends with 1 where a use is refused, and says so in a table and in words", async () => {
    const { exitCode, stdout } = await prove(
      write({ name: "over", preset: "counter", validUntil: 1_000_000_000 }),
    );
    expect(exitCode).to.equal(1);
    expect(stdout).to.include("Not proved: 1 of 1 rows did not end as they should:");
    expect(stdout).to.match(/✗ a use was refused: over, use: a use\n {4}expected: permitted\n/);
  });

  it("ends with 1 where the file has problems, each named by its path", async () => {
    const file = write({ name: "a", preset: "counter", maxUse: 3, validUntil: "soon" });
    const { exitCode, stdout, stderr } = await prove(file);
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
    expect(stderr).to.include(`Error INVALID_INPUT: ${file}: sessions[0].validUntil: "soon" is not a time`);
    expect(stderr).to.include(`${file}: sessions[0].maxUse: (not shown) is not a field that is known here`);
  });

  it("prints the schema of such files", async () => {
    const { exitCode, stdout } = await runTaskHere({ network: undefined }, "sessions", "schema");
    expect(exitCode).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal(JSON.parse(JSON.stringify(sessionsFileJsonSchema())));
  });
});
