import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Address, Hex } from "viem";
import { generatePrivateKey } from "viem/accounts";
import create from "../../scripts/sessions/create.ts";
import install from "../../scripts/sessions/install.ts";
import list from "../../scripts/sessions/list.ts";
import revoke from "../../scripts/sessions/revoke.ts";
import rotate from "../../scripts/sessions/rotate.ts";
import show from "../../scripts/sessions/show.ts";
import uninstall from "../../scripts/sessions/uninstall.ts";
import use from "../../scripts/sessions/use.ts";
import { type DeployedTarget, httpProvider, type TargetName, writeDeployments } from "../../src/index.ts";
import { isOnAnvil } from "../helpers/freshChain.ts";
import { isOnFork } from "../helpers/freshFork.ts";
import { runAction } from "../helpers/runAction.ts";
import { type ServedProcess, serveWorld } from "../helpers/serveWorld.ts";

const passphrase = "a passphrase of the tests";
const owner = generatePrivateKey();

/** None of the variables that a command looks for. */
const unset = {
  ACCOUNT_OWNER_PRIVATE_KEY: "",
  DEPLOYER_PRIVATE_KEY: "",
  SESSION_KEYS_PASSPHRASE: "",
  SONEIUM_MINATO_BUNDLER_URL: "",
  SONEIUM_MINATO_PAYMASTER_URL: "",
  SONEIUM_MINATO_RPC_URL: "",
  WORLD_BUNDLER_URL: "",
  WORLD_PAYMASTER_URL: "",
};

const actions = { install, uninstall, create, list, show, use, revoke, rotate };
type Name = keyof typeof actions;
type Given = Readonly<Record<string, unknown>>;
/** What Hardhat gives an action where nothing is given on the command line. */
const nothing: Given = {
  json: true,
  dryRun: false,
  fund: false,
  split: false,
  force: false,
  all: false,
  names: [],
  call: [],
};

describe("sessions, as commands", function () {
  this.timeout(120_000);

  describe("--network soneiumMinato, with nothing set", () => {
    const key = "ACCOUNT_OWNER_PRIVATE_KEY";
    const bundler = "SONEIUM_MINATO_BUNDLER_URL";
    const secret = "SESSION_KEYS_PASSPHRASE";
    const file = "examples/batch.json";
    const cases: readonly (readonly [name: Name, given: Given, missing: readonly string[]])[] = [
      ["install", {}, [key, bundler]],
      ["uninstall", {}, [key, bundler]],
      ["create", { file }, [key, bundler, secret]],
      ["create", { file, dryRun: true }, [key, bundler]],
      ["list", {}, [key]],
      ["show", { name: "pay" }, [key]],
      ["use", { name: "pay", call: ["transfer"] }, [key, bundler, secret]],
      ["revoke", { all: true }, [key, bundler]],
      ["rotate", { name: "pay" }, [key, bundler, secret]],
    ];
    for (const [name, given, missing] of cases) {
      it(`sessions ${name} ${JSON.stringify(given)} says at once that it lacks ${missing.join(", ")}`, async () => {
        const run = await runAction(
          actions[name],
          { network: "soneiumMinato", env: unset },
          { ...nothing, ...given },
        );
        expect(run.exitCode).to.equal(1);
        const { error } = JSON.parse(run.stdout);
        expect(error.code).to.equal("INVALID_INPUT");
        expect(error.problems.map(({ field }: { field: string }) => field)).to.deep.equal(missing);
        for (const { remedy } of error.problems) expect(remedy).to.match(/Set it|set the variable/);
      });
    }
  });

  describe("on a served world", () => {
    if (isOnFork() || isOnAnvil()) return; // the served world is one of its own, whatever the run's network is
    let world: ServedProcess;
    let folder: string;
    let batch: string;
    let outputs = "";

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "sessions-"));
      batch = join(folder, "batch.json");
      world = await serveWorld();
      const { counter } = world.served.targets;
      const entry = (name: string) => ({ name, preset: "counter", target: counter, maxUses: 2 });
      writeFileSync(batch, JSON.stringify({ sessions: [entry("one"), entry("two")] }));
      await run("install", { fund: true });
      await run("create", { file: batch });
    });
    after("nothing of all that was said is secret", () => {
      world.close();
      rmSync(folder, { recursive: true, force: true });
      for (const secret of [owner.slice(2), passphrase]) expect(outputs.includes(secret)).to.equal(false);
    });

    /** Runs a command, and keeps what it says. */
    async function runWith(env: Readonly<Record<string, string>>, name: Name, given: Given = {}) {
      const ended = await runAction(
        actions[name],
        {
          network: "localhost",
          rpcUrl: world.served.rpcUrl,
          env: {
            ...unset,
            SESSION_KEYS_FOLDER: join(folder, "keys"),
            SESSION_KEYS_PASSPHRASE: passphrase,
            ACCOUNT_OWNER_PRIVATE_KEY: owner,
            ...env,
          },
        },
        { ...nothing, ...given },
      );
      outputs += `${ended.stdout}\n${ended.stderr}\n`;
      return { ...ended, json: JSON.parse(ended.stdout) };
    }
    const run = (name: Name, given: Given = {}) => runWith({}, name, given);
    // Stretching a passphrase keeps this process busy, meanwhile the server may close the line that it would use again.
    const blockNumber = () =>
      httpProvider(world.served.rpcUrl, { retryCount: 2 }).request({
        method: "eth_blockNumber",
      }) as Promise<Hex>;
    const keyFiles = () => {
      const [chain = ""] = readdirSync(join(folder, "keys", "local"));
      const [account = ""] = readdirSync(join(folder, "keys", "local", chain));
      const path = join(folder, "keys", "local", chain, account);
      return readdirSync(path).map((name) => join(path, name));
    };
    const stateOf = (json: { sessions: { name: string | null; state: string }[] }) =>
      Object.fromEntries(json.sessions.map(({ name, state }) => [name ?? "?", state]));

    it("uses a session by its key alone: the owner's address is enough", async () => {
      const { json: listed } = await run("list");
      expect(stateOf(listed)).to.deep.equal({ one: "active", two: "active" });
      const { ownerOf } = await ownerAddress(listed.account.address);
      const used = await runWith({ ACCOUNT_OWNER_PRIVATE_KEY: "" }, "use", {
        name: "one",
        call: ["increment"],
        owner: ownerOf,
      });
      expect(used.exitCode, used.stdout).to.equal(0);
      expect(used.json.outcome.status).to.equal("accepted");
      expect(
        used.json.session.limits.find(({ field }: { field: string }) => field === "maxUses").left,
      ).to.equal("1");
    });

    /** The owner as the key files have it. */
    async function ownerAddress(account: Address) {
      const [file = ""] = keyFiles();
      const { smartSession } = JSON.parse(readFileSync(file, "utf8"));
      expect(smartSession.account.address).to.equal(account);
      return { ownerOf: smartSession.account.owner as Address };
    }

    it("predicts a refusal, sends nothing, and ends with 1", async () => {
      const before = await blockNumber();
      const { exitCode, json } = await run("use", { name: "two", call: ["decrement()"] });
      expect(exitCode).to.equal(1);
      expect(json.prediction.refusal.rule).to.equal("action");
      expect(json).to.not.have.property("outcome");
      expect(await blockNumber()).to.equal(before);
    });

    it("sends and writes nothing in a dry run, and needs no passphrase for it", async () => {
      const before = {
        block: await blockNumber(),
        files: keyFiles().map((file) => readFileSync(file, "utf8")),
      };
      const { ownerOf } = await ownerAddress((await run("list")).json.account.address);
      const keyless = { ACCOUNT_OWNER_PRIVATE_KEY: "", SESSION_KEYS_PASSPHRASE: "" };
      const commands: readonly (readonly [Name, Given])[] = [
        ["uninstall", {}],
        ["create", { file: batch }],
        ["use", { name: "two", call: ["increment"] }],
        ["revoke", { all: true }],
        ["rotate", { name: "two" }],
      ];
      for (const [name, given] of commands) {
        const { exitCode, json } = await runWith(keyless, name, { ...given, dryRun: true, owner: ownerOf });
        expect(exitCode, name).to.equal(0);
        expect(json.dryRun).to.equal(true);
      }
      expect(await blockNumber()).to.equal(before.block);
      expect(keyFiles().map((file) => readFileSync(file, "utf8"))).to.deep.equal(before.files);
    });

    it("holds arguments to the account and to deployed targets, and to none that is known from hearsay", async () => {
      const [key = ""] = readdirSync(join(folder, "keys", "local"));
      const deployments = join(folder, "deployments");
      const deployed = (name: TargetName): DeployedTarget => ({
        name,
        source: "deployed",
        contract: `contracts/targets/${name}.sol:${name}`,
        address: world.served.targets[name],
        deployer: world.served.targets.counter,
        transaction: `0x${"1c".repeat(32)}`,
        block: 1,
        codeHash: `0x${"26".repeat(32)}`,
        constructorArguments: [],
        compiler: { version: "0.8.28+commit.7893614a", optimizerRuns: 200, evmVersion: "cancun" },
      });
      const heard = { name: "nft", source: "guide, unverified", address: world.served.targets.nft } as const;
      const targets = [deployed("token"), deployed("exchange"), heard];
      await writeDeployments(deployments, `local/${key}`, { chainId: 1946, targets });

      const file = join(folder, "swap.json");
      const rule = (value: string) => ({ argument: "tokenOut", condition: "equal", value });
      const creating = async (entry: object) => {
        writeFileSync(file, JSON.stringify({ sessions: [{ name: "swap", preset: "exchange", ...entry }] }));
        const env = { SMART_SESSIONS_DEPLOYMENTS: deployments };
        return runWith(env, "create", { file, dryRun: true });
      };
      const { exitCode, json } = await creating({});
      expect([exitCode, json.wouldCreate]).to.deep.equal([0, ["swap"]]);
      for (const word of ["nft", "game"]) {
        const refused = await creating({ argumentRules: [rule(word)] });
        expect(refused.exitCode).to.equal(1);
        expect(refused.json.error.problems[0]).to.include({
          field: "sessions[0].argumentRules[0].value",
          value: word,
        });
        expect(refused.json.error.problems[0].remedy).to.include(
          `./harness targets deploy ${word} --network localhost`,
        );
      }
    });

    it("refuses another passphrase, and sends nothing", async () => {
      const before = await blockNumber();
      const { exitCode, json } = await runWith({ SESSION_KEYS_PASSPHRASE: "another" }, "use", {
        name: "two",
        call: ["increment"],
      });
      expect(exitCode).to.equal(1);
      expect(json.error.code).to.equal("WRONG_PASSPHRASE");
      expect(await blockNumber()).to.equal(before);
    });

    it("tells of a damaged key file, lists the others, and creates nothing while it is there", async () => {
      const [file = ""] = keyFiles();
      const whole = readFileSync(file, "utf8");
      writeFileSync(file, whole.slice(0, 100));
      try {
        const { exitCode, json } = await run("list");
        expect(exitCode).to.equal(1);
        expect(json.damaged.map((one: { file: string }) => one.file)).to.deep.equal([file]);
        expect(json.sessions).to.have.length(2);
        expect(Object.values(stateOf(json))).to.deep.equal(["active", "active"]);
        expect((await run("create", { file: batch })).json.error.code).to.equal("KEY_FILE");
      } finally {
        writeFileSync(file, whole);
      }
    });

    it("refuses a folder that cannot be written before anything is sent", async () => {
      const before = await blockNumber();
      writeFileSync(join(folder, "occupied"), "");
      const other = join(folder, "other.json");
      writeFileSync(
        other,
        readFileSync(batch, "utf8").replace('"one"', '"three"').replace('"two"', '"four"'),
      );
      const { json } = await runWith({ SESSION_KEYS_FOLDER: join(folder, "occupied") }, "create", {
        file: other,
      });
      expect(json.error.code).to.equal("KEY_FOLDER");
      expect(await blockNumber()).to.equal(before);
    });

    it("says of an account without means what it lacks", async () => {
      const { exitCode, json } = await run("install", { salt: "1" });
      expect(exitCode).to.equal(1);
      expect(json.error.code).to.equal("UNDERFUNDED");
      expect(json.error.message).to.match(/has 0 ETH, and the operation may take up to 0\.\d+ ETH/);
    });

    it("says of a bundler that is down that nothing was sent", async () => {
      const before = await blockNumber();
      const { json } = await runWith({ WORLD_BUNDLER_URL: "http://127.0.0.1:1/rpc" }, "revoke", {
        names: ["one"],
      });
      expect(json.error.code).to.equal("BUNDLER_UNREACHABLE");
      expect(await blockNumber()).to.equal(before);
    });

    it("shows a session that another machine created as unknown, and ends it by its permission id", async () => {
      const elsewhere = { SESSION_KEYS_FOLDER: join(folder, "elsewhere") };
      const { json } = await runWith(elsewhere, "list");
      expect(json.sessions.map(({ name }: { name: null }) => name)).to.deep.equal([null, null]);
      const [{ permissionId }] = json.sessions;
      const revoked = await runWith(elsewhere, "revoke", { names: [permissionId] });
      expect(revoked.json.revoked).to.deep.equal([{ name: permissionId, permissionId }]);
      const states = Object.values(stateOf((await run("list")).json)).sort();
      expect(states).to.deep.equal(["active", "revoked"]);
    });
  });
});
