import { expect } from "chai";
import { network } from "hardhat";
import { createSmartAccountClient, type SmartAccountClient } from "permissionless";
import { custom, type EIP1193RequestFn, type Hex, http, numberToHex } from "viem";
import {
  type Alto,
  createHarness,
  createWorld,
  estimateOperation,
  execute,
  httpProvider,
  paymasterService,
  startAlto,
  toSessionAccount,
} from "../../src/index.ts";
import { deployCounter, increment } from "../helpers/counter.ts";
import { readDrawing } from "../helpers/drawing.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { deployPaymaster, depositOf } from "../helpers/paymaster.ts";
import { freshKey } from "../helpers/scene.ts";
import { rpcServer } from "../submission/rpcServer.ts";

/** How many signatures each mode is tried with: what becomes of one when it is compressed is chance, of one in a few. */
const { runs: signatures } = readDrawing(20);

/** Alto's JSON-RPC of version 2 refuses an operation that pays too little for its call data; version 1 does not look. */
const strict = ({ url }: Alto) => url.replace("/rpc", "/v2/rpc");

/** In percent, by alto's default options: its estimate of what it asks for the call data. */
const altosRoom = 110n;

/** alto, but that what it estimates for the call data is what it asks for it, as with other bundlers. */
function withoutRoom(url: string) {
  const transport = http(url, { retryCount: 0 })({});
  const request = async (asked: { method: string }) => {
    const answer = await transport.request(asked as never);
    if (asked.method !== "eth_estimateUserOperationGas") return answer;
    const estimate = answer as { preVerificationGas: Hex };
    const asks = (BigInt(estimate.preVerificationGas) * 100n + altosRoom - 1n) / altosRoom;
    return { ...estimate, preVerificationGas: numberToHex(asks) };
  };
  return custom({ request: request as EIP1193RequestFn }, { retryCount: 0 });
}

describe("execute, over alto and a Hardhat node", function () {
  this.timeout(120_000);
  let scene: Awaited<ReturnType<typeof build>>;
  const stops: (() => Promise<void>)[] = [];

  async function build() {
    const node = await network.createServer("node", "127.0.0.1", 0);
    const { port } = await node.listen();
    stops.unshift(() => node.close());
    const rpcUrl = `http://127.0.0.1:${port}`;
    const provider = httpProvider(rpcUrl);
    await createWorld(provider);
    const alto = await startAlto({ rpcUrl });
    stops.unshift(alto.stop);
    const harness = await createHarness({ provider });
    const { world } = harness;
    const [counter, account, key] = [await deployCounter(world), await harness.createAccount(), freshKey()];
    await expectAccepted(world, await harness.install(account));
    const client = createSmartAccountClient({
      client: world.client,
      chain: world.client.chain,
      bundlerTransport: withoutRoom(strict(alto)),
      pollingInterval: world.client.pollingInterval,
    }) as SmartAccountClient;
    return { harness, world, counter, account, key, client };
  }

  before(async () => {
    scene = await build();
  });
  after(async () => {
    for (const stop of stops) await stop();
  });

  const compile = (maxUses: number) =>
    scene.harness.compile({
      sessionKey: scene.key.address,
      target: scene.counter.address,
      function: "increment()",
      maxUses,
      permitERC4337Paymaster: true,
    });

  async function enabled() {
    const session = compile(signatures + 1);
    await expectAccepted(scene.world, await scene.harness.enable(scene.account, [session]));
    return session;
  }

  describe("where the bundler estimates what it asks and no more, and refuses what pays too little", () => {
    it(`takes ${signatures} uses of a session by its estimates`, async () => {
      const { world, client, account, key, counter } = scene;
      const signer = toSessionAccount(world, account, await enabled(), key);
      const before = await counter.count(account.address);
      for (let used = 0; used < signatures; used += 1) {
        const calls = [counter.call(increment)];
        await expectAccepted(world, await execute({ world, client, account, signer, calls }));
      }
      expect(await counter.count(account.address)).to.equal(before + BigInt(signatures));
    });

    it(`takes ${signatures} sessions that their first operation enables`, async () => {
      const { world, client, account, key, counter, harness } = scene;
      const before = await counter.count(account.address);
      for (let used = 0; used < signatures; used += 1) {
        const session = compile(used + 1);
        const enable = await harness.signEnable(account, session);
        const signer = toSessionAccount(world, account, session, key, enable);
        const calls = [counter.call(increment)];
        await expectAccepted(world, await execute({ world, client, account, signer, calls }));
      }
      expect(await counter.count(account.address)).to.equal(before + BigInt(signatures));
    });
  });

  it("says in a dry run what alto then takes", async () => {
    const { world, client, account, key, counter } = scene;
    const signer = toSessionAccount(world, account, await enabled(), key);
    const use = { world, client, account, signer, calls: [counter.call(increment)] };
    const estimate = await estimateOperation(use);
    if (estimate.status === "rejected") return expect.fail(estimate.refusal.reason);
    const { callGasLimit, verificationGasLimit, preVerificationGas } = estimate.operation;
    const gas = { callGasLimit, verificationGasLimit, preVerificationGas };
    const { gasCost } = await expectAccepted(world, await execute({ ...use, gas }));
    expect(gasCost <= estimate.prefund, `${gasCost} of ${estimate.prefund}`).to.equal(true);
  });

  it("has a paymaster pay that a service names, by the limits that alto measures", async () => {
    const { world, client, account, key, counter } = scene;
    const paymaster = await deployPaymaster(world);
    const server = await rpcServer(() => ({ paymaster, paymasterData: "0x01" }));
    stops.unshift(server.close);
    const signer = toSessionAccount(world, account, await enabled(), key);
    const before = await depositOf(world, paymaster);
    const use = { world, client, account, signer, calls: [counter.call(increment)] };
    const outcome = await execute({ ...use, paymasterService: paymasterService(server.url) });
    const { gasCost } = await expectAccepted(world, outcome);
    expect(before - (await depositOf(world, paymaster))).to.equal(gasCost);
  });
});
