import { type Address, erc20Abi, parseAbi, RpcError, RpcRequestError } from "viem";
import { HarnessError } from "../errors/HarnessError.ts";
import { knownError } from "../outcome/knownError.ts";
import type { World } from "../world/World.ts";

/** What an ERC-20 token says of itself: its deployer chose it. */
export interface TokenFacts {
  /** At most 64 characters; undefined where it says none. */
  readonly symbol: string | undefined;
  /** Undefined where it says more than the 255 that ERC-20 knows. */
  readonly decimals: number | undefined;
}

/** A symbol has some letters: what is longer is cut. */
const longestSymbol = 64;
const mostDecimals = 255n;

/** ERC-20's `uint8`, as wide as what is answered may be: viem does not hold it to its range. */
const decimalsAbi = parseAbi(["function decimals() view returns (uint256)"]);

/**
 * Asks a contract whether it is an ERC-20 token: an ERC-721, whose functions look the same, has no `decimals`.
 *
 * @param world The chain.
 * @param address The contract.
 * @returns What it says; undefined where it is no ERC-20 token.
 * @throws What the chain answers where it could not be asked, or is asked too much.
 */
export async function readToken(
  { client }: Pick<World, "client">,
  address: Address,
): Promise<TokenFacts | undefined> {
  const decimals = await client
    .readContract({ address, abi: decimalsAbi, functionName: "decimals" })
    .catch(undefinedOfContract);
  if (decimals === undefined) return undefined;
  const symbol = await client
    .readContract({ address, abi: erc20Abi, functionName: "symbol" })
    .catch(undefinedOfContract);
  return {
    symbol: symbol === undefined ? undefined : [...symbol].slice(0, longestSymbol).join(""),
    decimals: decimals > mostDecimals ? undefined : Number(decimals),
  };
}

/** How a chain says that the contract failed: what it says else is no answer of the contract's. */
const failed = /revert|opcode|out of gas|stack|jump/i;

/** A contract that has no such function, or answers something else. */
function undefinedOfContract(error: unknown): undefined {
  const known = knownError(error);
  if (known instanceof HarnessError) throw error;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ((at instanceof RpcError || at instanceof RpcRequestError) && !failed.test(at.details)) throw error;
  }
  return undefined;
}
