import { expect } from "chai";
import { concat, encodeFunctionData, keccak256, numberToHex, pad } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import {
  type AccountKind,
  type Call,
  createHarness,
  type Eip1193Provider,
  setBalance,
} from "../../src/index.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { deployMock } from "../helpers/mock.ts";
import { buildScene } from "../helpers/scene.ts";

describe("the outcome of an operation whose calls fail", () => {
  const scene = fixture(async (provider) => {
    const built = await buildScene("safe7579")(provider);
    const hostile = await deployMock(built.world, "Hostile");
    return { ...built, hostile };
  });
  const hidden = "account ExecutionFailed";

  describe("names the target by its address, whatever it says", () => {
    const words: [string, unknown[], string, object][] = [
      ["text", [], "Error", { message: "no way" }],
      ["panic", [0n], "Panic", { reason: 18n }],
      ["custom", [], "Custom", { number: 42n }],
      ["likeSmartSession", [], "InvalidData", {}],
      ["likeAccount", [], "ExecutionFailed", {}],
    ];
    for (const [name, args, code, expected] of words) {
      it(`${name}: ${code}`, async () => {
        const { world, harness, account, hostile } = await scene();
        const outcome = await harness.execute(account, [hostile.call(name, args)]);
        const { refusal } = await expectReverted(world, outcome, {
          layer: "target",
          code,
          args: expected as Record<string, unknown>,
        });
        expect(refusal.layers.at(-1)?.address).to.equal(hostile.address);
      });
    }

    it("likePolicy: PolicyViolation, of no policy", async () => {
      const { world, harness, account, hostile } = await scene();
      await expectReverted(world, await harness.execute(account, [hostile.call("likePolicy")]), {
        layer: "target",
        code: "PolicyViolation",
        args: { permissionId: pad("0x"), policy: hostile.address },
      });
    });

    it("in no words that belong to another's error", async () => {
      const { world, harness, account, hostile } = await scene();
      const outcome = await harness.execute(account, [hostile.call("likeModuleList")]);
      const { refusal } = await expectReverted(world, outcome, {
        layer: "target",
        code: "LinkedList_EntryAlreadyInList",
        args: { entry: hostile.address },
      });
      expect(refusal.reason).to.equal(
        "Validation passed, and then the target reverted with LinkedList_EntryAlreadyInList.",
      );
    });

    it("by its selector, where the call carries no ABI", async () => {
      const { world, harness, account, hostile } = await scene();
      const { abi: _, ...call } = hostile.call("custom");
      await expectReverted(world, await harness.execute(account, [call]), {
        layer: "target",
        code: "0xcb362b34",
        args: {},
      });
    });

    it("with the text of a revert in the reason", async () => {
      const { harness, account, hostile } = await scene();
      const outcome = await harness.execute(account, [hostile.call("text")]);
      if (outcome.status === "accepted") expect.fail("the target reverts");
      expect(outcome.refusal.reason).to.equal(
        'Validation passed, and then the target reverted with Error("no way").',
      );
    });
  });

  for (const position of [0, 1, 2]) {
    it(`finds the target that reverts as call ${position + 1} of a batch of 3`, async () => {
      const { world, harness, account, counter, hostile } = await scene();
      const calls: Call[] = [0, 1, 2].map((index) =>
        index === position ? hostile.call("custom") : counter.call(increment),
      );
      const { refusal } = await expectReverted(world, await harness.execute(account, calls), {
        layer: "target",
        code: "Custom",
        args: { number: 42n },
        layers: [hidden, "target Custom"],
      });
      expect(refusal.layers.at(-1)?.address).to.equal(hostile.address);
      expect(await counter.count(account.address)).to.equal(0n);
    });
  }

  it("names EntryPoint where it is the target", async () => {
    const { world, harness, account } = await scene();
    const { address: to } = world.contracts.EntryPoint;
    const withdraw = { abi: entryPoint07Abi, functionName: "withdrawTo" } as const;
    const data = encodeFunctionData({ ...withdraw, args: [account.owner.address, 10n ** 20n] });
    await expectReverted(world, await harness.execute(account, [{ to, data }]), {
      layer: "EntryPoint",
      code: "Error",
      args: { message: "Withdraw amount too large" },
    });
  });

  it("takes a contract of the account's that is called by itself for a target", async () => {
    const { world, harness, account } = await scene();
    const { address: to } = world.contracts.Safe;
    const outcome = await harness.execute(account, [{ to, data: "0x0d582f13" }]);
    if (outcome.status === "accepted") expect.fail("a singleton refuses");
    expect(outcome.refusal.layer).to.equal("target");
    expect(outcome.refusal.layers.at(-1)?.address).to.equal(to);
  });

  it("does not blame a target that let a call of its own fail and carried on", async () => {
    const { world, harness, account, counter, hostile } = await scene();
    await expectAccepted(world, await harness.execute(account, [hostile.call("swallow")]));
    const calls = [counter.call(decrement), hostile.call("swallow")];
    const { refusal } = await expectReverted(world, await harness.execute(account, calls), {
      layer: "target",
      code: "CountIsZero",
      args: { account: account.address },
    });
    expect(refusal.layers.at(-1)?.address).to.equal(counter.address);
  });

  it("tells a transfer above the account's balance from a refusal of its target", async () => {
    const { world, harness, account, hostile } = await scene();
    for (const calls of [
      [hostile.call("succeed", [], 10n ** 20n)],
      [hostile.call("succeed"), hostile.call("succeed", [], 10n ** 20n)],
    ]) {
      const outcome = await harness.execute(account, calls);
      if (outcome.status === "accepted") expect.fail("the account holds 10 ETH");
      const { layer, code, rule } = outcome.refusal;
      expect({ layer, code, rule, mined: outcome.mined !== undefined }).to.deep.equal({
        layer: "account",
        code: "insufficient balance",
        rule: "funds",
        mined: true,
      });
    }
    await expectAccepted(world, await harness.execute(account, [hostile.call("succeed", [], 10n ** 18n)]));
  });

  it("says that a target ran out of gas, or into an instruction that is none", async () => {
    const { harness, account, hostile } = await scene();
    for (const [name, code, rule] of [
      ["burn", "out of gas", "gas"],
      ["halt", "invalid opcode: INVALID", "execution"],
    ] as const) {
      const outcome = await harness.execute(account, [hostile.call(name)]);
      if (outcome.status === "accepted") expect.fail("the target uses up its gas");
      const { refusal, mined } = outcome;
      expect({ layer: refusal.layer, code: refusal.code, rule: refusal.rule }).to.deep.equal({
        layer: "target",
        code,
        rule,
      });
      expect(mined === undefined).to.equal(false);
    }
  });

  it("says that an account cannot pay for its operation, deployed or not", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable();
    await setBalance(world, account.address, 0n);
    // What EntryPoint keeps for the account from earlier operations (StakeManager, deposits).
    const deposit = keccak256(concat([pad(account.address), pad("0x00")]));
    const { address: entryPoint } = world.contracts.EntryPoint;
    await world.provider.request({
      method: "hardhat_setStorageAt",
      params: [entryPoint, deposit, pad("0x00")],
    });
    const calls = [counter.call(increment)];
    for (const outcome of [
      await harness.execute(account, calls),
      await harness.use({ account, session, key, calls }),
    ]) {
      if (outcome.status === "accepted") expect.fail("the account has nothing");
      const { layer, code, rule, args } = outcome.refusal;
      expect({ layer, code, rule, balance: args.balance, deposit: args.deposit }).to.deep.equal({
        layer: "account",
        code: "prefund not paid",
        rule: "funds",
        balance: 0n,
        deposit: 0n,
      });
    }
    const poor = await harness.createAccount({ balance: 0n, salt: 7n });
    const outcome = await harness.execute(poor, calls);
    if (outcome.status === "accepted") expect.fail("the account has nothing");
    expect(outcome.refusal).to.include({ layer: "EntryPoint", code: "AA21", rule: "funds" });
  });

  it("says that an account is not deployed", async () => {
    const { harness, counter, key, enable } = await scene();
    const session = await enable();
    const nowhere = await harness.createAccount({ salt: 8n });
    const elsewhere = {
      ...nowhere,
      smartAccount: { ...nowhere.smartAccount, getFactoryArgs: async () => ({}) },
    };
    const outcome = await harness.use({
      account: elsewhere as typeof nowhere,
      session,
      key,
      calls: [counter.call(increment)],
    });
    expectRefused(outcome, {
      layer: "EntryPoint",
      code: "AA20",
      rule: "accountDeployed",
      args: { reason: "AA20 account not deployed" },
    });
  });

  describe("without a trace", () => {
    const untraced = (kind: AccountKind) =>
      fixture(async (provider) => {
        const silent: Eip1193Provider = {
          request: async (args) => {
            if (args.method === "debug_traceTransaction") throw new Error("method not found");
            return provider.request(args);
          },
        };
        const harness = await createHarness({ provider: silent });
        const account = await harness.createAccount({ kind });
        const hostile = await deployMock(harness.world, "Hostile");
        // viem remembers that an account is deployed: it has to be so in every test.
        await harness.execute(account, [hostile.call("succeed")]);
        return { harness, account, world: harness.world, hostile };
      });
    const hiding = untraced("safe7579");

    it("says what the account says, and claims no more", async () => {
      const { world, harness, account, hostile } = await hiding();
      await expectReverted(world, await harness.execute(account, [hostile.call("custom")]), {
        layer: "account",
        code: "ExecutionFailed",
        args: {},
        layers: [hidden],
      });
    });

    const passingOn = untraced("nexus");

    it("takes an error for the target's that the account declares as well and would pass on", async () => {
      const { world, harness, account, hostile } = await passingOn();
      for (const [name, code, args] of [
        ["custom", "Custom", { number: 42n }],
        ["likeAccount", "ExecutionFailed", {}],
      ] as const) {
        const outcome = await harness.execute(account, [hostile.call(name)]);
        await expectReverted(world, outcome, { layer: "target", code, args, layers: [`target ${code}`] });
      }
    });

    it("takes an error for the account's that no contract called declares", async () => {
      const { world, harness, account, hostile } = await passingOn();
      const calls = [hostile.call("succeed"), { to: account.address, data: "0x12345678" as const }];
      await expectReverted(world, await harness.execute(account, calls), {
        layer: "account",
        code: "MissingFallbackHandler",
        args: { selector: "0x12345678" },
      });
    });
  });

  it("explains an installation over sessions that are enabled already", async () => {
    const { world, harness, compile } = await scene();
    const account = await harness.createAccount({ salt: 9n });
    await expectAccepted(world, await harness.enable(account, [compile()]));
    const outcome = await harness.install(account);
    const { refusal } = await expectReverted(world, outcome, {
      layer: "SmartSession",
      code: "SmartSessionModuleAlreadyInstalled",
      args: { account: account.address },
    });
    expect(refusal.remedy).to.match(/Revoke every session/);
  });

  it("names a signature that recovers to nobody", async () => {
    const { harness, account, counter, key, enable } = await scene();
    const session = await enable();
    const malformed = { ...key, sign: async () => `0x${"00".repeat(64)}1b` as const };
    expectRefused(await harness.use({ account, session, key: malformed, calls: [counter.call(increment)] }), {
      layer: "SmartSession",
      code: "InvalidSignature",
      rule: "sessionKey",
      args: {},
      layers: ["bundler -32500", "EntryPoint AA23", hidden, "SmartSession InvalidSignature"],
    });
  });

  it("rejects an operation of the account on itself", async () => {
    const { harness, account, key, compile, world } = await scene();
    const session = compile({ target: account.address, function: "execute(bytes32,bytes)" });
    await expectAccepted(
      world,
      await harness.execute(account, [world.release.encodeEnable([session.session])]),
    );
    const data = encodeFunctionData({
      abi: [
        {
          type: "function",
          name: "execute",
          inputs: [{ type: "bytes32" }, { type: "bytes" }],
          outputs: [],
          stateMutability: "payable",
        },
      ],
      args: [pad(numberToHex(0)), "0x"],
    });
    expectRefused(await harness.use({ account, session, key, calls: [{ to: account.address, data }] }), {
      layer: "SmartSession",
      code: "InvalidSelfCall",
      rule: "action",
      args: {},
    });
  });
});
