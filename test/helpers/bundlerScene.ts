import type { Hex } from "viem";
import { formatUserOperationRequest, type UserOperation } from "viem/account-abstraction";
import { type Eip1193Provider, instantBundler, toSessionAccount } from "../../src/index.ts";
import { increment } from "./counter.ts";
import { buildScene } from "./scene.ts";

/** Gas and fees that are enough for a use. */
export const gas = { callGasLimit: 500_000n, verificationGasLimit: 1_000_000n, preVerificationGas: 60_000n };
/** See {@link gas}. */
export const fees = { maxFeePerGas: 10n ** 10n, maxPriorityFeePerGas: 10n ** 9n };

/** How often a receipt is asked for. */
const askedAtMost = 10_000;

/**
 * A session that may be used, and the instant bundler's JSON-RPC as it is without a client.
 *
 * @param provider The chain.
 * @returns The scene.
 */
export const buildBundlerScene = async (provider: Eip1193Provider) => {
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
  /** The receipt of an operation that was sent, as soon as it is mined: on anvil that is soon after. */
  const receiptOf = async (hash: unknown) => {
    for (let asked = 0; asked < askedAtMost; asked += 1) {
      const receipt = await ask("eth_getUserOperationReceipt", hash);
      if (receipt !== null) return receipt as Record<string, unknown>;
    }
    throw new Error(`the chain has not mined ${hash}`);
  };
  return { ...built, session, entryPoint, signedUse, ask, receiptOf };
};
