import { numberToHex, zeroAddress } from "viem";
import type { World } from "../../world/World.ts";

/** EIP-7825: from Osaka on a transaction may have 2^24 gas, however much a block holds. */
const eip7825Cap = 16_777_216n;

/**
 * Finds how much gas one transaction may have on a chain.
 *
 * @param world The chain.
 * @returns A block's gas, or the cap of EIP-7825 where the chain holds to that.
 */
export async function transactionGasCap({ client, provider }: World): Promise<bigint> {
  const { gasLimit } = await client.getBlock();
  try {
    const call = { to: zeroAddress, gas: numberToHex(gasLimit) };
    await provider.request({ method: "eth_call", params: [call, "latest"] });
    return gasLimit;
  } catch {
    return gasLimit < eip7825Cap ? gasLimit : eip7825Cap;
  }
}
