import { expect } from "chai";
import { createSmartAccountClient } from "permissionless";
import { type Hex, keccak256, numberToHex } from "viem";
import { instantBundler, toSessionAccount } from "../../src/index.ts";
import { buildBundlerScene } from "../helpers/bundlerScene.ts";
import { increment } from "../helpers/counter.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshKey } from "../helpers/scene.ts";

describe("instantBundler", () => {
  const scene = fixture(buildBundlerScene);

  it("says its chain and its entry point", async () => {
    const { ask, entryPoint, world } = await scene();
    expect(await ask("eth_chainId")).to.equal(numberToHex(world.chainId));
    expect(await ask("eth_supportedEntryPoints")).to.deep.equal([entryPoint]);
  });

  it("mines an operation, and tells of it by its hash", async () => {
    const { ask, receiptOf, entryPoint, signedUse, counter, account } = await scene();
    const userOperation = await signedUse();

    const hash = (await ask("eth_sendUserOperation", userOperation, entryPoint)) as Hex;

    const receipt = await receiptOf(hash);
    expect(await counter.count(account.address)).to.equal(1n);
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

  it("gives the hash of an operation at once, and its receipt when the chain has mined it", async () => {
    const { ask, entryPoint, signedUse, counter, account, world } = await scene();
    const operation = await signedUse();
    await world.provider.request({ method: "evm_setAutomine", params: [false] });
    try {
      const hash = await ask("eth_sendUserOperation", operation, entryPoint);
      expect(await ask("eth_getUserOperationReceipt", hash)).to.equal(null);
      expect(await counter.count(account.address)).to.equal(0n);
      await world.provider.request({ method: "evm_mine" });
      expect(await ask("eth_getUserOperationReceipt", hash)).to.include({ success: true });
      expect(await counter.count(account.address)).to.equal(1n);
    } finally {
      await world.provider.request({ method: "evm_setAutomine", params: [true] });
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
    const { ask, receiptOf, entryPoint, signedUse, counter, account } = await scene();
    const {
      callGasLimit: _,
      verificationGasLimit: __,
      preVerificationGas: ___,
      ...unpriced
    } = await signedUse();

    const estimate = (await ask("eth_estimateUserOperationGas", unpriced, entryPoint)) as Record<string, Hex>;
    const limits = Object.fromEntries(Object.entries(estimate).map(([name, value]) => [name, BigInt(value)]));
    const hash = await ask("eth_sendUserOperation", await signedUse(limits), entryPoint);

    const { actualGasUsed } = await receiptOf(hash);
    expect(await counter.count(account.address)).to.equal(1n);
    const granted = Object.values(limits).reduce((sum, limit) => sum + limit, 0n);
    expect(granted < 2n * BigInt(actualGasUsed as Hex)).to.equal(true);
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
});
