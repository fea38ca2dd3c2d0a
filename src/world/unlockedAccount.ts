import { type Address, isAddress } from "viem";
import { ChainNotLocalError } from "../errors/world.ts";
import type { World } from "./World.ts";

/**
 * The first account that a local chain signs for by itself.
 *
 * @param world The chain.
 * @returns Its address.
 * @throws ChainNotLocalError where the chain has none.
 */
export async function unlockedAccount({
  provider,
  chainId,
}: Pick<World, "provider" | "chainId">): Promise<Address> {
  const accounts: unknown = await provider.request({ method: "eth_accounts" });
  if (Array.isArray(accounts) && isAddress(accounts[0])) return accounts[0];
  throw new ChainNotLocalError({ chainId, cause: "eth_accounts: the chain has no unlocked account" });
}
