import { execFile } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { promisify } from "node:util";
import { expect } from "chai";
import { http } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { portsToServe } from "../../scripts/world/portsToServe.ts";
import { createHarness, fromPreset, httpProvider, serveReport } from "../../src/index.ts";
import { increment } from "../helpers/counter.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { freePort } from "../helpers/freePort.ts";
import { runTask } from "../helpers/runTask.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";
import { freshKey } from "../helpers/scene.ts";
import { type ServedProcess, serveWorld, serveWorldIn } from "../helpers/serveWorld.ts";

const run = promisify(execFile);

/** Holds a connection to what listens at a URL: its end is the end of who listens. */
async function hold(url: string): Promise<{ gone: Promise<void> }> {
  const { hostname: host, port } = new URL(url);
  const socket: Socket = connect({ host, port: Number(port) });
  socket.on("error", () => {}).resume();
  const gone = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await once(socket, "connect");
  return { gone };
}

/** Why nothing is to be connected to at a URL. */
async function refusalAt(url: string): Promise<string | undefined> {
  const { hostname: host, port } = new URL(url);
  const socket = connect({ host, port: Number(port) });
  const code = await new Promise<string | undefined>((resolve) => {
    socket
      .once("connect", () => resolve(undefined))
      .once("error", (error: NodeJS.ErrnoException) => {
        resolve(error.code);
      });
  });
  socket.destroy();
  return code;
}

describe("world serve, as a command", function () {
  this.timeout(180_000); // each test starts Hardhat as often as it has cases

  const at = (port: number, path = "") => `http://127.0.0.1:${port}${path}`;
  let running: ServedProcess | undefined;
  const serve = async (...options: string[]) => {
    running = await serveWorld(...options);
    return running;
  };
  afterEach(() => running?.close());

  /** A session on the served Counter, used up. */
  async function useUp({ served }: ServedProcess): Promise<void> {
    const { rpcUrl, bundlerUrl, targets } = served;
    const bundler = bundlerUrl === null ? {} : { bundlerTransport: http(bundlerUrl, { retryCount: 0 }) };
    const harness = await createHarness({ provider: httpProvider(rpcUrl), ...bundler });
    const { world } = harness;
    expect(world.contracts).to.deep.equal(
      Object.fromEntries(
        Object.keys(world.contracts).map((key, index) => [key, served.world.contracts[index]]),
      ),
    );
    const [account, key] = [await harness.createAccount(), freshKey()];
    const given = { sessionKey: key.address, target: targets.counter, maxUses: 1 };
    const session = harness.compile(fromPreset("counter", given));
    const use = () =>
      harness.use({ account, session, key, calls: [{ to: targets.counter, data: increment }] });
    await expectAccepted(world, await harness.install(account));
    await expectAccepted(world, await harness.enable(account, [session]));
    await expectAccepted(world, await use());
    expectRefused(await use(), {
      layer: "policy",
      code: "PolicyViolation",
      rule: "maxUses",
      args: { permissionId: session.permissionId, policy: world.contracts.UsageLimitPolicy.address },
      policy: "UsageLimitPolicy",
    });
  }

  it("serves a world over HTTP, and ends with 0 by SIGTERM, also while a client holds on", async () => {
    const serving = await serve();
    const { served, said } = serving;
    expect(served.bundlerUrl).to.equal(null);
    await useUp(serving);

    const websocket = new WebSocket(served.rpcUrl.replace("http", "ws"));
    await new Promise((resolve, reject) => {
      websocket.addEventListener("open", resolve);
      websocket.addEventListener("error", reject);
    });
    expect(await serving.end("SIGTERM")).to.equal(0);
    expect(await refusalAt(served.rpcUrl)).to.equal("ECONNREFUSED");
    expect(said.stdout.match(/\n/g)).to.have.length(1);
    expect(said.stderr).to.match(/world serve: SIGTERM, stopping …\n$/);
  });

  it("names the keys of the accounts that the chain has, and says that they are public", async () => {
    const { served } = await serve();
    const accounts = await httpProvider(served.rpcUrl).request({ method: "eth_accounts" });
    expect(served.keys.map(({ address }) => address.toLowerCase())).to.deep.equal(accounts);
    expect(served.keys.map(({ privateKey }) => privateKeyToAddress(privateKey))).to.deep.equal(
      served.keys.map(({ address }) => address),
    );

    const harness = await createHarness({ provider: httpProvider(served.rpcUrl) });
    const text = serveReport({ ...served, bundlerUrl: "http://127.0.0.1:1/rpc", world: harness.world });
    for (const word of [served.rpcUrl, "http://127.0.0.1:1/rpc", "1946", ...Object.values(served.targets)]) {
      expect(text).to.include(word);
    }
    for (const { address, privateKey } of served.keys) expect(text).to.include(`${address}  ${privateKey}`);
    expect(text).to.include("public development keys").and.include("never send real funds to them");
    const { bundlerUrl: _none, ...withoutBundler } = served;
    const without = serveReport({ ...withoutBundler, keys: [], world: harness.world });
    expect(without).to.include("bundler     none").and.include("their keys are not shown");
  });

  describe("with --bundler alto", () => {
    it("serves alto as well, both where the options say, whatever the variables do; it ends with the chain", async () => {
      const [rpc, bundler, other] = [await freePort(), await freePort(), await freePort()];
      const env = { WORLD_RPC_URL: at(other), WORLD_BUNDLER_URL: at(other, "/rpc") };
      const ports = ["--port", String(rpc), "--bundler-port", String(bundler)];
      const serving = await serveWorldIn(env, "--bundler", "alto", ...ports);
      running = serving;
      const { bundlerUrl, rpcUrl } = serving.served;
      expect({ rpcUrl, bundlerUrl }).to.deep.equal({ rpcUrl: at(rpc), bundlerUrl: at(bundler, "/rpc") });
      await useUp(serving);

      const alto = await hold(bundlerUrl ?? "");
      expect(await serving.end("SIGINT")).to.equal(0);
      await alto.gone;
      expect(await refusalAt(bundlerUrl ?? "")).to.equal("ECONNREFUSED");
      expect(await refusalAt(rpcUrl)).to.equal("ECONNREFUSED");
    });

    it("says so where alto ends by itself, and ends with 1", async () => {
      const { child, ended, said, served } = await serve("--bundler", "alto");
      const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid="]); // as POSIX has it
      const processes = stdout
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/ +/).map(Number));
      const [alto] = processes.find(([, parent]) => parent === child.pid) ?? [];
      process.kill(alto as number, "SIGKILL");
      expect(await ended()).to.equal(1);
      expect(said.stderr).to.include("the bundler alto has ended by itself");
      expect(await refusalAt(served.rpcUrl)).to.equal("ECONNREFUSED");
    });
  });

  describe("without --port", () => {
    it("serves the chain where WORLD_RPC_URL says, and alto where WORLD_BUNDLER_URL says", async () => {
      const [rpc, bundler] = [await freePort(), await freePort()];
      const env = { WORLD_RPC_URL: at(rpc), WORLD_BUNDLER_URL: at(bundler, "/rpc") };
      running = await serveWorldIn(env, "--bundler", "alto");
      expect(running.served).to.include({ rpcUrl: at(rpc), bundlerUrl: at(bundler, "/rpc") });
      const asked = await http(env.WORLD_BUNDLER_URL)({}).request({ method: "eth_chainId" });
      expect(asked).to.equal("0x79a");
      expect(await running.end("SIGTERM")).to.equal(0);
    });

    it("refuses a URL that it cannot serve by its variable's name, without more of it than its host", async () => {
      const surroundings = { network: undefined, env: { WORLD_RPC_URL: "http://somewhere.example/a-key" } };
      const { exitCode, stdout, stderr } = await runTaskHere(surroundings, "world", "serve");
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
      expect(stderr).to.include(
        'Error INVALID_INPUT: WORLD_RPC_URL: "http://somewhere.example" is not served',
      );
      expect(stderr).not.to.include("a-key");
    });
  });

  describe("the ports, as they are chosen", () => {
    const portsOf = (
      variables: Record<string, string>,
      options: Partial<Parameters<typeof portsToServe>[1]>,
    ) => {
      const runHandlerChain = async (_: string, __: string, [{ name }]: [{ name: string }]) =>
        variables[name] ?? "";
      const hre = { hooks: { runHandlerChain } } as unknown as Parameters<typeof portsToServe>[0];
      return portsToServe(hre, { port: undefined, bundlerPort: undefined, withAlto: true, ...options });
    };
    const variables = {
      WORLD_RPC_URL: "http://localhost:8600/",
      WORLD_BUNDLER_URL: "http://127.0.0.1:4400/v2/rpc",
    };

    it("are 8545 and 4337 where nothing says otherwise", async () => {
      expect(await portsOf({}, {})).to.deep.equal({ chain: 8545, bundler: 4337 });
      expect(await portsOf({}, { port: "8600" })).to.deep.equal({ chain: 8600, bundler: 4337 });
      expect(await portsOf({}, { withAlto: false })).to.deep.equal({ chain: 8545, bundler: undefined });
    });

    it("are the variables', where no option is given", async () => {
      expect(await portsOf(variables, {})).to.deep.equal({ chain: 8600, bundler: 4400 });
      expect(await portsOf(variables, { port: "1" })).to.deep.equal({ chain: 1, bundler: 4400 });
      expect(await portsOf({ WORLD_RPC_URL: "http://127.0.0.1" }, {})).to.include({ chain: 80 });
    });

    it("are any that are free with --port 0, but for --bundler-port", async () => {
      expect(await portsOf(variables, { port: "0" })).to.deep.equal({ chain: 0, bundler: 0 });
      expect(await portsOf(variables, { port: "0", bundlerPort: "1" })).to.include({ bundler: 1 });
    });

    const local = /^is not served by this machine over HTTP on 127.0.0.1$/;
    for (const [variable, url, value, problem] of [
      ["WORLD_RPC_URL", "https://127.0.0.1:8545", "https://127.0.0.1:8545", local],
      ["WORLD_RPC_URL", "http://a-key@127.0.0.1:8545", "http://127.0.0.1:8545", local],
      ["WORLD_RPC_URL", "http://127.0.0.1:8545/a-key", "http://127.0.0.1:8545/…", /path .*: it is \/$/],
      ["WORLD_RPC_URL", "a-key", "(not shown)", /^is not a URL$/],
      ["WORLD_BUNDLER_URL", "http://127.0.0.1:4337", "http://127.0.0.1:4337/…", /path .*: it is \/rpc$/],
      ["WORLD_BUNDLER_URL", "http://[::1]:4337/rpc", "http://[::1]:4337", local],
    ] as const) {
      it(`are not to be had of ${url} as ${variable}`, () =>
        expectInputError(() => portsOf({ [variable]: url }, {}), variable, value, problem));
    }

    it("are not one for both, nor alto's without alto", async () => {
      const same = () => portsOf({}, { port: "4337" });
      await expectInputError(same, "bundlerPort", 4337, /^is the chain's port as well$/);
      const without = () => portsOf({}, { bundlerPort: "1", withAlto: false });
      await expectInputError(without, "bundlerPort", "1", /no bundler is$/);
    });
  });

  it("refuses what cannot be meant by the option's name, and ends with 1", async () => {
    for (const [options, problem] of [
      [["--port", "70000"], '--port: "70000" is no port'],
      [["--port", "http"], '--port: "http" is no port'],
      [["--bundler", "alto", "--bundler-port", "x"], '--bundler-port: "x" is no port'],
      [["--bundler", "rundler"], '--bundler: "rundler" is not known here'],
    ] as const) {
      const { exitCode, stdout, stderr } = await runTaskHere(
        { network: "default" },
        "world",
        "serve",
        ...options,
      );
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
      expect(stderr).to.include(`Error INVALID_INPUT: ${problem}`);
    }
  });

  it("refuses a network that is not simulated, or not there, and ends with 1", async () => {
    for (const network of ["soneiumMinato", "localhost", "nowhere"]) {
      const { exitCode, stdout, stderr } = await runTaskHere({ network }, "world", "serve", "--port", "0");
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
      expect(stderr).to.include(
        `Error INVALID_INPUT: --network: "${network}" is no network that is simulated here`,
      );
      expect(stderr).to.match(/→ Give one of: default, node/);
    }
  });

  it("refuses a port for alto that is taken, before anything is started, and ends with 1", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    try {
      const { port } = taken.address() as { port: number };
      const options = ["--port", "0", "--bundler", "alto", "--bundler-port", String(port)];
      const { exitCode, stdout, stderr } = await runTaskHere(
        { network: "default" },
        "world",
        "serve",
        ...options,
      );
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
      expect(stderr).to.include(`Error INVALID_INPUT: --bundler-port: ${port} is taken`);
      expect(stderr).not.to.include("putting the contracts in place");
    } finally {
      taken.close();
    }
  });

  it("refuses a port that is taken, and ends with 1", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    try {
      const { port } = taken.address() as { port: number };
      const { exitCode, stdout, stderr } = await runTask("world", "serve", "--port", String(port), "--json");
      expect(exitCode).to.equal(1);
      expect(JSON.parse(stdout).error).to.deep.include({ code: "INVALID_INPUT" });
      expect(JSON.parse(stdout).error.problems[0]).to.include({
        field: "port",
        value: port,
        problem: "is taken",
      });
      expect(stderr).not.to.include("    at ");
    } finally {
      taken.close();
    }
  });
});
