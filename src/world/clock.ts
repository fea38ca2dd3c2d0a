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
 */
export async function setChainTime(world: World, timestamp: bigint): Promise<void> {
  await world.provider.request({
    method: "evm_setNextBlockTimestamp",
    params: [`0x${timestamp.toString(16)}`],
  });
}
