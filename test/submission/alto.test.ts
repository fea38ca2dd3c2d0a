import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { expect } from "chai";
import { network } from "hardhat";
import { http } from "viem";
import {
  AltoNotInstalledError,
  AltoNotStartedError,
  ChainUnreachableError,
  chainTime,
  createHarness,
  createWorld,
  httpProvider,
  InvalidInputError,
  setChainTime,
  startAlto,
} from "../../src/index.ts";
import { resolveAlto } from "../../src/submission/alto/resolveAlto.ts";
import { fees, gas } from "../helpers/bundlerScene.ts";
import { type Counter, decrement, deployCounter, increment } from "../helpers/counter.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { freshKey } from "../helpers/scene.ts";

/** How far the chain is ahead of the wall clock, which alto goes by: in seconds. */
const ahead = 3600n;

/** Whether a connection is taken; where a firewall swallows it, it is not. */
function isAnswered(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false)).once("timeout", () => end(false));
  });
}

describe("alto, over a Hardhat node", () => {
  let scene: Awaited<ReturnType<typeof build>>;
  const stops: (() => Promise<void>)[] = [];

  /** One node and one alto for all: to start them takes seconds. */
  async function build() {
    const node = await network.createServer("node", "127.0.0.1", 0);
    const { port } = await node.listen();
    stops.unshift(() => node.close());
    const rpcUrl = `http://127.0.0.1:${port}`;
    const provider = httpProvider(rpcUrl);
    await createWorld(provider);
    const bundler = await startAlto({ rpcUrl });
    stops.unshift(bundler.stop);
    const harness = await createHarness({ provider, bundlerTransport: http(bundler.url) });
    const { world } = harness;
    const [counter, account, key] = [await deployCounter(world), await harness.createAccount(), freshKey()];
    await expectAccepted(world, await harness.install(account));
    const wall = await chainTime(world);
    await setChainTime(world, wall + ahead);
    return { rpcUrl, bundler, harness, world, counter, account, key, wall };
  }

  before(async function () {
    this.timeout(120_000);
    scene = await build();
  });

  after(async () => {
    for (const stop of stops) await stop();
    if (!scene) return;
    const request = http(scene.bundler.url, { retryCount: 0 })({}).request({
      method: "eth_supportedEntryPoints",
    });
    expect(await request.catch(({ name }) => name), "alto has ended").to.equal("HttpRequestError");
  });

  /** A session to count, enabled. */
  async function enabled(limits: { maxUses?: number; validAfter?: bigint; validUntil?: bigint } = {}) {
    const { harness, world, account, key, counter } = scene;
    const target = { target: counter.address, function: "increment()" };
    const session = harness.compile({ sessionKey: key.address, ...target, ...limits });
    await expectAccepted(world, await harness.enable(account, [session]));
    return session;
  }

  it("listens on loopback alone", async function () {
    const { hostname, port } = new URL(scene.bundler.url);
    expect(hostname).to.equal("127.0.0.1");
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    if (others.length === 0) {
      console.log("      skipped: this machine has no address but loopback's");
      this.skip();
    }
    for (const { address } of others) {
      expect(await isAnswered(address, Number(port)), address).to.equal(false);
    }
    expect(await isAnswered(hostname, Number(port)), hostname).to.equal(true);
  });

  for (const [title, given] of [
    ["with the gas that alto estimates", {}],
    ["with gas given", { gas: { ...gas, preVerificationGas: 100_000n, ...fees } }],
  ] as const) {
    describe(title, () => {
      const use = (
        session: Awaited<ReturnType<typeof enabled>>,
        { key = scene.key, calls = 1, selector = increment } = {},
      ) => {
        const { harness, account, counter }: { counter: Counter } & typeof scene = scene;
        const made = Array.from({ length: calls }, () => counter.call(selector));
        return harness.use({ account, session, key, calls: made, ...given });
      };

      it("accepts a use", async () => {
        const { world, counter, account } = scene;
        const before = await counter.count(account.address);
        await expectAccepted(world, await use(await enabled({ maxUses: 1, validUntil: scene.wall + 9999n })));
        expect(await counter.count(account.address)).to.equal(before + 1n);
      });

      it("has a wrong selector explained", async () => {
        const session = await enabled();
        expectRefused(await use(session, { selector: decrement }), {
          layer: "SmartSession",
          code: "NoPoliciesSet",
          rule: "action",
          args: { permissionId: session.permissionId },
          layers: [
            "bundler -32500",
            "EntryPoint AA23",
            "account ExecutionFailed",
            "SmartSession NoPoliciesSet",
          ],
        });
      });

      it("has a wrong key explained", async () => {
        const session = await enabled();
        expectRefused(await use(session, { key: freshKey() }), {
          layer: "SmartSession",
          code: "SIG_VALIDATION_FAILED",
          rule: "sessionKey",
          args: { permissionId: session.permissionId },
          layers: ["bundler -32507", "EntryPoint AA24", "SmartSession SIG_VALIDATION_FAILED"],
        });
      });

      it("has a session that is used up explained", async () => {
        const session = await enabled({ maxUses: 1 });
        expectRefused(await use(session, { calls: 2 }), {
          layer: "policy",
          code: "PolicyViolation",
          rule: "maxUses",
          args: {
            permissionId: session.permissionId,
            policy: scene.world.contracts.UsageLimitPolicy.address,
          },
          layers: ["bundler -32500", "EntryPoint AA23", "account ExecutionFailed", "policy PolicyViolation"],
          policy: "UsageLimitPolicy",
        });
      });

      it("has a session that was never enabled explained", async () => {
        const { harness, counter, key } = scene;
        const target = { target: counter.address, function: "increment()" };
        const session = harness.compile({ sessionKey: key.address, ...target });
        expectRefused(await use(session), {
          layer: "SmartSession",
          code: "InvalidPermissionId",
          rule: "sessionEnabled",
          args: { permissionId: session.permissionId },
        });
      });

      it("has a session that has expired on the chain explained", async () => {
        // Not yet by the clock that alto goes by: it is EntryPoint that refuses.
        const validUntil = scene.wall + ahead / 2n;
        const outcome = await use(await enabled({ validUntil }));
        if (outcome.status === "accepted") expect.fail("expired");
        const { layer, code, rule, args, policy, layers } = outcome.refusal;
        expect(args).to.include({ reason: "AA22 expired or not due", validAfter: 0n, validUntil });
        expect({ layer, code, rule, policy: policy?.name }).to.deep.equal({
          layer: "EntryPoint",
          code: "AA22",
          rule: "validUntil",
          policy: "TimeFramePolicy",
        });
        expect(layers[0]?.code).to.equal("-32500");
      });

      it("has a session explained that has begun on the chain and not by alto's clock", async () => {
        const validAfter = scene.wall + ahead / 2n;
        const outcome = await use(await enabled({ validAfter }));
        if (outcome.status === "accepted") expect.fail("not valid yet");
        const { layer, code, rule, args, policy, reason } = outcome.refusal;
        expect(args).to.include({ validAfter, validUntil: 0n });
        expect({ layer, code, rule, policy: policy?.name }).to.deep.equal({
          layer: "bundler",
          code: "-32503",
          rule: "validAfter",
          policy: "TimeFramePolicy",
        });
        expect(reason).to.match(/^The bundler finds the session not valid yet: it begins at /);
      });
    });
  }

  it("is told from a chain that does not answer, or lacks the EntryPoint", async () => {
    await expectToReject(startAlto({ rpcUrl: "http://127.0.0.1:1" }), ChainUnreachableError);
    await expectToReject(startAlto({ rpcUrl: "127.0.0.1" }), InvalidInputError);
    const nowhere = `0x${"e".repeat(40)}` as const;
    const error = await expectToReject(
      startAlto({ rpcUrl: scene.rpcUrl, entryPoint: nowhere }),
      AltoNotStartedError,
    );
    expect(error.shortMessage).to.match(/entry point 0x[eE]{40} does not exist/);
    expect(error.message).not.to.match(/[0-9a-f]{64}/);
  });

  it("is not started with what cannot be meant", async () => {
    const { rpcUrl } = scene;
    for (const [startTimeout, problem] of [
      [0, /^is less than 1$/],
      [1.5, /^is not a whole number$/],
      [2 ** 31, /^is more than 2147483647$/],
    ] as const) {
      await expectInputError(
        () => startAlto({ rpcUrl, startTimeout }),
        "startTimeout",
        startTimeout,
        problem,
      );
    }
    await expectInputError(() => startAlto({ rpcUrl, port: 70_000 }), "port", 70_000, /^is more than 65535$/);
    const unknown = { rpcUrl, timeout: 1 };
    await expectInputError(() => startAlto(unknown), "timeout", "(not shown)", /^is not a field/);
  });

  it("listens on the port that is given, and says before it starts that one is taken", async () => {
    const { rpcUrl } = scene;
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const { port } = probe.address() as AddressInfo;
    await expectInputError(() => startAlto({ rpcUrl, port }), "port", port, /^is taken$/);
    await once(probe.close(), "close");
    const alto = await startAlto({ rpcUrl, port });
    try {
      expect(alto.url).to.equal(`http://127.0.0.1:${port}/rpc`);
      expect(await http(alto.url)({}).request({ method: "eth_chainId" })).to.equal("0x79a");
    } finally {
      await alto.stop();
    }
  });

  it("is missed with the command that installs it", () => {
    expect(() => resolveAlto("/nowhere/file.js")).to.throw(
      AltoNotInstalledError,
      "npm install --save-dev @pimlico/alto@0.0.20",
    );
  });
});
