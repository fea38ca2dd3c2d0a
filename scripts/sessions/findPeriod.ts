import { findBlock, InvalidInputError, type PeriodBound, type World } from "../../src/index.ts";

/** A period as a person gives it; undefined where he does not. */
export interface WrittenPeriod {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly readFrom: string | undefined;
}

/**
 * Finds the blocks that a person means.
 *
 * @param world The chain.
 * @param written What was given.
 * @returns The blocks; undefined where none was given.
 * @throws InvalidInputError that names the option, where there is no such block, or none in the period.
 */
export async function findPeriod(world: World, written: WrittenPeriod) {
  const block = async (field: keyof WrittenPeriod, bound: PeriodBound) => {
    const text = written[field];
    return text === undefined ? undefined : findBlock(world, bound, text, field);
  };
  const fromBlock = await block("from", "from");
  const toBlock = await block("to", "to");
  const readFrom = await block("readFrom", "from");
  demandOrder("from", written.from, fromBlock, ["--to", toBlock]);
  demandOrder("readFrom", written.readFrom, readFrom, ["--from", fromBlock]);
  return { fromBlock, toBlock, readFrom };
}

function demandOrder(
  field: keyof WrittenPeriod,
  value: string | undefined,
  block: bigint | undefined,
  [other, limit]: readonly [string, bigint | undefined],
): void {
  if (block === undefined || limit === undefined || block <= limit) return;
  const problem = `is block ${block}, and ${other} is block ${limit}: there is none between`;
  const remedy = `Give an earlier one, or a later ${other}.`;
  throw new InvalidInputError([{ field, value, problem, remedy }]);
}
