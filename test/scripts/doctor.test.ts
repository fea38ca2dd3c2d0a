import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Hex } from "viem";
import { formatUserOperationRequest } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import create from "../../scripts/sessions/create.ts";
import doctor from "../../scripts/sessions/doctor.ts";
import install from "../../scripts/sessions/install.ts";
import {
  createAccount,
  httpProvider,
  openKey,
  openWorld,
  readSessionFiles,
  toSessionAccount,
} from "../../src/index.ts";
import { fees, gas } from "../helpers/bundlerScene.ts";
import { increment } from "../helpers/counter.ts";
import { freePort } from "../helpers/freePort.ts";
import { isOnAnvil } from "../helpers/freshChain.ts";
import { isOnFork } from "../helpers/freshFork.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { runAction } from "../helpers/runAction.ts";
import { type ServedProcess, serveWorld } from "../helpers/serveWorld.ts";
import { startRelay } from "../targets/relay.ts";

const passphrase = "a passphrase of the tests";
const owner = generatePrivateKey();
/** A key is opened by it, which takes a while. */
const unlocking = { SESSION_KEYS_PASSPHRASE: passphrase };
/** What Hardhat gives an action where nothing is given on the command line. */
const nothing = { json: true, dryRun: false, fund: false, split: false, name: "", call: [] };

const page = readFileSync(new URL("../../docs/doctor.md", import.meta.url), "utf8");

interface Told {
  readonly level: string;
  readonly findings: readonly { id: string; level: string; finding: string; rule?: string }[];
  readonly error?: { readonly code: string; readonly problems?: readonly { field: string }[] };
}

describe("sessions doctor", function () {
  this.timeout(120_000);
  if (isOnFork() || isOnAnvil()) return; // the served world is one of its own, whatever the run's network is
  let world: ServedProcess;
  let folder: string;
  let file: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "doctor-"));
    world = await serveWorld();
    const batch = join(folder, "batch.json");
    const { counter } = world.served.targets;
    const entry = { name: "count", preset: "counter", target: counter, maxUses: 2 };
    writeFileSync(batch, JSON.stringify({ sessions: [entry] }));
    for (const [action, given] of [
      [install, { fund: true }],
      [create, { file: batch }],
    ] as const) {
      expect((await run(action, given, unlocking)).exitCode).to.equal(0);
    }
    const [chain = ""] = readdirSync(join(folder, "keys", "local"));
    const [account = ""] = readdirSync(join(folder, "keys", "local", chain));
    const path = join(folder, "keys", "local", chain, account);
    file = join(path, readdirSync(path)[0] ?? "");
  });
  after(() => {
    world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (
    action: Parameters<typeof runAction>[0],
    given: Readonly<Record<string, unknown>>,
    env: Readonly<Record<string, string>> = {},
    rpcUrl = world.served.rpcUrl,
  ) =>
    runAction(
      action,
      {
        network: "localhost",
        rpcUrl,
        env: {
          ACCOUNT_OWNER_PRIVATE_KEY: owner,
          SESSION_KEYS_FOLDER: join(folder, "keys"),
          SESSION_KEYS_PASSPHRASE: "",
          WORLD_BUNDLER_URL: "",
          WORLD_PAYMASTER_URL: "",
          ...env,
        },
      },
      { ...nothing, ...given },
    );

  /** What it finds; `id level`, with the rule where there is one. */
  async function examine(
    ...parameters: Parameters<typeof run> extends [unknown, ...infer Rest] ? Rest : never
  ) {
    const { exitCode, stdout } = await run(doctor, ...parameters);
    const told = JSON.parse(stdout) as Told;
    const ills = (told.findings ?? [])
      .filter(({ level }) => level !== "ok")
      .map(({ id, level, rule }) => [id, level, rule].filter(Boolean).join(" "));
    const said = (id: string) => told.findings.find((one) => one.id === id)?.finding ?? "";
    return { exitCode, ills, told, said };
  }

  it("finds nothing of the healthy: an account, a session, a call; and ends with 0", async () => {
    for (const given of [{}, { name: "count" }, { name: "count", call: ["increment"] }]) {
      const { exitCode, ills, told } = await examine(given);
      expect({ exitCode, ills, level: told.level }).to.deep.equal({ exitCode: 0, ills: [], level: "ok" });
    }
  });

  it("is written of in docs/doctor.md, every check that it makes", async () => {
    const { told } = await examine({ name: "count", call: ["increment"] });
    for (const { id } of told.findings) expect(page).to.match(new RegExp(`^\\|.*\`${id}\`.*\\|`, "m"));
  });

  it("opens the key where there is a passphrase, and says that it did not where there is none", async () => {
    expect((await examine({ name: "count" }, unlocking)).said("keyFile")).to.match(
      /it opens, and holds the key 0x/,
    );
    const { exitCode, said } = await examine({ name: "count" });
    expect(exitCode).to.equal(0);
    expect(said("keyFile")).to.match(/was not opened, as no passphrase was given/);
    const wrong = await examine({ name: "count" }, { SESSION_KEYS_PASSPHRASE: "another" });
    expect(wrong.exitCode).to.equal(1);
    expect(wrong.ills).to.deep.equal(["keyFile failure"]);
  });

  it("ends with 1 where a call would be refused, and says for which rule", async () => {
    const { exitCode, ills } = await examine({ name: "count", call: ["decrement()"] });
    expect(exitCode).to.equal(1);
    expect(ills).to.deep.equal(["calls failure action"]);
    const batch = join(folder, "calls.json");
    writeFileSync(batch, JSON.stringify(Array(3).fill({ function: "increment" })));
    expect((await examine({ name: "count", batch })).ills).to.deep.equal(["calls failure maxUses"]);
  });

  it("ends with 2 where there are warnings alone: others may read the key file", async () => {
    if (process.platform === "win32") return;
    chmodSync(file, 0o644);
    try {
      const { exitCode, ills } = await examine({ name: "count" });
      expect(exitCode).to.equal(2);
      expect(ills).to.deep.equal(["keyFile warning"]);
    } finally {
      chmodSync(file, 0o600);
    }
  });

  it("finds a damaged key file, and one that is not here", async () => {
    const text = readFileSync(file, "utf8");
    const permissionId = file.slice(-71, -5);
    writeFileSync(file, text.replace('"maxUses"', '"maxUsed"').replace(/"name": *"count"/, '"name":"other"'));
    try {
      expect((await examine({ name: permissionId })).ills).to.deep.equal(["keyFile failure"]);
      expect((await examine({})).ills).to.deep.equal(["keyFile warning"]);
    } finally {
      writeFileSync(file, text);
    }
    const { ills } = await examine({ name: `0x${"12".repeat(32)}` });
    expect(ills).to.deep.equal(["sessionEnabled failure sessionEnabled", "keyFile warning"]);
  });

  it("finds a bundler that does not answer", async () => {
    const bundler = `http://127.0.0.1:${await freePort()}`;
    const { exitCode, ills, said } = await examine({ name: "count", bundler });
    expect(exitCode).to.equal(1);
    expect(ills).to.deep.equal(["bundler failure"]);
    expect(said("bundler")).to.match(/does not answer as one: .*ECONNREFUSED/);
  });

  it("refuses an address that is no account's, or stands beside an owner or a salt", async () => {
    const { counter } = world.served.targets;
    for (const given of [{ address: "0x12" }, { address: counter }, { address: counter, salt: "7" }]) {
      const { exitCode, told } = await examine(given);
      expect(exitCode).to.equal(1);
      expect(told.error?.problems?.map(({ field }) => field)).to.deep.equal(["address"]);
    }
  });

  it("finds an account that is not there, nor funded", async () => {
    const { ills } = await examine({ salt: "7" });
    expect(ills).to.deep.equal([
      "accountDeployed warning",
      "accountFunded failure funds",
      "moduleInstalled warning",
    ]);
  });

  it("reads an operation, and the session from its signature", async () => {
    // While a key is opened nothing else is done, and an idle line may be closed meanwhile.
    const opened = await openWorld(httpProvider(world.served.rpcUrl, { retryCount: 2 }));
    const account = await createAccount(opened, { owner: privateKeyToAccount(owner) });
    const [session] = readSessionFiles(join(file, "..")).sessions;
    if (!session) expect.fail("there is a session");
    const signer = toSessionAccount(opened, account, session, openKey(session, passphrase));
    const unsigned = {
      sender: account.address,
      nonce: await signer.getNonce(),
      callData: await signer.encodeCalls([{ to: world.served.targets.counter, data: increment }]),
      signature: "0x" as Hex,
      ...gas,
      ...fees,
    };
    const signed = { ...unsigned, signature: await signer.signUserOperation(unsigned) };
    const operation = join(folder, "operation.json");
    const written = (one: typeof signed) =>
      writeFileSync(operation, JSON.stringify(formatUserOperationRequest(one)));
    written(signed);
    const healthy = await examine({ operation });
    expect(healthy.ills).to.deep.equal([]);
    // Whose account it is need not be known: it is the operation's sender.
    const stranger = { ACCOUNT_OWNER_PRIVATE_KEY: generatePrivateKey() };
    expect((await examine({ operation }, stranger)).ills).to.deep.equal([]);
    const { permissionId } = session;
    expect((await examine({ name: permissionId, address: account.address }, stranger)).ills).to.deep.equal(
      [],
    );
    expect(page).to.match(/^\| `played` \|/m);
    expect(healthy.said("played")).to.match(/the operation passes/);
    expect(healthy.said("signature")).to.match(/The session key .* has signed/);
    expect(healthy.said("keyFile")).to.match(/of count is as it was written/);
    written({ ...signed, nonce: signed.nonce + 1n });
    expect((await examine({ operation })).ills).to.deep.equal([
      "nonce failure nonce",
      "signature failure sessionKey",
    ]);
    written(unsigned);
    expect((await examine({ name: "count", operation })).ills).to.deep.equal(["signature warning"]);
    const { sender, nonce, callData } = formatUserOperationRequest(unsigned);
    writeFileSync(operation, JSON.stringify({ sender, nonce, callData }));
    const bare = await examine({ name: "count", operation });
    expect(bare.ills).to.deep.equal(["gasLimits warning", "signature warning"]);
    for (const text of ["{}", "[]", "not JSON", JSON.stringify({ sender, nonce: "x", callData })]) {
      writeFileSync(operation, text);
      const { exitCode, told } = await examine({ operation });
      expect(exitCode).to.equal(1);
      expect(told.error?.code, text).to.equal("INVALID_INPUT");
    }
  });

  it("is an error where it cannot be meant", async () => {
    for (const [given, code] of [
      [{ call: ["increment"] }, "INVALID_INPUT"],
      [{ name: `0x${"12".repeat(32)}`, call: ["increment"] }, "INVALID_INPUT"],
      [{ name: "nobody" }, "SESSION_NOT_FOUND"],
      [{ name: "count", operation: join(folder, "missing.json") }, "INVALID_INPUT"],
    ] as const) {
      const { exitCode, told } = await examine(given);
      expect(exitCode).to.equal(1);
      expect(told.error?.code).to.equal(code);
    }
  });

  it("says it in words, each finding with what to do about it", async () => {
    const { stdout, exitCode } = await run(doctor, { name: "count", call: ["decrement()"], json: false });
    expect(exitCode).to.equal(1);
    expect(stdout).to.match(/^✓ chain {12}Chain \d+ answers/);
    expect(stdout).to.match(/✗ calls {12}Call 0x2baeceb7 to 0x.*\(rule action\)\n {19}→ Call the function/);
    expect(stdout).to.match(/\n\n1 failure: an operation would be refused, or could not be sent\.\n$/);
  });

  it("finds that no bundler is named for a live chain", async function () {
    if (releaseOfRun() !== "v1") return this.skip(); // live chains have v1
    const relay = await startRelay(world.served.rpcUrl, (method) =>
      method === "hardhat_metadata" ? "refuse" : "pass",
    );
    try {
      const { ills } = await examine({ owner: privateKeyToAccount(owner).address }, {}, relay.url);
      expect(ills).to.include("bundler warning");
    } finally {
      await relay.close();
    }
  });
});
