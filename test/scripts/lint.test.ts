import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import lint from "../../scripts/sessions/lint.ts";
import { lintRules } from "../../src/index.ts";
import { isOnAnvil } from "../helpers/freshChain.ts";
import { isOnFork } from "../helpers/freshFork.ts";
import { runAction } from "../helpers/runAction.ts";
import { type ServedProcess, serveWorld } from "../helpers/serveWorld.ts";

const session = { name: "count", preset: "counter", maxUses: 3 };

describe("sessions lint, as a command", function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "lint-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const write = (...sessions: unknown[]): string => {
    const file = join(folder, "batch.json");
    writeFileSync(file, JSON.stringify({ sessions }));
    return file;
  };
  const run = (options: object, network?: string, rpcUrl?: string) =>
    runAction(
      lint,
      {
        network,
        ...(rpcUrl !== undefined && { rpcUrl }),
        env: { SMART_SESSIONS_DEPLOYMENTS: join(folder, "deployments") },
      },
      { address: undefined, sarif: undefined, json: false, ...options },
    );

  it("ends with 0 where nothing is an error, and says what it has not looked at", async () => {
    const file = write({ ...session, duration: "31d" });
    const { exitCode, stdout } = await run({ file });
    expect(exitCode).to.equal(0);
    expect(stdout).to.include("warning: long-lived: count can be used for");
    expect(stdout).to.include("Not checked, as no chain was asked:");
    expect(stdout).to.match(/batch\.json: 1 session: 0 errors, 1 warning, 0 notes; 0 switched off\.\n$/);
  });

  it("ends with 1 where something is an error", async () => {
    const { exitCode, stdout } = await run({ file: write({ ...session, validUntil: 1_900_000_000_000 }) });
    expect(exitCode).to.equal(1);
    expect(stdout).to.include("error: milliseconds: count validUntil: 1900000000000 is milliseconds");
    expect(stdout).to.include("→ Give seconds: 1900000000");
  });

  it("prints JSON alone on standard output", async () => {
    const { exitCode, stdout } = await run({ file: write({ ...session, maxUses: 0 }), json: true });
    expect(exitCode).to.equal(1);
    const { ok, findings, unchecked, counts } = JSON.parse(stdout);
    expect({ ok, errors: counts.error }).to.deep.equal({ ok: false, errors: 1 });
    expect(findings[0]).to.include({ rule: "dead-permission", path: "$.sessions[0].maxUses" });
    expect(unchecked).to.have.length(2);
  });

  it("ends with 1 where the file cannot be read, with every problem", async () => {
    const { exitCode, stderr } = await run({ file: write({ ...session, maxUse: 3, duration: "soon" }) });
    expect(exitCode).to.equal(1);
    expect(stderr).to.match(/Error INVALID_INPUT: .*batch\.json: sessions\[0\]\.maxUse: \(not shown\)/);
    expect(stderr).to.match(/sessions\[0\]\.duration: "soon" is not a duration/);
  });

  it("writes SARIF to a file beside the report, or alone to standard output", async () => {
    const file = write(session);
    const sarif = join(folder, "lint.sarif");
    const beside = await run({ file, sarif });
    expect(beside.exitCode).to.equal(0);
    expect(beside.stdout).to.include("1 session: 0 errors");
    const log = JSON.parse(readFileSync(sarif, "utf8"));
    expect(log.version).to.equal("2.1.0");
    const alone = await run({ file, sarif: "-" });
    expect(JSON.parse(alone.stdout)).to.deep.equal(log);
  });

  it("refuses what it cannot write, and two results on one output", async () => {
    const file = write(session);
    const nowhere = await run({ file, sarif: join(folder, "nowhere", "lint.sarif") });
    expect(nowhere.exitCode).to.equal(1);
    expect(nowhere.stderr).to.match(/--sarif: .* cannot be written \(ENOENT\)/);
    const both = await run({ file, sarif: "-", json: true });
    expect(JSON.parse(both.stdout).error.problems[0].field).to.equal("sarif");
  });

  it("refuses an account that is no address, by the option's name", async () => {
    const { exitCode, stderr } = await run({ file: write(session), address: "0x1" });
    expect(exitCode).to.equal(1);
    expect(stderr).to.match(/--address: "0x1" is not an address/);
  });

  describe("on a served world", () => {
    if (isOnFork() || isOnAnvil()) return; // the served world is one of its own, whatever the run's network is
    let world: ServedProcess;
    before(async () => {
      world = await serveWorld();
    });
    after(() => world.close());
    const runThere = async (...sessions: unknown[]) => {
      const { rpcUrl } = world.served;
      const { stdout, exitCode } = await run({ file: write(...sessions), json: true }, "localhost", rpcUrl);
      return { exitCode, ...JSON.parse(stdout) };
    };

    it("looks at the code of targets", async () => {
      const { counter, token } = world.served.targets;
      const found = await runThere(
        { ...session, target: counter },
        { ...session, name: "wrong", target: token },
        { ...session, name: "nobody", target: "0x1111111111111111111111111111111111111111" },
      );
      const findings = found.findings.map(
        ({ session: name, rule }: Record<string, string>) => `${name} ${rule}`,
      );
      expect(findings).to.deep.equal(["wrong unknown-selector", "nobody no-code"]);
      expect(found.exitCode).to.equal(1);
      expect(found.unchecked.map(({ rules }: { rules: unknown }) => rules)).to.deep.equal([["own-account"]]);
    });

    it("says that it has not looked at a target that it does not find by its name", async () => {
      const { unchecked, exitCode } = await runThere(session);
      expect(exitCode).to.equal(0);
      expect(unchecked[1]).to.deep.equal({
        rules: lintRules
          .filter(({ id, needs }) => needs === "chain" && id !== "unknown-word")
          .map(({ id }) => id),
        session: "count",
        why: "where counter stands is not known",
      });
    });
  });
});
