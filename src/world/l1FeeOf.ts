import { BaseError, ContractFunctionExecutionError, type Hex, type PublicClient, parseAbi } from "viem";
import { HarnessError } from "../errors/HarnessError.ts";

/** What an OP chain charges for the data that it hands to its own chain (OP Stack, GasPriceOracle). */
const gasPriceOracle = {
  address: "0x420000000000000000000000000000000000000F",
  abi: parseAbi(["function getL1Fee(bytes) view returns (uint256)"]),
} as const;

/**
 * Asks a chain what a transaction's data would cost on the chain that it hands it to, at its present fees.
 *
 * @param client The chain.
 * @param unsigned The transaction, serialized and not signed: the oracle adds what a signature takes.
 * @returns The fee in wei; 0 where the chain has no such oracle, and charges none.
 * @throws What the chain answers where it could not be asked.
 */
export async function l1FeeOf(client: Pick<PublicClient, "readContract">, unsigned: Hex): Promise<bigint> {
  try {
    return await client.readContract({ ...gasPriceOracle, functionName: "getL1Fee", args: [unsigned] });
  } catch (error) {
    const isOfChain =
      error instanceof BaseError && error.walk((cause) => cause instanceof HarnessError) !== null;
    if (isOfChain || !(error instanceof ContractFunctionExecutionError)) throw error;
    return 0n;
  }
}
