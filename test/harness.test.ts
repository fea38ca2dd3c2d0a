import { inspect } from "node:util";
import { expect } from "chai";
import { numberToHex, zeroHash } from "viem";
import {
  type Account,
  ChainNotLocalError,
  ChainUnreachableError,
  type CompiledPermission,
  type CreateAccountParameters,
  createHarness,
  deployContract,
  type Eip1193Provider,
  fromPreset,
  httpProvider,
  instantBundler,
  KeyCannotSignHashError,
  PlacementError,
  ReceiptMissingError,
  setChainTime,
  sudo,
  toJson,
} from "../src/index.ts";
import { execute } from "../src/outcome/execute.ts";
import { create2Proxy } from "../src/world/canonical/create2Proxy.ts";
import { increment } from "./helpers/counter.ts";
import { expectInputError } from "./helpers/expectInputError.ts";
import { expectAccepted } from "./helpers/expectOutcome.ts";
import { expectToReject } from "./helpers/expectToReject.ts";
import { fixture } from "./helpers/fixture.ts";
import { buildScene } from "./helpers/scene.ts";

const startaleValidator = "0x00000072F286204Bb934eD49D8969E86F7dEC7b1";

describe("createHarness", () => {
  const scene = fixture(buildScene("safe7579"));

  describe("refuses what cannot be meant, and sends nothing:", () => {
    type Scene = Awaited<ReturnType<typeof scene>>;
    const cases: [string, (scene: Scene) => unknown, string, unknown, RegExp][] = [
      ["no calls", ({ harness, account }) => harness.execute(account, []), "calls", "(a list)", /empty/],
      [
        "a call to no address",
        ({ harness, account }) => harness.execute(account, [{ to: "0x12" }]),
        "calls[0].to",
        "0x12",
        /not an address/,
      ],
      [
        "a negative value",
        ({ harness, account, counter }) =>
          harness.execute(account, [counter.call(increment), counter.call(increment, -1n)]),
        "calls[1].value",
        -1n,
        /negative/,
      ],
      [
        "call data of half a byte",
        ({ harness, account, counter }) => harness.execute(account, [{ to: counter.address, data: "0x123" }]),
        "calls[0].data",
        "0x123",
        /not call data/,
      ],
      [
        "an account that is an address",
        ({ harness, account }) => harness.install(account.address as unknown as Account),
        "account",
        ({ account }: Scene) => account.address,
        /not an account/,
      ],
      [
        "a session without an id",
        ({ harness, account }) => harness.revoke(account, {} as CompiledPermission),
        "permissionId",
        undefined,
        /not 32 bytes/,
      ],
      [
        "a session that is not in a list",
        ({ harness, account, compile }) => harness.enable(account, compile() as never),
        "sessions",
        "(an object)",
        /not a list/,
      ],
      [
        "a permission in place of a session",
        ({ harness, account, key, counter }) =>
          harness.enable(account, [
            { sessionKey: key.address, target: counter.address, function: "increment()" } as never,
          ]),
        "sessions[0].session",
        undefined,
        /not a session/,
      ],
      [
        "a session that was changed since it was compiled",
        ({ harness, account, compile }) => {
          const session = compile();
          return harness.enable(account, [{ ...session, session: { ...session.session, salt: zeroHash } }]);
        },
        "sessions[0].session",
        "(an object)",
        /changed since/,
      ],
      [
        "a session whose policies were changed since it was compiled",
        ({ harness, account, compile }) => {
          const session = compile({ maxUses: 1 });
          const actions = session.session.actions.map((action) => ({
            ...action,
            actionPolicies: [sudo.encode()],
          }));
          return harness.enable(account, [{ ...session, session: { ...session.session, actions } }]);
        },
        "sessions[0].session",
        "(an object)",
        /what was stated of it does not hold/,
      ],
      [
        "to sign that a session be enabled which was changed since it was compiled",
        ({ harness, account, compile }) => {
          const session = compile();
          return harness.signEnable(account, { ...session, session: { ...session.session, salt: zeroHash } });
        },
        "session.session",
        "(an object)",
        /changed since/,
      ],
      [
        "a bundler by another name than it has",
        ({ world }) => createHarness({ provider: world.provider, bundler: () => {} } as never),
        "bundler",
        "(not shown)",
        /not a field/,
      ],
      [
        "a key by another name than it has",
        ({ harness, account, key, compile }) =>
          harness.use({ account, session: compile(), privateKey: key, key, calls: [] } as never),
        "privateKey",
        "(not shown)",
        /not a field/,
      ],
      [
        "no parameters to use",
        ({ harness }) => harness.use(undefined as never),
        "parameters",
        undefined,
        /not an object/,
      ],
      [
        "a transport that is a URL",
        ({ world }) => createHarness({ provider: world.provider, bundlerTransport: "http://x" as never }),
        "bundlerTransport",
        "http://x",
        /not a viem transport/,
      ],
      [
        "a session for the account itself",
        ({ harness, account, compile }) =>
          harness.enable(account, [compile(), compile({ target: account.address, function: "f()" })]),
        "sessions[1].target",
        ({ account }: Scene) => account.address,
        /the account itself/,
      ],
      [
        "a session for what runs as the account",
        ({ harness, account, world, compile }) =>
          harness.enable(account, [
            compile({
              target: world.contracts.Safe7579.address,
              function: "installModule(uint256,address,bytes)",
            }),
          ]),
        "sessions[0].target",
        ({ world }: Scene) => world.contracts.Safe7579.address,
        /runs as the account/,
      ],
      [
        "a session for the validator of owners",
        ({ harness, account, world, compile }) =>
          harness.signEnable(
            account,
            compile({ target: world.contracts.OwnableValidator.address, function: "onUninstall(bytes)" }),
          ),
        "target",
        ({ world }: Scene) => world.contracts.OwnableValidator.address,
        /validator of owners/,
      ],
      [
        "a session for the validator of a Startale account's owner",
        ({ harness, account, compile }) =>
          harness.enable(account, [
            compile({ target: startaleValidator, function: "transferOwnership(address)" }),
          ]),
        "target",
        () => startaleValidator,
        /validator of a Startale account's owner/,
      ],
      [
        "a session for EntryPoint",
        ({ harness, account, world, compile }) =>
          harness.enable(account, [
            compile({ target: world.contracts.EntryPoint.address, function: "withdrawTo(address,uint256)" }),
          ]),
        "target",
        ({ world }: Scene) => world.contracts.EntryPoint.address,
        /EntryPoint/,
      ],
      [
        "two sessions of one id in one operation",
        ({ harness, account, compile }) =>
          harness.enable(account, [compile({ salt: zeroHash }), compile({ salt: zeroHash, maxUses: 1 })]),
        "sessions[1].permissionId",
        "(not shown: it may be a private key or a recovery phrase)",
        /another session of this operation/,
      ],
      [
        "a preset that is not known",
        ({ key, counter }) =>
          fromPreset("toString" as never, { sessionKey: key.address, target: counter.address }),
        "preset",
        "toString",
        /not a preset/,
      ],
      [
        "a kind of account that is not known",
        ({ harness }) => harness.createAccount({ kind: "biconomy" as never }),
        "kind",
        "biconomy",
        /not a kind/,
      ],
      [
        "a negative balance",
        ({ harness }) => harness.createAccount({ balance: -1n }),
        "balance",
        -1n,
        /negative/,
      ],
      [
        "a mistyped parameter",
        ({ harness }) => harness.createAccount({ slt: 1n } as CreateAccountParameters),
        "slt",
        "(not shown)",
        /not a field/,
      ],
    ];
    for (const [what, act, field, value, problem] of cases) {
      it(what, async () => {
        const built = await scene();
        const before = await built.world.client.getBlockNumber();
        const shown = typeof value === "function" ? value(built) : value;
        await expectInputError(() => act(built), field, shown, problem);
        expect(await built.world.client.getBlockNumber()).to.equal(before);
      });
    }

    it("gas limits that are no numbers", async () => {
      const { harness, account, key, counter, compile } = await scene();
      const gas = { callGasLimit: 1n, verificationGasLimit: -1n, preVerificationGas: 0n };
      const calls = [counter.call(increment)];
      const use = () => harness.use({ account, session: compile(), key, calls, gas });
      await expectInputError(use, "verificationGasLimit", -1n, /negative/);
    });

    it("a key that is an address", async () => {
      const { harness, account, key, counter, enable } = await scene();
      const session = await enable();
      const calls = [counter.call(increment)];
      const use = () => harness.use({ account, session, key: key.address as never, calls });
      await expectInputError(use, "key", key.address, /not a key/);
    });

    it("a key that cannot sign a hash", async () => {
      const { harness, account, key, counter, enable } = await scene();
      const session = await enable();
      const { sign: _, ...messagesOnly } = key;
      const calls = [counter.call(increment)];
      await expectToReject(
        harness.use({ account, session, key: messagesOnly as typeof key, calls }),
        KeyCannotSignHashError,
      );
    });

    it("no provider, or a URL in its place", async () => {
      for (const provider of ["http://127.0.0.1:8545", undefined]) {
        const creating = () => createHarness({ provider: provider as unknown as Eip1193Provider });
        await expectInputError(creating, "provider", provider, /EIP-1193/);
      }
      await expectInputError(() => httpProvider("127.0.0.1:8545"), "url", "(not shown)", /URL/);
      const secret = "ftp://user:password@rpc.example/key";
      await expectInputError(() => httpProvider(secret), "url", "ftp://rpc.example", /URL/);
    });

    it("a time that is past", async () => {
      const { world } = await scene();
      const { timestamp } = await world.client.getBlock();
      await expectInputError(
        () => setChainTime(world, timestamp - 1n),
        "timestamp",
        timestamp - 1n,
        /before the latest block/,
      );
    });
  });

  it("takes the gas that is given, and asks no bundler for an estimate", async () => {
    const { world, account, key, counter, enable } = await scene();
    const asked: string[] = [];
    const bundler = await instantBundler(world);
    const harness = await createHarness({
      provider: world.provider,
      bundlerTransport: (options) => {
        const transport = bundler(options);
        const request: typeof transport.request = (args) => {
          asked.push(args.method);
          return transport.request(args);
        };
        return { ...transport, request };
      },
    });
    const session = await enable();
    const use = (verificationGasLimit: bigint) =>
      harness.use({
        account,
        session,
        key,
        calls: [counter.call(increment)],
        gas: { callGasLimit: 200_000n, verificationGasLimit, preVerificationGas: 60_000n },
      });
    await expectAccepted(world, await use(500_000n));
    const outcome = await use(10_000n);
    if (outcome.status === "accepted") expect.fail("so little gas does not validate an operation");
    expect(asked).to.include("eth_sendUserOperation").and.not.include("eth_estimateUserOperationGas");
    expect(outcome.refusal.layers[1]?.code).to.equal("AA23");
    expect(await counter.count(account.address)).to.equal(1n);
  });

  it("says that a chain does not answer", async () => {
    // Nothing can listen on port 1 without being root; loopback refuses at once.
    const creating = createHarness({ provider: httpProvider("http://127.0.0.1:1") });
    const error = await expectToReject(creating, ChainUnreachableError);
    expect(error.message).to.include("127.0.0.1:1");
    expect(error.walk((one) => one instanceof ChainUnreachableError)).to.equal(error);
    expect(error.walk((one) => one instanceof TypeError)).to.equal(undefined);
  });

  it("shows nothing of an RPC's URL but its host", async () => {
    const creating = createHarness({ provider: httpProvider("http://127.0.0.1:1/v2/s3cret?key=s3cret") });
    const error = await expectToReject(creating, ChainUnreachableError);
    expect(inspect(error, { depth: 9 })).not.to.include("s3cret");
  });

  it("says that a constructor fails", async () => {
    const { world } = await scene();
    await expectToReject(deployContract(world, "0xfe"), PlacementError);
    // A constructor that ends without a word leaves an empty contract.
    await expectToReject(deployContract(world, "0x00"), PlacementError);
  });

  it("gives an account the balance that is asked for", async () => {
    const { harness, world } = await scene();
    const { address } = await harness.createAccount({ salt: 5n, balance: 123n });
    expect(await world.client.getBalance({ address })).to.equal(123n);
  });

  it("never calls an operation refused that was sent, only because its receipt is not to be had", async () => {
    const { harness, world, account, counter } = await scene();
    const { request } = harness.client;
    const client = {
      ...harness.client,
      waitForUserOperationReceipt: () => Promise.reject({ code: -32500, message: "AA23 reverted" }),
      request,
    } as unknown as typeof harness.client;
    const calls = [counter.call(increment)];
    await expectToReject(
      execute({ world, client, account, signer: account.smartAccount, calls }),
      ReceiptMissingError,
    );
    expect(await counter.count(account.address)).to.equal(1n);
  });

  it("takes a session out of a JSON file", async () => {
    const { harness, world, account, counter, key, compile } = await scene();
    const stored = JSON.parse(toJson(compile({ maxUses: 3, duration: "1 hour" })));
    await expectAccepted(world, await harness.enable(account, [stored]));
    await expectAccepted(
      world,
      await harness.use({ account, session: stored, key, calls: [counter.call(increment)] }),
    );
    expect((await harness.readSession(account, stored)).enabled).to.equal(true);
  });

  it("passes on what is no refusal: a rate limit, a broken line", async () => {
    const { harness, world, account, counter } = await scene();
    const limited = { code: -32600, message: "daily request limit exceeded" };
    const client = {
      ...harness.client,
      request: () => Promise.reject(limited),
    } as unknown as typeof harness.client;
    const calls = [counter.call(increment)];
    const thrown = await execute({ world, client, account, signer: account.smartAccount, calls }).catch(
      (error) => error,
    );
    expect(thrown).to.equal(limited);
  });
});

describe("place", () => {
  it("sends nothing to a chain that lets no code be set, though all else is there", async () => {
    const asked: string[] = [];
    const live: Eip1193Provider = {
      async request({ method, params: [address] = [] }: { method: string; params?: unknown[] }) {
        asked.push(method);
        if (method === "eth_chainId") return numberToHex(1946);
        // The deterministic deployment proxy is there, as on every live chain, and nothing else.
        if (method === "eth_getCode")
          return address === create2Proxy.address ? create2Proxy.runtimeCode : "0x";
        if (method === "eth_accounts") return ["0x1111111111111111111111111111111111111111"];
        if (method === "eth_sendTransaction") return zeroHash;
        throw Object.assign(new Error("method not found"), { code: -32601 });
      },
    };
    await expectToReject(createHarness({ provider: live }), ChainNotLocalError);
    expect(asked).not.to.include("eth_sendTransaction");
  });
});
