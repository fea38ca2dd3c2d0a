import { numberToHex } from "viem";
import { parseInput } from "../config/parseInput.ts";
import { timestampSchema } from "../config/schemas.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { World } from "./World.ts";

/**
 * The time of the chain: the timestamp that a block mined now would have.
 *
 * @param world The world.
 * @returns Unix seconds.
 */
export async function chainTime(world: World): Promise<bigint> {
  return (await world.client.getBlock({ blockTag: "pending" })).timestamp;
}

/**
 * Sets the clock of a local chain: the next block has exactly this timestamp, and time goes on from there.
 *
 * @param world A local world.
 * @param timestamp Unix seconds; not before the latest block.
 * @throws InvalidInputError where it is.
 */
export async function setChainTime(world: World, timestamp: bigint): Promise<void> {
  const time = parseInput(timestampSchema, timestamp, "timestamp");
  const latest = await world.client.getBlock();
  if (time < latest.timestamp) {
    throw new InvalidInputError([
      {
        field: "timestamp",
        value: time,
        problem: `is before the latest block (${latest.timestamp})`,
        remedy: "Give a later one: a chain's time does not run back. A snapshot (evm_revert) restores it.",
      },
    ]);
  }
  await world.provider.request({ method: "evm_setNextBlockTimestamp", params: [numberToHex(time)] });
}
