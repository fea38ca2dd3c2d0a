import { expect } from "chai";
import {
  type Address,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  parseAbi,
  parseAbiParameters,
} from "viem";
import {
  contractArtifact,
  erc20SpendingLimit,
  type PolicyData,
  sudo,
  timeFrame,
  toActionConfigId,
  toActionId,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import {
  type CanonicalContract,
  type CanonicalName,
  canonicalV1,
} from "../../src/world/canonical/canonicalV1.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { executing, modes } from "../helpers/execution.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { genuineCode } from "../helpers/genuineCode.ts";
import { deployToken } from "../helpers/tokens.ts";
import { auditRoom, type FindingScene } from "./auditRoom.ts";
import { expectError } from "./expectAnswer.ts";

const policyAbi = parseAbi([
  "function initializeWithMultiplexer(address account, bytes32 configId, bytes initData)",
  "function checkAction(bytes32 id, address account, address target, uint256 value, bytes data) returns (uint256)",
  "function supportsInterface(bytes4 interfaceId) view returns (bool)",
  "error PolicyNotInitialized(bytes32 id, address multiplexer, address account)",
]);
const gasPolicyAbi = parseAbi([
  "function getGasConfig(bytes32 id, address multiplexer, address account) view returns (uint128 gasLimit, uint128 gasUsed, uint128 costLimit, uint128 costUsed)",
]);
const uint128 = (value: bigint): Hex => numberToHex(value, { size: 16 });
const id = keccak256("0x1d");
const somebody: Address = "0x5000000000000000000000000000000000000001";

/** A policy that is asked directly, by a multiplexer of the test's own: what it does stays, whatever it answers. */
const asking = async ({ world }: FindingScene, policy: Address) => {
  const { client, provider } = world;
  const [multiplexer]: Address[] = await provider.request({ method: "eth_accounts" });
  if (multiplexer === undefined) throw new Error("the chain has no accounts");
  const send = async (
    functionName: "initializeWithMultiplexer" | "checkAction",
    args: readonly unknown[],
  ) => {
    const call = { abi: policyAbi, functionName, args } as Parameters<typeof encodeFunctionData>[0];
    const data = encodeFunctionData(call);
    const answer: Hex = await provider.request({
      method: "eth_call",
      params: [{ from: multiplexer, to: policy, data }, "latest"],
    });
    const hash: Hex = await provider.request({
      method: "eth_sendTransaction",
      params: [{ from: multiplexer, to: policy, data }],
    });
    expect((await client.waitForTransactionReceipt({ hash })).status).to.equal("success");
    return answer;
  };
  return {
    multiplexer,
    configure: (initData: Hex) => send("initializeWithMultiplexer", [somebody, id, initData]),
    check: async (target: Address, data: Hex) =>
      BigInt(await send("checkAction", [id, somebody, target, 0n, data])),
    supports: (interfaceId: Hex) =>
      client.readContract({
        address: policy,
        abi: policyAbi,
        functionName: "supportsInterface",
        args: [interfaceId],
      }),
  };
};

/** Puts a policy that no local world holds where it is deployed, out of the code store. */
const placeCanonical = async ({ world }: FindingScene, name: CanonicalName): Promise<Address> => {
  const { address } = canonicalV1.find((one) => one.name === name) as CanonicalContract;
  if (await world.client.getCode({ address })) return address;
  await world.provider.request({ method: "hardhat_setCode", params: [address, genuineCode(name)] });
  return address;
};

/** Holds that a session with such a policy is not enabled, and by which error of whom. */
const expectNotEnabled = async (
  { world, harness, account, counter, smartSession, make, action, read }: FindingScene,
  policy: PolicyData,
  name: string,
) => {
  const target = counter.address;
  const { session, permissionId } = make({ actions: [action(increment, policy)] });
  const outcome = await harness.execute(account, [world.release.encodeEnable([session])]);
  await expectReverted(world, outcome, {
    layer: "policy",
    code: "PolicyNotInitialized",
    args: {
      id: toActionConfigId(account.address, permissionId, toActionId(target, increment)),
      multiplexer: smartSession,
      account: account.address,
    },
    policy: name,
  });
  expect(await read("isPermissionEnabled", [permissionId, account.address])).to.equal(false);
};

/** ERC-165's ids of what a policy may be. */
const ids = {
  erc165: "0x01ffc9a7",
  policy: "0x989c9e46",
  userOp: "0x7129edce",
  action: "0x05c00895",
  nobody: "0xffffffff",
} as const;

auditRoom("the policies", (finding) => {
  finding("Cantina policies 0826 C3.1.1", async (scene) => {
    const { world, harness, account, key } = scene;
    const token = await deployToken(world);
    const transfer = (amount: bigint) => token.call("transfer", [somebody, amount]);
    await expectAccepted(
      world,
      await harness.execute(account, [token.call("mint", [account.address, 1000n])]),
    );
    const session = harness.compile({
      sessionKey: key.address,
      target: token.address,
      function: "transfer(address,uint256)",
      argumentRules: [{ argument: 1, maxTotal: 100n }],
    });
    await expectAccepted(world, await harness.enable(account, [session]));
    const use = (amount: bigint) => harness.use({ account, session, key, calls: [transfer(amount)] });
    await expectAccepted(world, await use(60n));
    expectRefused(await use(41n), {
      layer: "policy",
      code: "PolicyViolation",
      rule: "argumentRules",
      args: { permissionId: session.permissionId, policy: uniAction.address },
      policy: "UniActionPolicy",
    });
    await expectAccepted(world, await use(40n));
    expect(await token.balanceOf(somebody)).to.equal(100n);
    return "fixed";
  });

  finding("Cantina policies 0826 H3.2.1", async (scene) => {
    const { policy } = erc20SpendingLimit.encode([{ token: somebody, limit: 1n }]);
    const { configure, check } = await asking(scene, policy);
    const [old, kept] = [pad("0x01d", { size: 20 }), pad("0x4e9", { size: 20 })];
    const limits = (...tokens: Address[]) =>
      erc20SpendingLimit.encode(tokens.map((token) => ({ token, limit: 100n }))).initData;
    const { abi } = contractArtifact("targets/Token");
    const spend = (token: Address, amount: bigint) =>
      check(token, encodeFunctionData({ abi, functionName: "transfer", args: [somebody, amount] }));
    await configure(limits(old, kept));
    expect(await spend(old, 30n)).to.equal(0n);
    expect(await spend(kept, 100n)).to.equal(0n);
    expect(await spend(kept, 1n)).to.equal(1n);
    await configure(limits(kept));
    expect(await spend(kept, 100n), "what was spent is forgotten").to.equal(0n);
    expect(await spend(old, 1n), "the old token is forgotten").to.equal(1n);
    return "fixed";
  });

  finding("Cantina policies 0826 L3.3.1", async (scene) => {
    const both = ["erc165", "policy", "userOp", "action"];
    const action = ["erc165", "policy", "action"];
    const expected = [
      [sudo.address, both],
      [timeFrame.address, both],
      [usageLimit.address, both],
      [valueLimit.address, both],
      [uniAction.address, action],
      [erc20SpendingLimit.address, action],
    ] as const;
    for (const [policy, known] of expected) {
      const { supports } = await asking(scene, policy);
      const found = await Promise.all(
        Object.entries(ids).map(async ([name, interfaceId]) => ((await supports(interfaceId)) ? [name] : [])),
      );
      expect(found.flat(), policy).to.deep.equal(known);
    }
    return "fixed";
  });

  finding("ChainLight 2025-07 001", async (scene) => {
    const { world, harness, account, counter, key, make, enableMade, smartSession } = scene;
    const policy = await placeCanonical(scene, "SimpleGasPolicy");
    const gas = { callGasLimit: 200_000n, verificationGasLimit: 500_000n, preVerificationGas: 100_000n };
    const total = 800_000n;
    const price = 10n ** 10n;
    const initData = concat([uint128(3n * total), uint128(2n * total * price)]);
    const made = make({ userOpPolicies: [{ policy, initData }] });
    const { permissionId } = made;
    await enableMade(made);
    const use = (maxFeePerGas: bigint) =>
      harness.use({
        account,
        session: made,
        key,
        calls: [counter.call(increment)],
        gas: { ...gas, maxFeePerGas, maxPriorityFeePerGas: maxFeePerGas },
      });
    const refused = {
      layer: "policy",
      code: "PolicyViolation",
      rule: "unknown",
      args: { permissionId, policy },
      policy: "unknown policy",
    } as const;
    expectRefused(await use(2n * price + 1n), refused); // the gas is within its limit, its price is not
    await expectAccepted(world, await use(price));
    expectRefused(await use(price + 1n), refused);
    const config = await world.client.readContract({
      address: policy,
      abi: gasPolicyAbi,
      functionName: "getGasConfig",
      args: [keccak256(concat([account.address, permissionId])), smartSession, account.address],
    });
    expect(config).to.deep.equal([3n * total, total, 2n * total * price, total * price]);
    return "fixed";
  });

  finding("ChainLight 2025-07 002", async (scene) => {
    const { world, account, counter, make, enableMade, ask } = scene;
    const made = make({ userOpPolicies: [valueLimit.encode({ limit: 1n })] });
    await enableMade(made);
    const execution = concat([counter.address, pad("0x00", { size: 32 }), increment]);
    for (const mode of [modes.staticCall, modes.delegateCall]) {
      // The policy is asked before SmartSession looks at the call itself.
      const answer = await ask(made.permissionId, executing(mode, execution));
      expectError(world, answer, "PolicyCheckReverted", [
        concat(["0xb96fcfe4", `${mode.slice(0, 4)}${"00".repeat(27)}` as Hex]),
      ]);
    }
    expect(await counter.count(account.address)).to.equal(0n);
    return "fixed";
  });

  finding("ChainLight 2025-07 003", async (scene) => {
    const { configure, check } = await asking(scene, await placeCanonical(scene, "ContractWhitelistPolicy"));
    const [old, kept] = [pad("0x01d", { size: 20 }), pad("0x4e9", { size: 20 })];
    await configure(concat([old, kept]));
    expect([await check(old, "0x"), await check(kept, "0x")]).to.deep.equal([0n, 0n]);
    await configure(kept);
    expect([await check(old, "0x"), await check(kept, "0x")]).to.deep.equal([1n, 0n]);
    return "fixed";
  });

  finding("ChainLight 2025-07 004.1", async (scene) => {
    const uses = await asking(scene, usageLimit.address);
    const state = async () =>
      usageLimit.readState({
        client: scene.world.client,
        configId: id,
        multiplexer: uses.multiplexer,
        account: somebody,
      });
    await uses.configure(usageLimit.encode({ limit: 1n }).initData);
    expect(await uses.check(somebody, increment)).to.equal(0n);
    for (const _ of [1, 2]) expect(await uses.check(somebody, decrement)).to.equal(1n);
    expect(await state()).to.deep.equal({ limit: 1n, used: 1n });

    const token = pad("0x70ce", { size: 20 });
    const spending = await asking(scene, erc20SpendingLimit.address);
    const { abi } = contractArtifact("targets/Token");
    const spend = (functionName: "transfer" | "approve", amount: bigint) =>
      spending.check(token, encodeFunctionData({ abi, functionName, args: [somebody, amount] }));
    await spending.configure(erc20SpendingLimit.encode([{ token, limit: 100n }]).initData);
    expect(await spend("transfer", 101n)).to.equal(1n);
    expect(await spend("approve", 101n)).to.equal(1n);
    expect(await spend("transfer", 100n)).to.equal(0n);
    return "fixed";
  });

  finding("ChainLight 2025-07 004.2", async ({ world, harness, account, make, action }) => {
    const lists = parseAbiParameters("address[] tokens, uint256[] limits");
    const initData = encodeAbiParameters(lists, [[somebody], [1n, 2n]]);
    const { session } = make({
      actions: [action(increment, { policy: erc20SpendingLimit.address, initData })],
    });
    const outcome = await harness.execute(account, [world.release.encodeEnable([session])]);
    await expectReverted(world, outcome, {
      layer: "policy",
      code: "InvalidInitDataLength",
      args: {},
      policy: "ERC20SpendingLimitPolicy",
    });
    return "fixed";
  });

  finding("ChainLight 2025-07 004.4", async (scene) => {
    const { release, world } = scene;
    await expectNotEnabled(scene, usageLimit.encode({ limit: 0n }), "UsageLimitPolicy");
    await expectNotEnabled(scene, valueLimit.encode({ limit: 0n }), "ValueLimitPolicy");
    if (release === "beta") return "fixed";
    const policy = await placeCanonical(scene, "SimpleGasPolicy");
    const { multiplexer } = await asking(scene, policy);
    for (const initData of [concat([uint128(0n), uint128(1n)]), concat([uint128(1n), uint128(0n)])]) {
      const error = await expectToReject(
        world.client.simulateContract({
          account: multiplexer,
          address: policy,
          abi: policyAbi,
          functionName: "initializeWithMultiplexer",
          args: [somebody, id, initData],
        }),
        ContractFunctionExecutionError,
      );
      const reverted = error.walk((one) => one instanceof ContractFunctionRevertedError);
      expect((reverted as ContractFunctionRevertedError).data).to.deep.include({
        errorName: "PolicyNotInitialized",
        args: [id, getAddress(multiplexer), somebody],
      });
    }
    return "fixed";
  });

  finding("ChainLight 2025-07 004.5", async (scene) => {
    const { now } = scene;
    const upsideDown = timeFrame.encode({ validAfter: now + 2n, validUntil: now + 1n });
    await expectNotEnabled(scene, upsideDown, "TimeFramePolicy");
    return "fixed";
  });
});
