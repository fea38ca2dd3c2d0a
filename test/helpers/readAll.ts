import type { Address } from "viem";
import type { World } from "../../src/index.ts";
import { readUsage } from "../../src/usage/readUsage.ts";
import type { UsageFact } from "../../src/usage/UsageFact.ts";

/**
 * Reads all facts from a block up to the latest.
 *
 * @param world The chain.
 * @param fromBlock The first block.
 * @param accounts Whose sessions. Default: every account's.
 * @returns The facts, in their order.
 */
export async function readAll(
  world: World,
  fromBlock: bigint,
  accounts?: readonly Address[],
): Promise<readonly UsageFact[]> {
  const toBlock = await world.client.getBlockNumber();
  const facts: UsageFact[] = [];
  for await (const chunk of readUsage(world, { fromBlock, toBlock, accounts })) facts.push(...chunk.facts);
  return facts;
}
