import { entryPoint07Abi } from "viem/account-abstraction";
import { userOperationHash } from "../../account/userOperationHash.ts";
import { ChainUnreachableError } from "../../errors/world.ts";
import { knownError } from "../../outcome/knownError.ts";
import type { AskedOfOperation } from "./Asked.ts";
import { findMined, type Mined } from "./findMined.ts";

/**
 * Finds whether an operation was mined. EntryPoint's nonce tells where it cannot have been, and then nothing is searched.
 *
 * @param asked The operation, the chain, and a bundler where there is one.
 * @returns Where it was mined, or that another was in its place, with a sentence of it; undefined where its nonce is not
 * used.
 */
export async function findByNonce(
  asked: AskedOfOperation,
): Promise<(Partial<Mined> & { readonly sentence: string }) | undefined> {
  const { world, operation } = asked;
  const { sender, nonce } = operation;
  const next = await world.client.readContract({
    address: world.contracts.EntryPoint.address,
    abi: entryPoint07Abi,
    functionName: "getNonce",
    args: [sender, nonce >> 64n],
  });
  if (next <= nonce) return undefined;
  const mined = await findMined(asked, userOperationHash(world, operation)).catch((error: unknown) => {
    if (knownError(error) instanceof ChainUnreachableError) throw error;
  });
  if (!mined) {
    return {
      sentence:
        "Its nonce is used, by itself or by another operation: the chain does not answer about EntryPoint's events.",
    };
  }
  const earlier = mined.fromBlock ? `, or it was mined before block ${mined.fromBlock}` : "";
  const sentence = mined.transactionHash
    ? `This very operation was mined, in transaction ${mined.transactionHash}.`
    : `Its nonce is used: another operation was mined in its place${earlier}.`;
  return { ...mined, sentence };
}
