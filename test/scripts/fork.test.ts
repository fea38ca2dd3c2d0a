import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import { createWorld } from "../../src/index.ts";
import { needsCodeStore } from "../helpers/releases.ts";
import { runTaskIn, type TaskRun } from "../helpers/runTask.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";
import { startMortal, startUpstream, type Upstream } from "../helpers/upstream.ts";

const file = "test/prediction/harness.test.ts";
/** Whatever release this run is on. */
const anyRelease = { SMART_SESSIONS_RELEASE: "" };

describe("the tests on a fork, as a command", () => {
  let upstream: Upstream;
  before(async () => {
    upstream = await startUpstream();
  });
  after(() => upstream.close());

  const surroundings = (env: Readonly<Record<string, string>>) => ({
    network: "soneiumMinatoFork",
    env: { ...anyRelease, SONEIUM_MINATO_RPC_URL: upstream.url, ...env },
  });
  const testOnFork = (files: readonly string[], env: Readonly<Record<string, string>>) =>
    runTaskIn(surroundings(env), "test", ...files);
  /** The whole suite, of which nothing is begun. A process that makes a fork watches its chain to the end. */
  const onForkAt = (env: Readonly<Record<string, string>>) => runTaskIn(surroundings(env), "test", "mocha");
  const withoutFork = (env: Readonly<Record<string, string>>) =>
    runTaskHere(surroundings(env), "test", "mocha");

  describe("of a chain that does not hold v1", () => {
    let ended: TaskRun;
    let kept: string;
    before(async () => {
      const served = new URL(upstream.url).host.replace(":", "_");
      const folder = join(hre.config.paths.cache, "edr-fork-cache", "rpc_cache", "v2", served);
      mkdirSync(folder, { recursive: true });
      kept = join(folder, "of-another-chain.json");
      writeFileSync(kept, "{}");
      ended = await onForkAt({});
    });

    it("are not begun, and it is said piece by piece why", () => {
      const { exitCode, stdout, stderr } = ended;
      expect(exitCode).to.equal(1);
      expect(stderr)
        .to.match(/^Error CHAIN_CODE: Chain 1946 at block 0 does not hold/m)
        .and.match(/^ {2}UsageLimitPolicy \(0x.+\): there is no code$/m);
      expect(stdout).not.to.include("passing");
    });

    it("forget what EDR has kept of what was served at the same port", () => {
      expect(existsSync(kept)).to.equal(false);
    });
  });

  it("are not begun where no chain answers", async () => {
    const { exitCode, stderr } = await withoutFork({ SONEIUM_MINATO_RPC_URL: "http://127.0.0.1:1/s3cret" });
    expect(exitCode).to.equal(1);
    expect(stderr).to.match(/^Error CHAIN_UNREACHABLE: The chain at 127\.0\.0\.1:1 does not answer/m);
    expect(stderr).not.to.include("s3cret");
  });

  it("are not begun where the RPC is that of another chain", async () => {
    const other = await startMortal(upstream.url, () => false);
    try {
      const { exitCode, stderr } = await runTaskHere(
        { network: "soneiumFork", env: { ...anyRelease, SONEIUM_RPC_URL: other.url } },
        ...["test", "mocha"],
      );
      expect(exitCode).to.equal(1);
      expect(stderr).to.match(/^Error WRONG_CHAIN: The chain has the id 1946, and 1868 is meant/m);
    } finally {
      other.close();
    }
  });

  it("are not begun at a block that is none", async () => {
    const { exitCode, stderr } = await withoutFork({ SONEIUM_MINATO_FORK_BLOCK: "latest" });
    expect(exitCode).to.equal(1);
    expect(stderr).to.match(
      /^Error INVALID_INPUT: SONEIUM_MINATO_FORK_BLOCK: "latest" is not a block's number/m,
    );
  });

  it("are not begun at a block that the chain has not reached", async () => {
    const { exitCode, stderr } = await onForkAt({ SONEIUM_MINATO_FORK_BLOCK: "99999" });
    expect(exitCode).to.equal(1);
    expect(stderr)
      .to.match(/^Error FORK_NOT_MADE: soneiumMinatoFork could not be made: /m)
      .and.include("SONEIUM_MINATO_RPC_URL and SONEIUM_MINATO_FORK_BLOCK");
  });

  describe("of a chain that holds v1", () => {
    needsCodeStore("the tests on a fork of a chain that holds v1, as a command");
    const noStore = join(tmpdir(), "no-such-folder-of-a-code-store");
    before(() => createWorld(upstream.provider, { release: "v1" }));

    it("pass, those in Solidity as well, without a code store", async () => {
      const files = ["test/contracts/targets/Counter.t.sol", file];
      const { exitCode, stdout, stderr } = await testOnFork(files, { SMART_SESSIONS_CODE_STORE: noStore });
      expect(exitCode, stdout + stderr).to.equal(0);
      expect(stdout)
        .to.match(/^World: fork of chain 1946 at block \d+, SmartSession v1$/m)
        .and.match(/^\d+ passing \(\d+ solidity, \d+ mocha\)$/m);
    });

    it("end with an error that names the RPC's variable where the chain goes away in their middle", async () => {
      let reads = 0;
      const mortal = await startMortal(upstream.url, (body) => {
        if (body.includes("eth_getStorageAt")) reads += 1;
        return reads > 200;
      });
      try {
        const { exitCode, stdout, stderr } = await testOnFork([file], { SONEIUM_MINATO_RPC_URL: mortal.url });
        expect(exitCode).to.equal(1);
        expect(stdout).to.match(/^World: fork/m);
        expect(stderr)
          .to.match(/^Error UPSTREAM_LOST: The chain that soneiumMinatoFork is a fork of no longer answers/m)
          .and.include("SONEIUM_MINATO_RPC_URL");
      } finally {
        mortal.close();
      }
    });
  });
});
