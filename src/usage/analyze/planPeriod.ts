import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import type { World } from "../../world/World.ts";
import type { AnalyzeParameters } from "../AnalyzeParameters.ts";
import type { Plan } from "./Plan.ts";

/** How many blocks behind its head a live chain is taken for settled that does not say itself. */
const depth = 64n;

/**
 * Finds out what is to be read.
 *
 * @param world The chain.
 * @param parameters What was asked for.
 * @returns The period's blocks, and which of them are settled.
 * @throws InvalidInputError where there is no such period.
 */
export async function planPeriod(world: World, parameters: AnalyzeParameters): Promise<Plan> {
  const { accounts, checkpoint, onProgress = () => {}, signal } = parameters;
  const head = await world.client.getBlockNumber();
  const beginning = world.forked?.blockNumber ?? 0n;
  const fromBlock = parameters.fromBlock ?? beginning;
  const toBlock = parameters.toBlock ?? head;
  const readFrom = parameters.readFrom ?? least(beginning, fromBlock);
  if (toBlock > head) throw refuse("toBlock", toBlock, `is after the chain's last block, ${head}`);
  if (fromBlock > toBlock)
    throw refuse("fromBlock", fromBlock, `is after the period's last block, ${toBlock}`);
  if (readFrom > fromBlock)
    throw refuse("readFrom", readFrom, `is after the period's first block, ${fromBlock}`);
  const settled = least(toBlock, await lastSettled(world, head));
  return { readFrom, fromBlock, toBlock, settled, accounts, checkpoint, onProgress, signal };
}

async function lastSettled({ client, kind }: World, head: bigint): Promise<bigint> {
  if (kind !== "live") return head;
  try {
    return (await client.getBlock({ blockTag: "finalized" })).number;
  } catch {
    return head - depth; // not every RPC knows the word; what one says that is down, the reading says as well
  }
}

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);

const refuse = (field: string, value: bigint, problem: string) =>
  new InvalidInputError([{ field, value, problem, remedy: "Give an earlier block, or leave it out." }]);
