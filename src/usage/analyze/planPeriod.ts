import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import type { World } from "../../world/World.ts";
import type { AnalyzeParameters } from "../AnalyzeParameters.ts";
import { settledBlock } from "../settledBlock.ts";
import type { Plan } from "./Plan.ts";

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
  // A simulated chain ends with its process: what is kept of it is of use until then, or until it is put back.
  const settled = await settledBlock(world, head, world.instance === undefined ? undefined : 0n);
  return {
    readFrom,
    fromBlock,
    toBlock,
    isToHead: parameters.toBlock === undefined,
    settled: least(toBlock, settled),
    accounts,
    checkpoint,
    onProgress,
    signal,
  };
}

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);

const refuse = (field: string, value: bigint, problem: string) =>
  new InvalidInputError([{ field, value, problem, remedy: "Give an earlier block, or leave it out." }]);
