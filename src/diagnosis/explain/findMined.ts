import { getAbiItem, type Hex, isHex } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { ChainUnreachableError } from "../../errors/world.ts";
import { readLogs } from "../../lifecycle/readLogs.ts";
import type { BlockRange } from "../../lifecycle/readRanges.ts";
import { knownError } from "../../outcome/knownError.ts";
import type { Asked } from "./Asked.ts";

/** How many blocks are searched where the RPC does not answer about all of them at once. */
const searched = 100_000n;

/** Where an operation was mined, if it was. */
export interface Mined {
  readonly userOpHash: Hex;
  readonly transactionHash?: Hex;
  /** The first block that was searched; undefined where a bundler told. */
  readonly fromBlock?: bigint;
}

/**
 * Finds the transaction that an operation was mined in: by a bundler, else by EntryPoint's events, which name each
 * operation.
 *
 * @param asked The chain, and a bundler where there is one.
 * @param userOpHash The operation.
 * @returns Where it was mined, and where it was looked for.
 */
export async function findMined(
  { world, bundler }: Pick<Asked, "world" | "bundler">,
  userOpHash: Hex,
): Promise<Mined> {
  const receipt = await bundler
    ?.request({ method: "eth_getUserOperationReceipt", params: [userOpHash] })
    .catch(() => undefined);
  const told = (receipt as { receipt?: { transactionHash?: unknown } } | null | undefined)?.receipt
    ?.transactionHash;
  if (isHex(told)) return { userOpHash, transactionHash: told };

  const { client, contracts } = world;
  const event = getAbiItem({ abi: entryPoint07Abi, name: "UserOperationEvent" });
  const read = (range: BlockRange) =>
    client.getLogs({ address: contracts.EntryPoint.address, event, args: { userOpHash }, ...range });
  const latest = await client.getBlockNumber();
  // The hash is a topic: many an RPC answers about the whole chain at once.
  let fromBlock = 0n;
  let logs = await read({ fromBlock, toBlock: latest }).catch((error: unknown) => {
    if (knownError(error) instanceof ChainUnreachableError) throw error;
    return undefined;
  });
  if (!logs) {
    fromBlock = latest > searched ? latest - searched : 0n;
    logs = [...(await readLogs(world, fromBlock, read))];
  }
  const transactionHash = logs[0]?.transactionHash;
  return { userOpHash, fromBlock, ...(transactionHash && { transactionHash }) };
}
