import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Address } from "viem";
import analyze from "../../scripts/sessions/analyze.ts";
import { findSessions, httpProvider, openKey, type SessionFile, useSession } from "../../src/index.ts";
import { type Book, buildBook, passphrase } from "../helpers/book.ts";
import { increment } from "../helpers/counter.ts";
import { isOnAnvil } from "../helpers/freshChain.ts";
import { isOnFork } from "../helpers/freshFork.ts";
import { runAction } from "../helpers/runAction.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";
import { startUpstream, type Upstream } from "../helpers/upstream.ts";

const somebody: Address = "0x000000000000000000000000000000000000dEaD";

describe("sessions analyze", function () {
  this.timeout(60_000);
  if (isOnFork() || isOnAnvil()) return; // the served chain is one of its own, whatever the run's network is

  let upstream: Upstream;
  let book: Book;

  before(async () => {
    upstream = await startUpstream();
    book = await buildBook(httpProvider(upstream.url, { retryCount: 2 }));
    await book.create("one", "two");
    const [found] = await findSessions(book.sessions, book.files(), ["one"]);
    const file = found?.file as SessionFile;
    const calls = [{ to: book.counter, data: increment }];
    await useSession(book.sessions, book.means, { file, calls, force: false }, openKey(file, passphrase));
  });
  after(() => {
    upstream.close();
    book.close();
  });

  const env = (keys = "keys") => ({ SESSION_KEYS_FOLDER: join(book.root, keys), INIT_CWD: book.root });
  const nothing = { accounts: [], all: false, json: false, noGas: true };
  const run = (given: object = {}, keys?: string) =>
    runAction(
      analyze,
      { network: "localhost", rpcUrl: upstream.url, env: env(keys) },
      { ...nothing, ...given },
    );

  it("is about the accounts that there are key files of, and calls sessions by their names", async () => {
    const { exitCode, stdout, stderr } = await run();
    expect(exitCode, stderr).to.equal(0);
    expect(stderr).to.match(/: 1 account\b/);
    expect(stdout).to.include("Sessions:   2: 2 active").and.include("│ one ").and.include("1 of 3 calls");
    expect(stdout).to.include("increment()");
    expect(stdout).to.not.include("Gas saved in all");
  });

  it("measures gas on a chain of its own, and sends nothing to the one that is analysed", async () => {
    const before = await book.world.client.getBlockNumber();
    const { stdout, exitCode } = await run({ noGas: false, json: true });
    expect(exitCode).to.equal(0);
    const { gas } = JSON.parse(stdout);
    expect(
      gas.map(({ kind, action, operations }: Record<string, unknown>) => [kind, action, operations]),
    ).to.deep.equal([["safe7579", "call", 1]]);
    expect(BigInt(gas[0].saved)).to.equal(BigInt(gas[0].owner) - BigInt(gas[0].session));
    expect(await book.world.client.getBlockNumber()).to.equal(before);
  });

  it("is about the accounts that are given, about all, or refused where nobody is meant", async () => {
    const operations = async (given: object, keys?: string) =>
      JSON.parse((await run({ json: true, ...given }, keys)).stdout).totals.operations;
    expect(await operations({ accounts: [somebody] })).to.equal(0);
    expect(await operations({ accounts: [book.account.address] }, "none")).to.equal(1);
    expect(await operations({ all: true }, "none")).to.equal(1);
    const { exitCode, stderr, stdout } = await run({}, "none");
    expect([exitCode, stdout]).to.deep.equal([1, ""]);
    expect(stderr).to.match(
      /ACCOUNTS: \(none\) are not given, .*\n {2}→ Give the accounts' addresses, or --all/,
    );
  });

  it("takes a period by blocks and by times", async () => {
    const { number, timestamp } = await book.world.client.getBlock();
    for (const [from, operations] of [
      [`${number}`, 1],
      [`${number - 1n}`, 1],
      [`@${timestamp}`, 1],
    ] as const) {
      const { stdout } = await run({ from, json: true });
      expect(JSON.parse(stdout).totals.operations, from).to.equal(operations);
    }
    const { period, totals } = JSON.parse((await run({ to: `${number - 1n}`, json: true })).stdout);
    expect([period.end.blockNumber, totals.operations]).to.deep.equal([`${number - 1n}`, 0]);
  });

  it("writes a spreadsheet and a page, from where it is run, whole or not at all", async () => {
    const { exitCode, stdout } = await run({ csv: "out.csv", html: "out.html" });
    expect(exitCode).to.equal(0);
    expect(stdout).to.include("Operations: 1");
    expect(readFileSync(join(book.root, "out.csv"), "utf8").split("\r\n")).to.have.lengthOf(4);
    expect(readFileSync(join(book.root, "out.html"), "utf8"))
      .to.match(/^<!doctype html>/i)
      .and.include("one");
    expect(readdirSync(book.root).filter((name) => name.startsWith("out"))).to.have.lengthOf(2);
    const alone = await run({ csv: "-" });
    expect(alone.stdout).to.equal(readFileSync(join(book.root, "out.csv"), "utf8"));
  });

  it("prints what goes to standard output before it writes a file, which may fail still", async () => {
    const csv = "c".repeat(250); // the file beside it, which takes its place, has a longer name
    const results: readonly (readonly [given: object, printed: RegExp])[] = [
      [{ html: "-" }, /^<!doctype html>/i],
      [{}, /Operations: 1/],
    ];
    for (const [given, printed] of results) {
      const { exitCode, stdout, stderr } = await run({ csv, ...given });
      expect([exitCode, stdout.length > 0]).to.deep.equal([1, true]);
      expect(stdout).to.match(printed);
      expect(stderr).to.match(/--csv: .* cannot be written \(ENAMETOOLONG\)/);
    }
  });

  it("keeps a checkpoint, and goes on from it", async () => {
    const checkpoint = "checkpoint.json";
    const first = await run({ checkpoint, json: true });
    const second = await run({ checkpoint, json: true });
    expect(second.stderr).to.match(/going on after block \d+/);
    expect(second.stdout).to.equal(first.stdout);
  });

  it("ends with 1 where it is interrupted, and says how to go on", async () => {
    // As soon as signals are heard.
    process.once("newListener", function heard(name) {
      if (name === "SIGTERM") setImmediate(() => process.emit("SIGTERM"));
      else process.once("newListener", heard);
    });
    const { exitCode, stdout, stderr } = await run({ checkpoint: "interrupted.json" });
    expect([exitCode, stdout]).to.deep.equal([1, ""]);
    expect(stderr).to.match(
      /ANALYSIS_INTERRUPTED: .*\n {2}→ Run it again: it goes on where .*interrupted\.json ends/,
    );
  });

  describe("is refused", () => {
    const cases: readonly (readonly [what: string, given: object, said: RegExp])[] = [
      ["with what is no address", { accounts: ["0x12"] }, /ACCOUNTS: "0x12" is not an address/],
      ["with addresses and --all", { accounts: [somebody], all: true }, /ACCOUNTS: .*--all as well/],
      ["with what is no block and no time", { from: "soon" }, /--from: "soon" is neither a block nor a time/],
      ["with a block that is not there", { to: "99999" }, /--to: "99999" is after the chain's last block/],
      [
        "with two results on standard output",
        { csv: "-", json: true },
        /is standard output, and another result/,
      ],
      [
        "where a result cannot be written",
        { csv: "no/where.csv" },
        /--csv: "no\/where.csv" cannot be written \(ENOENT\)/,
      ],
      ["with an empty path", { checkpoint: "" }, /--checkpoint: "" is no path/],
      ["with a checkpoint on standard output", { checkpoint: "-" }, /--checkpoint: "-" is standard output/],
      [
        "with one file for two results",
        { csv: "same", html: "./same" },
        /--html: ".\/same" is the file of --csv as well/,
      ],
      [
        "with a result's file as the checkpoint",
        { csv: "same", checkpoint: "keys/../same" },
        /--csv: "same" is the file of --checkpoint as well/,
      ],
      ["where a result is a folder", { html: "keys" }, /--html: "keys" cannot be written \(it is no file\)/],
      [
        "where a checkpoint's folder is not there",
        { checkpoint: "no/where.json" },
        /--checkpoint: "no\/where.json" cannot be written \(ENOENT\)/,
      ],
      [
        "with a period that has no block",
        { from: "3", to: "2" },
        /--from: "3" is block 3, and --to is block 2: there is none between/,
      ],
      [
        "with what is read from after the period's begin",
        { readFrom: "3", from: "2" },
        /--read-from: "3" is block 3, and --from is block 2/,
      ],
      ["with what is read from no block", { readFrom: "soon" }, /--read-from: "soon" is neither a block nor/],
      [
        "where a checkpoint is none",
        { checkpoint: "sessions.json" },
        /CHECKPOINT: The checkpoint .*is no checkpoint/,
      ],
    ];
    for (const [what, given, said] of cases) {
      it(what, async () => {
        const { exitCode, stdout, stderr } = await run(given);
        expect(exitCode, stdout).to.equal(1);
        expect(`${stderr}${stdout}`).to.match(said);
      });
    }
  });

  it("is refused what cannot be written before the chain is asked", async () => {
    const nobody = { network: "localhost", rpcUrl: "http://127.0.0.1:1", env: env() };
    for (const given of [{ csv: "no/where.csv" }, { html: "" }, { checkpoint: "-" }]) {
      const { exitCode, stderr } = await runAction(analyze, nobody, { ...nothing, ...given });
      expect(exitCode).to.equal(1);
      expect(stderr)
        .to.match(/INVALID_INPUT/)
        .and.not.include("asking the chain");
    }
  });

  it("is a task, whose accounts come behind it", async () => {
    const surroundings = { network: "localhost", env: { ...env("none"), WORLD_RPC_URL: upstream.url } };
    const words = [
      "sessions",
      "analyze",
      book.account.address,
      "--no-gas",
      "--json",
      "--read-from",
      "1",
      "--from",
      "1",
    ];
    const { exitCode, stdout, stderr } = await runTaskHere(surroundings, ...words);
    expect(exitCode, stderr).to.equal(0);
    expect(JSON.parse(stdout).totals.operations).to.equal(1);
    expect(existsSync(join(book.root, "none"))).to.equal(false);
  });
});
