import type { SmartAccountClient } from "permissionless";
import { type Hex, isHex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import type { World } from "../world/World.ts";

/** What an operation offers for each unit of gas, in wei. */
export type Fees = Pick<UserOperation<"0.7">, "maxFeePerGas" | "maxPriorityFeePerGas">;

/** A bundler pays for the bundle first, and a base fee may rise before it is mined. */
const chainMultiple = 2n;

/**
 * What to offer for an operation's gas: the bundler's own price where it names one
 * (`pimlico_getUserOperationGasPrice`, "fast"; such a bundler refuses less), else twice the chain's estimate.
 *
 * @param world The chain.
 * @param client The bundler's client.
 * @returns The fees.
 * @throws What the chain or the bundler throws where it does not answer at all.
 */
export async function offeredFees({ client: chain }: World, client: SmartAccountClient): Promise<Fees> {
  const price = await askPrice(client);
  if (price) return price;
  const { maxFeePerGas, maxPriorityFeePerGas } = await chain.estimateFeesPerGas();
  return {
    maxFeePerGas: chainMultiple * maxFeePerGas,
    maxPriorityFeePerGas: chainMultiple * maxPriorityFeePerGas,
  };
}

async function askPrice(client: SmartAccountClient): Promise<Fees | undefined> {
  const request = { method: "pimlico_getUserOperationGasPrice", params: [] } as never;
  const answer = (await client.request(request).catch((error: unknown) => {
    if (isAnswer(error)) return undefined; // it has no such method, in whichever words
    throw error;
  })) as { fast?: { maxFeePerGas?: Hex; maxPriorityFeePerGas?: Hex } } | undefined;
  const { maxFeePerGas, maxPriorityFeePerGas } = answer?.fast ?? {};
  if (!isHex(maxFeePerGas) || !isHex(maxPriorityFeePerGas)) return undefined;
  return { maxFeePerGas: BigInt(maxFeePerGas), maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas) };
}

/** A JSON-RPC error is an answer. viem gives -1 to what has no code. */
function isAnswer(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === "number" && code !== -1;
}
