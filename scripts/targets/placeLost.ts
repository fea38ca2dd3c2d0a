import { type ArtifactResolver, trackTransaction, wipe } from "@nomicfoundation/ignition-core";
import { type Address, type Hex, isAddressEqual } from "viem";
import { TransactionWaitsError } from "../../src/index.ts";
import type { KeptChain } from "../openChain.ts";
import { progress } from "./progress.ts";

/**
 * Finds out what became of a transaction that was about to be sent when a run was interrupted, and tells Ignition's journal: it
 * was sent, or it was not. In either case nothing is deployed twice: what is sent anew has the nonce that the lost one had.
 *
 * @param lost The future that it is of, its sender and nonce; the chain; the deployment's folder and artifacts.
 * @throws TransactionWaitsError where the chain has it, and does not show it.
 */
export async function placeLost({
  futureId,
  sender,
  nonce,
  chain,
  artifactResolver,
  folder,
}: {
  readonly futureId: string;
  readonly sender: Address;
  readonly nonce: number;
  readonly chain: KeptChain;
  readonly artifactResolver: ArtifactResolver;
  readonly folder: string;
}): Promise<void> {
  const { client, provider } = chain;
  const [pending, latest] = await Promise.all([
    client.getTransactionCount({ address: sender, blockTag: "pending" }),
    client.getTransactionCount({ address: sender }),
  ]);
  if (pending <= nonce) {
    progress(`${futureId}: the last run did not come to send it`);
    return wipe(folder, artifactResolver, futureId);
  }
  const block = latest > nonce ? await blockOf(chain, sender, nonce) : "pending";
  const hash = await hashIn(chain, block, sender, nonce);
  if (hash === undefined) throw new TransactionWaitsError({ sender, nonce });
  progress(`${futureId}: the last run had sent ${hash}`);
  await trackTransaction(folder, hash, provider);
}

/** The block that holds a transaction: the first after which its sender has a higher nonce. */
async function blockOf({ client }: KeptChain, address: Address, nonce: number): Promise<bigint> {
  const isAfter = async (blockNumber: bigint) =>
    (await client.getTransactionCount({ address, blockNumber })) > nonce;
  let after = await client.getBlockNumber();
  // It was sent a short while ago: steps that double find an old block soon, and ask none that an RPC has forgotten.
  let step = 1n;
  while (after - step >= 0n && (await isAfter(after - step))) {
    after -= step;
    step *= 2n;
  }
  let before = after - step < 0n ? -1n : after - step;
  while (after - before > 1n) {
    const middle = (after + before) / 2n;
    if (await isAfter(middle)) after = middle;
    else before = middle;
  }
  return after;
}

async function hashIn(
  { client }: KeptChain,
  block: bigint | "pending",
  sender: Address,
  nonce: number,
): Promise<Hex | undefined> {
  const { transactions } = await client.getBlock({
    ...(block === "pending" ? { blockTag: block } : { blockNumber: block }),
    includeTransactions: true,
  });
  return transactions.find((one) => isAddressEqual(one.from, sender) && one.nonce === nonce)?.hash;
}
