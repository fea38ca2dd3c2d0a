import { expect } from "chai";
import { createSmartAccountClient, type SmartAccountClient } from "permissionless";
import { custom, type EIP1193RequestFn, numberToHex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import {
  BundlerRpcError,
  type CompiledPermission,
  type Eip1193Provider,
  estimateOperation,
  execute,
  InvalidInputError,
  instantBundler,
  PaymasterServiceRefusedError,
  PaymasterServiceUnreachableError,
  paymasterService,
  prefundOf,
  remoteBundler,
  rpcErrorCode,
  type SignedOperation,
  toSessionAccount,
  type World,
} from "../../src/index.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";
import { deployPaymaster, depositOf } from "../helpers/paymaster.ts";
import { buildScene } from "../helpers/scene.ts";
import {
  type Asked,
  Failure,
  hangUp,
  type RpcServer,
  rpcServer,
  secret,
  shownOf,
} from "../submission/rpcServer.ts";

/** What the bundlers here are asked, and what they answer in place of the instant bundler. */
type Answer = (asked: Asked) => unknown;

const build = async (provider: Eip1193Provider) => {
  const scene = await buildScene("safe7579")(provider);
  const session = await scene.enable({ permitERC4337Paymaster: true });
  return { ...scene, session, paymaster: await deployPaymaster(scene.world) };
};

describe("execute", () => {
  const scene = fixture(build);
  const servers: RpcServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  const serve = async (answer: Answer) => {
    const server = await rpcServer(answer);
    servers.push(server);
    return server;
  };

  /** A client of the instant bundler that keeps what it was asked. */
  async function clientOf(world: World, answer: Answer = () => undefined) {
    const asked: Asked[] = [];
    const instant = (await instantBundler(world))({});
    const request = async (args: Asked) => {
      asked.push(args);
      const given = answer(args);
      if (given instanceof Failure) throw new BundlerRpcError(given);
      return given === undefined ? instant.request(args as never) : given;
    };
    const client = createSmartAccountClient({
      client: world.client,
      chain: world.client.chain,
      bundlerTransport: custom({ request: request as EIP1193RequestFn }, { retryCount: 0 }),
      pollingInterval: world.client.pollingInterval,
    });
    return { asked, client };
  }

  /** What a use of the session takes, by a client. */
  const useOf = (
    { world, account, key, counter, session }: Awaited<ReturnType<typeof build>>,
    client: SmartAccountClient,
    selector = increment,
  ) => ({
    world,
    client,
    account,
    signer: toSessionAccount(world, account, session as CompiledPermission, key),
    calls: [counter.call(selector)],
  });
  const methods = (asked: readonly Asked[]) => asked.map(({ method }) => method);
  const sentTo = (asked: readonly Asked[]) =>
    asked.find(({ method }) => method === "eth_sendUserOperation")?.params[0] as Record<string, string>;

  describe("with a nonce", () => {
    it("sends by it, and a repetition by the same does not take effect again", async () => {
      const built = await scene();
      const { world, account, counter } = built;
      const use = useOf(built, (await clientOf(world)).client);
      const nonce = await use.signer.getNonce();
      const { nonce: used } = await expectAccepted(world, await execute({ ...use, nonce }));
      expect(used).to.equal(nonce);
      expectRefused(await execute({ ...use, nonce }), {
        layer: "EntryPoint",
        code: "AA25",
        rule: "nonce",
        args: { reason: "AA25 invalid account nonce" },
      });
      expect(await counter.count(account.address)).to.equal(1n);
      expect(await use.signer.getNonce()).to.equal(nonce + 1n);
    });

    it("takes one of another key of the same validator", async () => {
      const built = await scene();
      const { world, account, counter } = built;
      const use = useOf(built, (await clientOf(world)).client);
      // Safe7579 leaves the last 4 bytes of the key to its users.
      const nonce = (((await use.signer.getNonce()) >> 64n) << 64n) | (1n << 64n);
      const accepted = await expectAccepted(world, await execute({ ...use, nonce }));
      expect(accepted.nonce).to.equal(nonce);
      expect(await counter.count(account.address)).to.equal(1n);
    });
  });

  describe("with onSigned", () => {
    it("tells of the operation when it is signed and before it is sent, and waits", async () => {
      const built = await scene();
      const { client, asked } = await clientOf(built.world);
      let told: (SignedOperation & { asked: string[] }) | undefined;
      const onSigned = async (operation: SignedOperation) => {
        await Promise.resolve();
        told = { ...operation, asked: methods(asked) };
      };
      const accepted = await expectAccepted(
        built.world,
        await execute({ ...useOf(built, client), onSigned }),
      );
      expect(told).to.include({ userOpHash: accepted.userOpHash, nonce: accepted.nonce });
      expect(told?.asked).to.include("eth_estimateUserOperationGas").and.not.include("eth_sendUserOperation");
    });

    it("sends nothing where it throws", async () => {
      const built = await scene();
      const { client, asked } = await clientOf(built.world);
      const failure = new RangeError("no room on the disk");
      const onSigned = () => {
        throw failure;
      };
      const use = useOf(built, client);
      expect(await expectToReject(execute({ ...use, onSigned }), RangeError)).to.equal(failure);
      expect(methods(asked)).not.to.include("eth_sendUserOperation");
      expect(await built.counter.count(built.account.address)).to.equal(0n);
    });

    it("does not tell of an operation that is refused while its gas is estimated", async () => {
      const built = await scene();
      const { client } = await clientOf(built.world);
      const told: unknown[] = [];
      const outcome = await execute({
        ...useOf(built, client, decrement),
        onSigned: (one) => void told.push(one),
      });
      expect(outcome.status).to.equal("rejected");
      expect(told).to.deep.equal([]);
    });
  });

  describe("the fees", () => {
    const price = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint) => ({
      maxFeePerGas: numberToHex(maxFeePerGas),
      maxPriorityFeePerGas: numberToHex(maxPriorityFeePerGas),
    });
    const priced: Answer = ({ method }) =>
      method === "pimlico_getUserOperationGasPrice"
        ? { slow: price(1n, 1n), standard: price(2n, 2n), fast: price(7_000_000_000n, 3_000_000n) }
        : undefined;

    it("are the bundler's own price, fast, where it names one", async () => {
      const built = await scene();
      const { client, asked } = await clientOf(built.world, priced);
      await expectAccepted(built.world, await execute(useOf(built, client)));
      expect(sentTo(asked)).to.include(price(7_000_000_000n, 3_000_000n));
    });

    for (const [title, answer] of [
      ["has no such method", undefined],
      ["has none, in words of its own", new Failure(-32600, "Unsupported method")],
      ["answers without a price", {}],
    ] as const) {
      it(`are twice the chain's estimate where the bundler ${title}`, async () => {
        const built = await scene();
        const { world } = built;
        const { client, asked } = await clientOf(world, ({ method }) =>
          method === "pimlico_getUserOperationGasPrice" ? answer : undefined,
        );
        const { maxFeePerGas, maxPriorityFeePerGas } = await world.client.estimateFeesPerGas();
        await expectAccepted(world, await execute(useOf(built, client)));
        expect(sentTo(asked)).to.include(price(2n * maxFeePerGas, 2n * maxPriorityFeePerGas));
      });
    }

    it("are those that are given; of one that is given, the other is offered", async () => {
      const built = await scene();
      const limits = {
        callGasLimit: 300_000n,
        verificationGasLimit: 1_000_000n,
        preVerificationGas: 60_000n,
      };
      const { client, asked } = await clientOf(built.world, priced);
      const given = { maxFeePerGas: 8_000_000_000n, maxPriorityFeePerGas: 9_000_000n };
      await expectAccepted(
        built.world,
        await execute({ ...useOf(built, client), gas: { ...limits, ...given } }),
      );
      expect(sentTo(asked)).to.include(price(8_000_000_000n, 9_000_000n));
      expect(methods(asked)).not.to.include("pimlico_getUserOperationGasPrice");
      const { maxFeePerGas } = given;
      const second = await clientOf(built.world, priced);
      const use = useOf(built, second.client);
      await expectAccepted(built.world, await execute({ ...use, gas: { ...limits, maxFeePerGas } }));
      expect(sentTo(second.asked)).to.include(price(8_000_000_000n, 3_000_000n));
    });
  });

  describe("with a paymaster service", () => {
    const paid = async (answer: (paymaster: string) => Answer) => {
      const built = await scene();
      const server = await serve(answer(built.paymaster));
      const { client, asked } = await clientOf(built.world);
      const use = { ...useOf(built, client), paymasterService: paymasterService(server.url) };
      return { ...built, server, asked, use };
    };

    it("asks for a stub before the estimate and for its word after it, and the paymaster pays", async () => {
      const { world, account, counter, paymaster, server, asked, use } = await paid(
        (address) =>
          ({ method }) => ({
            paymaster: address,
            paymasterData: method === "pm_getPaymasterData" ? "0x01" : "0x00",
            paymasterPostOpGasLimit: "0x4000",
          }),
      );
      const before = [
        await depositOf(world, paymaster),
        await world.client.getBalance({ address: account.address }),
      ] as const;
      await expectAccepted(world, await execute(use));
      expect((await depositOf(world, paymaster)) < before[0], "the paymaster has paid").to.equal(true);
      expect(await world.client.getBalance({ address: account.address })).to.equal(before[1]);
      expect(await counter.count(account.address)).to.equal(1n);
      expect(methods(server.asked)).to.deep.equal(["pm_getPaymasterStubData", "pm_getPaymasterData"]);
      const sent = sentTo(asked);
      expect(sent).to.include({ paymaster, paymasterData: "0x01", paymasterPostOpGasLimit: "0x4000" });
      const gas = ({ callGasLimit, verificationGasLimit, preVerificationGas }: Record<string, string>) => ({
        callGasLimit,
        verificationGasLimit,
        preVerificationGas,
      });
      const estimated = server.asked.map(({ params: [one] }) => gas(one as Record<string, string>));
      expect(estimated).to.deep.equal([
        { callGasLimit: "0x0", verificationGasLimit: "0x0", preVerificationGas: "0x0" },
        gas(sent),
      ]);
      const estimate = asked.find(({ method }) => method === "eth_estimateUserOperationGas");
      expect(estimate?.params[0]).to.include({ paymasterData: "0x00" });
    });

    it("asks once where the stub is final", async () => {
      const { world, server, use } = await paid((address) => () => ({ paymaster: address, isFinal: true }));
      await expectAccepted(world, await execute(use));
      expect(methods(server.asked)).to.deep.equal(["pm_getPaymasterStubData"]);
    });

    for (const [title, answer, errorClass] of [
      ["does not pay", new Failure(-32000, "no policy fits"), PaymasterServiceRefusedError],
      ["does not answer", hangUp, PaymasterServiceUnreachableError],
    ] as const) {
      for (const refused of ["pm_getPaymasterStubData", "pm_getPaymasterData"]) {
        it(`sends nothing where it ${title}, asked ${refused}`, async () => {
          const { asked, account, counter, use } = await paid(
            (address) =>
              ({ method }) =>
                method === refused ? answer : { paymaster: address },
          );
          const nonce = await use.signer.getNonce();
          const error = await expectToReject<Error>(execute(use), errorClass);
          expect(shownOf(error)).not.to.include(secret);
          expect(methods(asked)).not.to.include("eth_sendUserOperation");
          expect(await use.signer.getNonce()).to.equal(nonce);
          expect(await counter.count(account.address)).to.equal(0n);
        });
      }
    }

    it("has a paymaster refused that does not agree with the service", async () => {
      const { use } = await paid((address) => () => ({ paymaster: address, paymasterData: "0xff" }));
      expectRefused(await execute(use), {
        layer: "EntryPoint",
        code: "AA33",
        rule: "paymaster",
        args: { reason: "AA33 reverted" },
      });
    });

    it("does not take a paymaster beside it", async () => {
      const { paymaster, use } = await paid(() => () => ({}));
      const both = execute({ ...use, paymaster: { address: paymaster } });
      const { problems } = await expectToReject(both, InvalidInputError);
      expect(problems[0]).to.include({ field: "paymaster", value: paymaster });
    });
  });

  describe("over a bundler somewhere else", () => {
    it("says with its own error that an operation may be sent", async () => {
      const built = await scene();
      const { world } = built;
      const instant = (await instantBundler(world))({});
      const server = await serve(async ({ method, params }) => {
        if (method === "eth_sendUserOperation") return hangUp;
        return instant
          .request({ method, params } as never)
          .catch(({ code, message }) => new Failure(code, message));
      });
      const { transport } = await remoteBundler(world, server.url);
      const client = createSmartAccountClient({ client: world.client, bundlerTransport: transport });
      const signed: SignedOperation[] = [];
      const onSigned = (one: SignedOperation) => void signed.push(one);
      const error = await execute({ ...useOf(built, client), onSigned }).then(
        () => expect.fail("sent"),
        (thrown) => thrown,
      );
      expect(error).to.deep.include({ code: "SEND_UNANSWERED", ...signed[0] });
      expect(shownOf(error)).not.to.include(secret);
    });
  });

  describe("estimateOperation", () => {
    it("says what an operation may cost at the most, and neither signs nor sends", async () => {
      const built = await scene();
      const { world, account, counter } = built;
      const { client, asked } = await clientOf(world);
      const use = useOf(built, client);
      const unable = () => expect.fail("a dry run signs nothing");
      const signer = { ...use.signer, signUserOperation: unable, signMessage: unable };
      const estimate = await estimateOperation({ ...use, signer });
      if (estimate.status === "rejected") return expect.fail(estimate.refusal.reason);
      expect(methods(asked)).not.to.include("eth_sendUserOperation");
      expect(estimate.prefund).to.equal(prefundOf(estimate.operation));

      const [before, deposit] = [
        await world.client.getBalance({ address: account.address }),
        await depositOf(world, account.address),
      ];
      const { operation } = estimate;
      const { gasCost } = await expectAccepted(world, await execute({ ...use, gas: limitsOf(operation) }));
      expect(gasCost > 0n && gasCost <= estimate.prefund, `${gasCost} of ${estimate.prefund}`).to.equal(true);
      const after =
        (await world.client.getBalance({ address: account.address })) +
        (await depositOf(world, account.address));
      expect(before + deposit - after).to.equal(gasCost);
      expect(await counter.count(account.address)).to.equal(1n);
    });

    it("gives the refusal where the bundler refuses to estimate", async () => {
      const built = await scene();
      const { client } = await clientOf(built.world);
      const estimate = await estimateOperation(useOf(built, client, decrement));
      if (estimate.status === "estimated") return expect.fail("not granted");
      expectRefused(estimate, {
        layer: "SmartSession",
        code: "NoPoliciesSet",
        rule: "action",
        args: { permissionId: built.session.permissionId },
      });
    });

    it("says what a paymaster would pay, its own limits included", async () => {
      const built = await scene();
      const { client } = await clientOf(built.world);
      const limits = { verificationGasLimit: 70_000n, postOpGasLimit: 30_000n };
      const paymaster = { address: built.paymaster, ...limits };
      const estimate = await estimateOperation({ ...useOf(built, client), paymaster });
      if (estimate.status === "rejected") return expect.fail(estimate.refusal.reason);
      const { operation } = estimate;
      const { callGasLimit, verificationGasLimit, preVerificationGas, maxFeePerGas } = operation;
      expect(estimate.prefund).to.equal(
        (callGasLimit + verificationGasLimit + preVerificationGas + 100_000n) * maxFeePerGas,
      );
    });
  });

  it("passes on what the bundler says of a request that it does not understand", async () => {
    const built = await scene();
    const { client } = await clientOf(built.world, ({ method }) =>
      method === "eth_sendUserOperation"
        ? new Failure(rpcErrorCode.invalidParams, "no such field")
        : undefined,
    );
    const error = await execute(useOf(built, client)).then(
      () => expect.fail("sent"),
      (thrown) => thrown,
    );
    expect(String(error)).to.include("no such field");
    expect(await built.counter.count(built.account.address)).to.equal(0n);
  });
});

const limitsOf = (operation: UserOperation<"0.7">) => {
  const { callGasLimit, verificationGasLimit, preVerificationGas, maxFeePerGas, maxPriorityFeePerGas } =
    operation;
  return { callGasLimit, verificationGasLimit, preVerificationGas, maxFeePerGas, maxPriorityFeePerGas };
};
