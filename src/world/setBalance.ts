import { type Address, numberToHex } from "viem";
import type { World } from "./World.ts";

/**
 * Gives an address on a local chain a balance.
 *
 * @param world A local world.
 * @param address Whose balance.
 * @param balance In wei.
 */
export async function setBalance(world: World, address: Address, balance: bigint): Promise<void> {
  await world.provider.request({
    method: "hardhat_setBalance",
    params: [address, numberToHex(balance)],
  });
}
