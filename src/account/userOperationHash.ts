import type { Hex } from "viem";
import { getUserOperationHash, type UserOperation } from "viem/account-abstraction";
import type { World } from "../world/World.ts";

/**
 * The hash of a user operation: what its account or session signs, and what EntryPoint knows it by.
 *
 * @param world The chain and the EntryPoint that the hash is for.
 * @param userOperation The operation; its signature is not part of the hash.
 * @returns 32 bytes (ERC-4337 v0.7, `EntryPoint.getUserOpHash`).
 */
export function userOperationHash(world: World, userOperation: UserOperation<"0.7">): Hex {
  return getUserOperationHash({
    chainId: world.chainId,
    entryPointAddress: world.contracts.EntryPoint.address,
    entryPointVersion: "0.7",
    userOperation,
  });
}
