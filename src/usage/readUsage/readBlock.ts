import type { World } from "../../world/World.ts";
import type { UsageFact } from "../UsageFact.ts";
import { lifecycleFacts } from "./lifecycleFacts.ts";
import { readUses } from "./readUses.ts";
import type { UsageLog } from "./usageLogs.ts";

/**
 * Reads the facts of a block.
 *
 * @param world The chain.
 * @param logs Its logs, in their order; at least one.
 * @returns The facts, in their order; undefined where the chain's block is another than the one that the logs are of.
 */
export async function readBlock(
  world: World,
  logs: readonly UsageLog[],
): Promise<readonly UsageFact[] | undefined> {
  const operations = logs.filter((log) => log.eventName === "UserOperationEvent");
  const { hash, timestamp, transactions } = await world.client.getBlock({
    blockNumber: (logs[0] as UsageLog).blockNumber,
    includeTransactions: operations.length > 0,
  });
  if (logs.some(({ blockHash }) => blockHash !== hash)) return undefined;
  const whole = transactions.filter((one) => typeof one !== "string");
  const uses = await readUses(world, operations, whole, timestamp);
  return [...lifecycleFacts(logs, timestamp, uses), ...uses].toSorted(
    (one, other) => one.logIndex - other.logIndex,
  );
}
