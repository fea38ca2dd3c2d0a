import { expect } from "chai";
import { createSmartAccountClient } from "permissionless";
import { decodeErrorResult, type Hex, keccak256, numberToHex } from "viem";
import { entryPoint07Abi, formatUserOperationRequest, type UserOperation } from "viem/account-abstraction";
import {
  BundlerRpcError,
  chainTime,
  instantBundler,
  rpcErrorCode,
  toSessionAccount,
  type World,
} from "../../src/index.ts";
import { increment } from "../helpers/counter.ts";
import { fixture } from "../helpers/fixture.ts";
import { buildScene, freshKey } from "../helpers/scene.ts";

const gas = { callGasLimit: 500_000n, verificationGasLimit: 1_000_000n, preVerificationGas: 60_000n };
const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n };

describe("instantBundler", () => {
  const scene = fixture(async (provider) => {
    const built = await buildScene("safe7579")(provider);
    const { world, account, key, counter, enable } = built;
    const session = await enable();
    const { request } = (await instantBundler(world))({});
    const entryPoint = world.contracts.EntryPoint.address;
    const signer = toSessionAccount(world, account, session.permissionId, key);

    /** A use of the session, signed, as it goes over JSON-RPC. */
    const signedUse = async (change: Partial<UserOperation<"0.7">> = {}) => {
      const userOperation = {
        sender: account.address,
        nonce: await signer.getNonce(),
        callData: await signer.encodeCalls(
          [counter.call(increment)].map(({ to, data = "0x" }) => ({ to, data })),
        ),
        signature: "0x" as Hex,
        ...gas,
        ...fees,
        ...change,
      };
      const signature = await signer.signUserOperation(userOperation);
      return formatUserOperationRequest({ ...userOperation, signature });
    };
    const ask = (method: string, ...params: unknown[]) => request({ method, params });
    return { ...built, session, entryPoint, signedUse, ask };
  });

  it("says its chain and its entry point", async () => {
    const { ask, entryPoint, world } = await scene();
    expect(await ask("eth_chainId")).to.equal(numberToHex(world.chainId));
    expect(await ask("eth_supportedEntryPoints")).to.deep.equal([entryPoint]);
  });

  it("mines an operation, and tells of it by its hash", async () => {
    const { ask, entryPoint, signedUse, counter, account } = await scene();
    const userOperation = await signedUse();

    const hash = (await ask("eth_sendUserOperation", userOperation, entryPoint)) as Hex;

    expect(await counter.count(account.address)).to.equal(1n);
    const receipt = (await ask("eth_getUserOperationReceipt", hash)) as Record<string, unknown>;
    expect(receipt).to.include({
      userOpHash: hash,
      entryPoint,
      sender: account.address,
      nonce: userOperation.nonce,
      success: true,
    });
    const { transactionHash } = receipt.receipt as { transactionHash: Hex };
    const found = (await ask("eth_getUserOperationByHash", hash)) as Record<string, unknown>;
    expect(found).to.deep.include({ userOperation, entryPoint, transactionHash });
  });

  it("stands under permissionless's smart account client, for the owner and for a session", async () => {
    const { world, account, session, key, counter } = await scene();
    for (const smartAccount of [
      account.smartAccount,
      toSessionAccount(world, account, session.permissionId, key),
    ]) {
      const client = createSmartAccountClient({
        account: smartAccount,
        client: world.client,
        chain: world.client.chain,
        bundlerTransport: await instantBundler(world),
      });
      const before = await counter.count(account.address);
      const hash = await client.sendTransaction({ to: counter.address, data: increment, value: 0n });
      expect((await world.client.getTransactionReceipt({ hash })).status).to.equal("success");
      expect(await counter.count(account.address)).to.equal(before + 1n);
    }
  });

  it("knows nothing of an operation that it did not send, or that the chain no longer has", async () => {
    const { ask, entryPoint, signedUse, world } = await scene();
    const unknown = keccak256("0x01");
    expect(await ask("eth_getUserOperationReceipt", unknown)).to.equal(null);
    expect(await ask("eth_getUserOperationByHash", unknown)).to.equal(null);

    const userOperation = await signedUse();
    const snapshot = await world.provider.request({ method: "evm_snapshot" });
    const hash = await ask("eth_sendUserOperation", userOperation, entryPoint);
    await world.provider.request({ method: "evm_revert", params: [snapshot] });
    expect(await ask("eth_getUserOperationReceipt", hash)).to.equal(null);
  });

  it("estimates limits that are enough, and not many times too much", async () => {
    const { ask, entryPoint, signedUse, counter, account } = await scene();
    const {
      callGasLimit: _,
      verificationGasLimit: __,
      preVerificationGas: ___,
      ...unpriced
    } = await signedUse();

    const estimate = (await ask("eth_estimateUserOperationGas", unpriced, entryPoint)) as Record<string, Hex>;
    const limits = Object.fromEntries(Object.entries(estimate).map(([name, value]) => [name, BigInt(value)]));
    const hash = await ask("eth_sendUserOperation", await signedUse(limits), entryPoint);

    expect(await counter.count(account.address)).to.equal(1n);
    const receipt = (await ask("eth_getUserOperationReceipt", hash)) as { actualGasUsed: Hex };
    const granted = Object.values(limits).reduce((sum, limit) => sum + limit, 0n);
    expect(granted < 2n * BigInt(receipt.actualGasUsed)).to.equal(true);
  });

  it("charges each byte of call data before it is verified", async () => {
    const { ask, entryPoint, account } = await scene();
    const preVerificationGas = async (bytes: number) => {
      const operation = {
        sender: account.address,
        nonce: numberToHex(await account.smartAccount.getNonce()),
        callData: `0x${"ff".repeat(bytes)}`,
        signature: await account.smartAccount.getStubSignature(),
      };
      const estimate = await ask("eth_estimateUserOperationGas", operation, entryPoint);
      return BigInt((estimate as { preVerificationGas: Hex }).preVerificationGas);
    };
    expect((await preVerificationGas(1000)) - (await preVerificationGas(100))).to.equal(16n * 900n);
  });

  it("estimates on a signature that is not right", async () => {
    const { ask, entryPoint, signedUse, account, world, session } = await scene();
    const stub = await toSessionAccount(world, account, session.permissionId, freshKey()).getStubSignature();
    const estimate = await ask(
      "eth_estimateUserOperationGas",
      { ...(await signedUse()), signature: stub },
      entryPoint,
    );
    expect(estimate).to.have.all.keys("callGasLimit", "verificationGasLimit", "preVerificationGas");
  });

  describe("refusals", () => {
    /** The bundler's own error, inside what viem wraps around it. */
    const refusal = async (asking: Promise<unknown>): Promise<BundlerRpcError> => {
      let error: unknown = await asking.then(
        () => expect.fail("expected the bundler to refuse"),
        (thrown) => thrown,
      );
      while (error instanceof Error && !(error instanceof BundlerRpcError)) error = error.cause;
      return error instanceof BundlerRpcError ? error : expect.fail(`not the bundler's: ${error}`);
    };
    const blockNumber = (world: World) => world.client.getBlockNumber({ cacheTime: 0 });

    it("answers -32500 with alto's words and EntryPoint's revert data, and mines nothing", async () => {
      const { ask, entryPoint, signedUse, world } = await scene();
      const before = await blockNumber(world);
      const operation = await signedUse({ callData: "0x" });
      const { code, message, data } = await refusal(ask("eth_sendUserOperation", operation, entryPoint));
      expect(code).to.equal(rpcErrorCode.validationRejected);
      expect(message).to.match(/^UserOperation reverted with reason: AA23 reverted 0xacfdb444$/);
      expect(decodeErrorResult({ abi: entryPoint07Abi, data: data ?? "0x" })).to.deep.include({
        errorName: "FailedOpWithRevert",
        args: [0n, "AA23 reverted", "0xacfdb444"],
      });
      expect(await blockNumber(world)).to.equal(before);
    });

    it("answers -32507 to a wrong signature", async () => {
      const { ask, entryPoint, signedUse, account, world, session } = await scene();
      const stranger = toSessionAccount(world, account, session.permissionId, freshKey());
      const signature = await stranger.getStubSignature();
      const operation = { ...(await signedUse()), signature };
      const { code, message } = await refusal(ask("eth_sendUserOperation", operation, entryPoint));
      expect({ code, message }).to.deep.equal({
        code: rpcErrorCode.invalidSignature,
        message: "UserOperation reverted with reason: AA24 signature error",
      });
    });

    it("answers -32500 AA25 to an operation that was mined before", async () => {
      const { ask, entryPoint, signedUse } = await scene();
      const operation = await signedUse();
      await ask("eth_sendUserOperation", operation, entryPoint);
      const { code, message } = await refusal(ask("eth_sendUserOperation", operation, entryPoint));
      expect({ code, message }).to.deep.equal({
        code: rpcErrorCode.validationRejected,
        message: "UserOperation reverted with reason: AA25 invalid account nonce",
      });
    });

    it("answers -32503 outside the time range", async () => {
      const { ask, entryPoint, signedUse, world, account, key, enable } = await scene();
      const later = await enable({ validAfter: (await chainTime(world)) + 100n });
      const use = await signedUse();
      const signer = toSessionAccount(world, account, later.permissionId, key);
      const signature = await signer.signUserOperation({
        sender: account.address,
        nonce: hexToNumber(use.nonce),
        callData: use.callData,
        signature: "0x",
        ...gas,
        ...fees,
      });
      const { code } = await refusal(ask("eth_sendUserOperation", { ...use, signature }, entryPoint));
      expect(code).to.equal(rpcErrorCode.outOfTimeRange);
    });

    it("answers -32602 to another entry point, and names its own", async () => {
      const { ask, entryPoint, signedUse, account } = await scene();
      const { code, message } = await refusal(
        ask("eth_sendUserOperation", await signedUse(), account.address),
      );
      expect(code).to.equal(rpcErrorCode.invalidParams);
      expect(message).to.include(entryPoint);
    });

    for (const field of ["sender", "nonce", "callData", "signature", "callGasLimit", "maxFeePerGas"]) {
      it(`answers -32602 to an operation without ${field}, and names it`, async () => {
        const { ask, entryPoint, signedUse } = await scene();
        const operation = { ...(await signedUse()), [field]: undefined };
        const { code, message } = await refusal(ask("eth_sendUserOperation", operation, entryPoint));
        expect(code).to.equal(rpcErrorCode.invalidParams);
        expect(message).to.include(field);
      });
    }

    const invalid: [string, object, RegExp][] = [
      ["a field that EntryPoint v0.7 does not have", { initCode: "0x" }, /initCode is no field/],
      ["a nonce of more than 256 bits", { nonce: `0x1${"00".repeat(32)}` }, /nonce is not/],
      ["gas of more than 128 bits", { callGasLimit: `0x1${"00".repeat(16)}` }, /callGasLimit does not fit/],
      ["call data of half a byte", { callData: "0x123" }, /callData is not/],
    ];
    for (const [what, change, message] of invalid) {
      it(`answers -32602 to ${what}`, async () => {
        const { ask, entryPoint, signedUse } = await scene();
        const operation = { ...(await signedUse()), ...change };
        const error = await refusal(ask("eth_sendUserOperation", operation, entryPoint));
        expect(error.code).to.equal(rpcErrorCode.invalidParams);
        expect(error.message).to.match(message);
      });
    }

    it("answers -32602 to no operation, and to no parameters", async () => {
      const { ask, entryPoint } = await scene();
      for (const params of [[undefined, entryPoint], ["text", entryPoint], []]) {
        const { code } = await refusal(ask("eth_sendUserOperation", ...params));
        expect(code).to.equal(rpcErrorCode.invalidParams);
      }
    });

    it("never repeats what may be a key", async () => {
      const { ask, signedUse } = await scene();
      const secret = "5e".repeat(32);
      for (const asking of [
        ask("eth_sendUserOperation", await signedUse(), `0x${secret}`),
        ask("eth_getUserOperationReceipt", `0x${secret}00`),
        ask(secret),
      ]) {
        expect((await refusal(asking)).message).not.to.include(secret);
      }
    });

    it("sends an operation whose call data is long", async () => {
      const { ask, entryPoint, account } = await scene();
      const callData = await account.smartAccount.encodeCalls([
        { to: account.owner.address, data: `0x${"ff".repeat(50_000)}`, value: 0n },
      ]);
      const unsigned = {
        sender: account.address,
        nonce: await account.smartAccount.getNonce(),
        callData,
        signature: "0x" as Hex,
        ...gas,
        verificationGasLimit: 3_000_000n,
        callGasLimit: 3_000_000n,
        ...fees,
      };
      const signature = await account.smartAccount.signUserOperation(unsigned);
      const operation = formatUserOperationRequest({ ...unsigned, signature });
      const hash = await ask("eth_sendUserOperation", operation, entryPoint);
      expect(await ask("eth_getUserOperationReceipt", hash)).to.include({ success: true });
    });

    it("answers -32602 to a hash that is none", async () => {
      const { ask } = await scene();
      const { code } = await refusal(ask("eth_getUserOperationReceipt", "0x1234"));
      expect(code).to.equal(rpcErrorCode.invalidParams);
    });

    it("answers -32601 to a method that it does not have", async () => {
      const { ask } = await scene();
      const { code, message } = await refusal(ask("pimlico_getUserOperationGasPrice"));
      expect(code).to.equal(rpcErrorCode.methodNotFound);
      expect(message).to.include("pimlico_getUserOperationGasPrice");
    });
  });
});

const hexToNumber = (hex: unknown) => BigInt(hex as Hex);
