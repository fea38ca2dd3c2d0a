import { type Address, decodeErrorResult, encodeFunctionData, type Hex, parseEventLogs } from "viem";
import { entryPoint07Abi, toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import type { World } from "../../src/index.ts";
import { revertData } from "../../src/submission/revertData.ts";
import { mined } from "../../src/world/mined.ts";
import { unlockedAccount } from "../../src/world/unlockedAccount.ts";

/** What EntryPoint refuses a whole bundle with: the operation that is to blame, and why. */
export interface RefusedBundle {
  /** Its place in the bundle. */
  readonly index: bigint;
  /** EntryPoint's sentence. */
  readonly reason: string;
  /** What its account reverted with, where EntryPoint passes it on. */
  readonly inner?: Hex;
}

/** What EntryPoint says of an operation that was mined (`UserOperationEvent`). */
export interface OperationEvent {
  readonly sender: Address;
  readonly nonce: bigint;
  readonly success: boolean;
}

/** What became of a bundle: what EntryPoint says of each operation, in their order, or the refusal. */
export type Bundled = { readonly events: readonly OperationEvent[] } | { readonly refused: RefusedBundle };

/**
 * A transaction that hands operations to EntryPoint in one bundle.
 *
 * @param world Where.
 * @param operations The operations, signed.
 * @returns The transaction.
 */
export const bundling = async (world: World, operations: readonly UserOperation<"0.7">[]) => {
  const from = await unlockedAccount(world);
  const data = encodeFunctionData({
    abi: entryPoint07Abi,
    functionName: "handleOps",
    args: [operations.map((one) => toPackedUserOperation(one)), from],
  });
  return { from, to: world.contracts.EntryPoint.address, data, gas: "0xb71b00" as Hex }; // 12 M
};

const eventsOf = async ({ provider }: World, hash: Hex): Promise<readonly OperationEvent[]> => {
  const { logs } = await mined(provider, hash);
  return parseEventLogs({ abi: entryPoint07Abi, eventName: "UserOperationEvent", logs }).map(
    ({ args: { sender, nonce, success } }) => ({ sender, nonce, success }),
  );
};

/**
 * Sends operations in one bundle, past the bundler, which makes one of each.
 *
 * @param world Where.
 * @param operations The operations, signed.
 * @returns What became of them.
 */
export async function sendBundle(
  world: World,
  operations: readonly UserOperation<"0.7">[],
): Promise<Bundled> {
  const { provider } = world;
  const transaction = await bundling(world, operations);
  try {
    await provider.request({ method: "eth_call", params: [transaction, "pending"] });
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw error;
    const { args } = decodeErrorResult({ abi: entryPoint07Abi, data });
    const [index, reason, inner] = args as readonly [bigint, string, Hex?];
    return { refused: { index, reason, ...(inner && { inner }) } };
  }
  return {
    events: await eventsOf(
      world,
      await provider.request({ method: "eth_sendTransaction", params: [transaction] }),
    ),
  };
}

/**
 * Sends bundles that are all mined in one block.
 *
 * @param world Where; it mines by itself, and does so again afterwards.
 * @param bundles The bundles, in their order.
 * @returns What EntryPoint says of each bundle's operations; of a bundle that it refuses, nothing.
 */
export async function sendInOneBlock(world: World, bundles: readonly (readonly UserOperation<"0.7">[])[]) {
  const { provider } = world;
  const hashes: Hex[] = [];
  await provider.request({ method: "evm_setAutomine", params: [false] });
  try {
    for (const operations of bundles) {
      const transaction = await bundling(world, operations);
      hashes.push(await provider.request({ method: "eth_sendTransaction", params: [transaction] }));
    }
    await provider.request({ method: "evm_mine", params: [] });
  } finally {
    await provider.request({ method: "evm_setAutomine", params: [true] });
  }
  const receipts = await Promise.all(hashes.map((hash) => mined(provider, hash)));
  return {
    blocks: new Set(receipts.map(({ blockNumber }) => blockNumber)).size,
    events: await Promise.all(hashes.map((hash) => eventsOf(world, hash))),
  };
}
