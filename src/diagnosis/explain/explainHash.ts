import { type Hex, TransactionNotFoundError, TransactionReceiptNotFoundError } from "viem";
import type { Explanation } from "../Explanation.ts";
import type { Asked } from "./Asked.ts";
import { explainTransaction } from "./explainTransaction.ts";
import { findMined } from "./findMined.ts";

/**
 * Explains what became of what a hash stands for: a transaction, or a user operation.
 *
 * @param asked The chain, and a bundler where there is one.
 * @param hash The hash.
 * @param only The operation that is meant, where the transaction may carry several.
 * @returns The explanation.
 */
export async function explainHash(asked: Asked, hash: Hex, only?: Hex): Promise<Explanation> {
  const { client } = asked.world;
  const receipt = await client.getTransactionReceipt({ hash }).catch(none(TransactionReceiptNotFoundError));
  if (receipt) return explainTransaction(asked, receipt, only);
  const sent = await client.getTransaction({ hash }).catch(none(TransactionNotFoundError));
  if (sent) return toldOf(asked, "pending", [`The transaction ${hash} was sent, and is not mined.`]);

  const userOpHash = only ?? hash;
  const mined = await findMined(asked, userOpHash);
  if (mined.transactionHash && mined.transactionHash !== hash) {
    return explainHash(asked, mined.transactionHash, userOpHash);
  }
  const status = await askBundler(asked, userOpHash);
  if (status) return toldOf(asked, "pending", [status]);
  const blocks = mined.fromBlock ? `from block ${mined.fromBlock} on` : "in any block";
  return {
    ...toldOf(asked, "unknown", []),
    unknown: [
      `This chain (${asked.world.chainId}) knows no transaction ${hash}, and ${blocks} no user operation of that hash.`,
      asked.bundler
        ? `Nor does the bundler know it: ${otherwise}`
        : `A bundler knows operations that are not mined yet: give --bundler. Else ${otherwise}`,
    ],
  };
}

const otherwise =
  "it was not sent, or it was dropped, or it is on another chain, or the bundler refused it: then give its error, with the operation.";

async function askBundler({ bundler }: Asked, userOpHash: Hex): Promise<string | undefined> {
  const ask = { method: "eth_getUserOperationByHash", params: [userOpHash] };
  const known = await bundler?.request(ask).catch(() => undefined);
  return known ? `The bundler has the user operation ${userOpHash}, and it is not mined.` : undefined;
}

const toldOf = (
  { evidence }: Asked,
  verdict: Explanation["verdict"],
  found: readonly string[],
): Explanation => ({
  input: evidence.input,
  verdict,
  layers: [],
  causes: [],
  found,
  unknown: evidence.remarks,
});

/** What is not there is no error here. */
const none =
  (notFound: typeof TransactionNotFoundError | typeof TransactionReceiptNotFoundError) =>
  (error: unknown): undefined => {
    if (!(error instanceof notFound)) throw error;
  };
