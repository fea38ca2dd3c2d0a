import { formatTransactionReceipt, type Hex, type TransactionReceipt } from "viem";
import { NotMinedError } from "../errors/world.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";

/** How long a chain may take to mine, in milliseconds. */
const miningTimeout = 30_000;

/**
 * Waits until a local chain has mined a transaction: Hardhat's has when it gives the hash, anvil soon after. It is asked
 * again as soon as it has answered, which costs a local chain nothing and spares the wait between two questions.
 *
 * @param provider The chain.
 * @param hash The transaction.
 * @returns Its receipt.
 * @throws NotMinedError where the chain takes longer than half a minute.
 */
export async function mined(provider: Eip1193Provider, hash: Hex): Promise<TransactionReceipt> {
  const end = Date.now() + miningTimeout;
  do {
    const receipt = await provider.request({ method: "eth_getTransactionReceipt", params: [hash] });
    if (receipt) return formatTransactionReceipt(receipt);
  } while (Date.now() < end);
  throw new NotMinedError({ hash });
}
