import { type Address, BaseError, ContractFunctionExecutionError, erc20Abi } from "viem";
import { HarnessError } from "../errors/HarnessError.ts";
import type { World } from "../world/World.ts";

/** What an ERC-20 token says of itself. */
export interface TokenFacts {
  readonly symbol: string | undefined;
  readonly decimals: number;
}

/**
 * Asks a contract whether it is an ERC-20 token: an ERC-721, whose functions look the same, has no `decimals`.
 *
 * @param world The chain.
 * @param address The contract.
 * @returns What it says; undefined where it is no ERC-20 token. Its symbol is whatever its deployer chose.
 * @throws What the chain answers where it could not be asked.
 */
export async function readToken(
  { client }: Pick<World, "client">,
  address: Address,
): Promise<TokenFacts | undefined> {
  const token = { address, abi: erc20Abi } as const;
  const decimals = await client
    .readContract({ ...token, functionName: "decimals" })
    .catch(undefinedOfContract);
  if (decimals === undefined) return undefined;
  const symbol = await client.readContract({ ...token, functionName: "symbol" }).catch(undefinedOfContract);
  return { symbol, decimals };
}

/** A contract that has no such function, or answers something else; a line that is down is no answer. */
function undefinedOfContract(error: unknown): undefined {
  const isOfChain =
    error instanceof BaseError && error.walk((cause) => cause instanceof HarnessError) !== null;
  if (isOfChain || !(error instanceof ContractFunctionExecutionError)) throw error;
  return undefined;
}
