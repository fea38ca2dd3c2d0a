import { type Address, numberToHex } from "viem";
import { parseInput } from "../config/parseInput.ts";
import { addressSchema, weiSchema } from "../config/schemas.ts";
import { cheat } from "./cheat.ts";
import type { World } from "./World.ts";

/**
 * Gives an address on a local chain a balance.
 *
 * @param world A local world.
 * @param address Whose balance.
 * @param balance In wei.
 * @throws InvalidInputError where either cannot be meant.
 */
export async function setBalance(world: World, address: Address, balance: bigint): Promise<void> {
  await cheat(world.provider, "setBalance", [
    parseInput(addressSchema, address, "address"),
    numberToHex(parseInput(weiSchema, balance, "balance")),
  ]);
}
