import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { hasV1 } from "../helpers/releases.ts";
import { runTaskIn } from "../helpers/runTask.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";

describe("test mocha", () => {
  const reports = "test/report/reports.test.ts";
  const run = (env: Record<string, string>, ...words: string[]) =>
    runTaskIn({ network: "default", env: { NO_COLOR: "1", ...env } }, "test", ...words, "--no-compile");
  const emptyStore = join(tmpdir(), "no-such-folder-of-a-code-store");
  const inWorld = (release: string) => `World: local chain 1946, SmartSession ${release}`;

  it("counts what needs v1 as skipped where the store has none, and says why and what to do", async () => {
    const env = { SMART_SESSIONS_CODE_STORE: emptyStore, SMART_SESSIONS_RELEASE: "" };
    const { exitCode, stdout } = await run(env, "test/announce.test.ts", reports);
    expect(exitCode).to.equal(0);
    expect(stdout).to.include(inWorld("beta")).and.not.include(inWorld("v1"));
    const [, passing] = /^(\d+) passing \((\d+) mocha\)$/m.exec(stdout) ?? [];
    expect(Number(passing)).to.be.greaterThan(5);
    expect(stdout).to.match(/^1 skipped \(1 mocha\)$/m);
    expect(stdout).to.match(
      /^Not run, as the code store lacks SmartSession, .*:\n {2}SmartSession v1\n {2}what is said of a world of v1\n {2}To run them: .*canonical pull/m,
    );
  });

  it("runs parts on each release that is there where all are asked for, and adds them up", async () => {
    const env = { SMART_SESSIONS_RELEASE: "all", TEST_PROCESSES: "2" };
    const folders = ["test/config", "test/session/policies"];
    const quick = folders.flatMap((name) => readdirSync(name).map((file) => `${name}/${file}`));
    const more = ["test/outcome/logsOf.test.ts", "test/outcome/withRoom.test.ts", reports];
    const { exitCode, stdout } = await run(env, ...quick, ...more);
    expect(exitCode).to.equal(0);
    const releases = hasV1() ? ["v1", "beta"] : ["beta"];
    for (const release of releases) expect(stdout.split(inWorld(release))).to.have.lengthOf(2);
    const each = [...stdout.matchAll(/^ {2}(\d+) passing/gm)].map(([, count]) => Number(count));
    expect(each).to.have.lengthOf(2 * releases.length);
    expect(stdout).to.match(new RegExp(`^${each.reduce((sum, count) => sum + count)} passing `, "m"));
    expect(/^Not run, as .*\n {2}SmartSession v1$/m.test(stdout)).to.equal(!hasV1());
    expect(/^ {2}what is said of a world of v1$/m.test(stdout)).to.equal(!hasV1());
    expect(stdout).not.to.match(/^ {2}SmartSession beta$/m);
  });

  it("refuses a release that there is not", async () => {
    const surroundings = { network: "default", env: { SMART_SESSIONS_RELEASE: "v9" } };
    const { exitCode, stderr } = await runTaskHere(surroundings, "test", "mocha", "--no-compile", reports);
    expect(exitCode).to.equal(1);
    expect(stderr).to.include('SMART_SESSIONS_RELEASE: "v9" is not a release').and.not.include("at ");
  });
});
