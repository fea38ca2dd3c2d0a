import { expect } from "chai";
import { decodeErrorResult, type Hex } from "viem";
import { entryPoint07Abi, formatUserOperationRequest } from "viem/account-abstraction";
import {
  BundlerRpcError,
  chainTime,
  instantBundler,
  rpcErrorCode,
  toSessionAccount,
  type World,
} from "../../src/index.ts";
import { mined } from "../../src/world/mined.ts";
import { buildBundlerScene, fees, gas } from "../helpers/bundlerScene.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshKey } from "../helpers/scene.ts";

describe("instantBundler, when it refuses", () => {
  const scene = fixture(buildBundlerScene);

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
      nonce: BigInt(use.nonce),
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
    const { code, message } = await refusal(ask("eth_sendUserOperation", await signedUse(), account.address));
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
    const { ask, receiptOf, entryPoint, account } = await scene();
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
    expect(await receiptOf(hash)).to.include({ success: true });
  });

  it("answers -32602 to a hash that is none", async () => {
    const { ask } = await scene();
    const { code } = await refusal(ask("eth_getUserOperationReceipt", "0x1234"));
    expect(code).to.equal(rpcErrorCode.invalidParams);
  });

  it("answers -32500 to a bundle that was refused only when it was mined", async () => {
    const { signedUse, entryPoint, world } = await scene();
    const { provider } = world;
    const request: typeof provider.request = async (args) => {
      if (args.method === "eth_getTransactionReceipt") await mined(provider, args.params[0]);
      const answer = await provider.request(args);
      return args.method === "eth_getTransactionReceipt" && answer ? { ...answer, status: "0x0" } : answer;
    };
    const bundler = (await instantBundler({ ...world, provider: { request } }))({});
    const params = [await signedUse(), entryPoint];
    const hash = await bundler.request({ method: "eth_sendUserOperation", params });
    const asking = bundler.request({ method: "eth_getUserOperationReceipt", params: [hash] });
    const { code, message } = await refusal(asking);
    expect(code).to.equal(rpcErrorCode.validationRejected);
    expect(message).to.match(/^The bundle 0x[0-9a-f]{64} was refused when it was mined/);
  });

  it("answers -32601 to a method that it does not have", async () => {
    const { ask } = await scene();
    const { code, message } = await refusal(ask("pimlico_getUserOperationGasPrice"));
    expect(code).to.equal(rpcErrorCode.methodNotFound);
    expect(message).to.include("pimlico_getUserOperationGasPrice");
  });
});
