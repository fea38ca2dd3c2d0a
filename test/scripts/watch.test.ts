import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import watch from "../../scripts/sessions/watch.ts";
import { type CompiledPermission, httpProvider, readAlertRules } from "../../src/index.ts";
import { isOnAnvil } from "../helpers/freshChain.ts";
import { isOnFork } from "../helpers/freshFork.ts";
import { runAction } from "../helpers/runAction.ts";
import { buildFastScene, type Scene } from "../helpers/scene.ts";
import { startUpstream, type Upstream } from "../helpers/upstream.ts";
import { readAlerts } from "../usage/watchScene.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const hardhat = join(root, "node_modules/hardhat/dist/src/cli.js");

describe("sessions watch", function () {
  this.timeout(120_000);
  if (isOnFork() || isOnAnvil()) return; // the served chain is one of its own, whatever the run's network is

  let upstream: Upstream;
  let scene: Scene;
  let session: CompiledPermission;
  let folder: string;
  let rules: string;

  before(async () => {
    upstream = await startUpstream();
    scene = await buildFastScene("nexus")(httpProvider(upstream.url, { retryCount: 2 }));
    session = await scene.enable();
    folder = mkdtempSync(join(tmpdir(), "watch-"));
    rules = join(folder, "rules.json");
    writeFileSync(rules, JSON.stringify({ rules: [{ rule: "unknownUse" }] }));
  });
  after(() => {
    upstream.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const use = async () => {
    const { harness, account, key, counter } = scene;
    const calls = [counter.call("0xd09de08a")];
    expect((await harness.use({ account, session, key, calls })).status).to.equal("accepted");
  };
  const env = () => ({ SESSION_KEYS_FOLDER: join(folder, "keys"), WORLD_RPC_URL: upstream.url });
  const run = (given: object) =>
    runAction(
      watch,
      { network: "localhost", rpcUrl: upstream.url, env: env() },
      { rules, accounts: [scene.account.address], all: false, once: true, ...given },
    );

  describe("--once", () => {
    it("ends with 0 where nothing was raised, and with 2 where something was, each line once", async () => {
      const state = join(folder, "once");
      const first = await run({ state });
      expect(first.exitCode, first.stderr).to.equal(0);
      expect(first.stdout).to.equal("");
      expect(first.stderr).to.match(/watching 0x\w+ by 1 rules.*\n.*begins at block \d+/);
      await use();
      const second = await run({ state });
      expect(second.exitCode, second.stderr).to.equal(2);
      const [line = "", ...rest] = second.stdout.trimEnd().split("\n");
      expect(rest).to.deep.equal([]);
      expect(JSON.parse(line)).to.deep.equal(readAlerts(state)[0]);
      expect(second.stderr).to.include(
        "CRITICAL unknownUse: An operation by a session that is not ours took effect",
      );
      const third = await run({ state, from: "0" });
      expect([third.exitCode, third.stdout]).to.deep.equal([0, ""]);
      expect(third.stderr).to.include("--from is for the first start");
    });

    it("takes the example, as docs/watch.md has it, and says of each rule how severe it is", async () => {
      const page = readFileSync(join(root, "docs/watch.md"), "utf8");
      const [, written = ""] = /```json\n(\{\n {2}"\$schema"[\s\S]*?)```/.exec(page) ?? [];
      const example = join(root, "examples/alerts.json");
      expect(JSON.parse(written)).to.deep.equal(JSON.parse(readFileSync(example, "utf8")));
      for (const { rule, severity } of readAlertRules(example).rules) {
        expect(page).to.include(`| \`${rule}\` | ${severity} |`);
      }
      const state = join(folder, "example");
      await run({ rules: example, state });
      await use();
      const { exitCode, stdout } = await run({ rules: example, state });
      expect(exitCode).to.equal(2);
      expect(JSON.parse(stdout)).to.include({ rule: "unknownUse" });
    });

    it("reads from a block on where it is given at the first start", async () => {
      await use();
      const { exitCode, stdout } = await run({
        state: join(folder, "from"),
        from: "0",
        all: true,
        accounts: [],
      });
      expect(exitCode).to.equal(2);
      expect(stdout.trimEnd().split("\n").length).to.be.above(1);
    });

    it("keeps its state beside the folder of the keys, for nobody else to read", async () => {
      await run({});
      const [chain = ""] = readdirSync(join(folder, "session-alerts", "local"));
      const kept = join(folder, "session-alerts", "local", chain);
      expect(statSync(kept).mode & 0o777).to.equal(0o700);
      await use();
      await run({});
      for (const file of ["state.json", "alerts.jsonl"]) {
        expect(statSync(join(kept, file)).mode & 0o777, file).to.equal(0o600);
      }
    });
  });

  describe("is refused", () => {
    const cases: readonly (readonly [what: string, given: () => object, said: RegExp])[] = [
      ["without accounts, where there are no key files", () => ({ accounts: [] }), /ACCOUNTS: .*--all/s],
      ["with what is no address", () => ({ accounts: ["0x12"] }), /ACCOUNTS: "0x12" is not an address/],
      ["with what is no block", () => ({ from: "soon", state: join(folder, "none") }), /--from: "soon"/],
      [
        "with a block that is far ahead",
        () => ({ from: "99999", state: join(folder, "far") }),
        /--from: "99999" is after/,
      ],
      ["without a file of rules", () => ({ rules: join(folder, "no.json") }), /RULES: .*is no file/],
      [
        "with rules that cannot be meant",
        () => {
          const file = join(folder, "wrong.json");
          writeFileSync(file, JSON.stringify({ rules: [{ rule: "failures", streak: 0 }] }));
          return { rules: file };
        },
        /wrong\.json: rules\[0\]\.streak: 0 is less than 1/,
      ],
      ["where its state cannot be written", () => ({ state: join(rules, "state") }), /WATCH_FOLDER/],
    ];
    for (const [what, given, said] of cases) {
      it(what, async () => {
        const { exitCode, stdout, stderr } = await run(given());
        expect(exitCode, stderr).to.equal(1);
        expect(stdout).to.equal("");
        expect(stderr).to.match(said);
      });
    }
  });

  it("ends with 0 on SIGTERM, its state written", async () => {
    const state = join(folder, "term");
    const running = run({ state, once: false });
    const until = async (done: () => boolean) => {
      while (!done()) await new Promise((resolve) => setImmediate(resolve));
    };
    await until(() => existsSync(join(state, "state.json")) && process.listenerCount("SIGTERM") > 0);
    process.emit("SIGTERM");
    const { exitCode, stderr } = await running;
    expect(exitCode, stderr).to.equal(0);
    expect(stderr).to.match(/ended; 0 alerts raised/);
  });

  describe("as a process of its own", () => {
    const children: ChildProcess[] = [];
    after(() => {
      for (const child of children) child.kill("SIGKILL");
    });

    /** Puts the chain behind a server that answers nothing any more once it is told so. */
    async function startSilent() {
      let isSilent = false;
      let onHeld = () => {};
      const held = new Promise<void>((resolve) => {
        onHeld = resolve;
      });
      const server = createServer(async (request, response) => {
        const body = await text(request);
        if (isSilent) return onHeld();
        const headers = { "content-type": "application/json" };
        const answer = await fetch(upstream.url, { method: "POST", headers, body });
        response.writeHead(answer.status, headers).end(await answer.text());
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        /** Answers nothing any more; settles once something is asked. */
        async silence() {
          isSilent = true;
          await held;
        },
        close() {
          server.close();
          server.closeAllConnections();
        },
      };
    }

    /** Starts it, and waits until it watches. */
    async function start(state: string, url = upstream.url) {
      const { HARDHAT_NETWORK: _handedDown, ...inherited } = process.env;
      const words = [
        "--network",
        "localhost",
        "sessions",
        "watch",
        rules,
        scene.account.address,
        "--state",
        state,
      ];
      const child = spawn(process.execPath, [hardhat, ...words], {
        cwd: root,
        env: { ...inherited, HARDHAT_DISABLE_TELEMETRY: "true", ...env(), WORLD_RPC_URL: url },
        stdio: ["ignore", "pipe", "pipe"],
      });
      children.push(child);
      const ended = once(child, "close").then(([code, signal]) => code ?? signal);
      const alerts = createInterface(child.stdout)[Symbol.asyncIterator]();
      let said = "";
      await new Promise<void>((resolve, reject) => {
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
          said += text;
          if (/begins at block|goes on from block/.test(said)) resolve();
        });
        ended.then((code) => reject(new Error(`ended with ${code}:\n${said}`)), reject);
      });
      return {
        child,
        ended,
        said: () => said,
        next: async () => JSON.parse((await alerts.next()).value ?? "{}"),
      };
    }

    it("goes on after SIGKILL where it was, keeps a second one off, and ends with 0 on SIGINT, answered or not", async () => {
      const state = join(folder, "killed");
      const first = await start(state);
      await use();
      const told = [await first.next()];
      const second = await run({ state });
      expect(second.exitCode).to.equal(1);
      expect(second.stderr).to.match(/WATCH_BUSY: Another watch is at work/);
      first.child.kill("SIGKILL");
      expect(await first.ended).to.equal("SIGKILL");
      await use();

      const chain = await startSilent();
      const third = await start(state, chain.url);
      told.push(await third.next());
      await chain.silence();
      third.child.kill("SIGINT");
      // The chain answers nothing until this one has ended.
      expect(await third.ended, third.said()).to.equal(0);
      chain.close();
      expect(readAlerts(state)).to.deep.equal(told);
      expect(new Set(told.map(({ id }) => id)).size).to.equal(2);
    });

    it("writes nothing down that nobody was told: it ends where its output does", async () => {
      const state = join(folder, "closed");
      const { child, ended, said } = await start(state);
      child.stdout?.destroy();
      await use();
      expect(await ended).to.equal(1);
      expect(said())
        .to.match(/Error ALERT_OUTPUT: .*\(EPIPE\)/)
        .and.not.match(/^ {4}at /m);
      expect(readAlerts(state)).to.deep.equal([]);
      const later = await run({ state });
      expect([later.exitCode, readAlerts(state).length]).to.deep.equal([2, 1]);
    });
  });
});
