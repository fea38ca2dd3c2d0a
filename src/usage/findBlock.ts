import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { parseTime, timePattern } from "../session/parseTime.ts";
import type { World } from "../world/World.ts";

/** What a block is asked for as: where a period begins, or where it ends. */
export type PeriodBound = "from" | "to";

/**
 * Finds the block that a person means, by its number or by a time.
 *
 * @param world The chain.
 * @param bound Which bound of a period it is: the first block that is not before the time, or the last that is not after it.
 * @param written The number, as decimal digits; `latest`; or a time: ISO 8601 with a zone, or Unix seconds behind an `@`.
 * @param field What it was given by. Default: the bound.
 * @returns The block's number.
 * @throws InvalidInputError where it is none of these, or the chain has no such block.
 * @example
 * ```ts
 * const fromBlock = await findBlock(world, "from", "2026-11-01T00:00:00Z");
 * ```
 */
export async function findBlock(
  { client }: Pick<World, "client">,
  bound: PeriodBound,
  written: string,
  field: string = bound,
): Promise<bigint> {
  const head = await client.getBlock();
  if (/^\d+$/.test(written)) {
    const number = BigInt(written);
    if (number <= head.number) return number;
    throw refuse(field, written, `is after the chain's last block, ${head.number}`);
  }
  if (written === "latest") return head.number;
  const time = readTime(field, written);
  const timeOf = async (blockNumber: bigint) => (await client.getBlock({ blockNumber })).timestamp;

  // The first block after the time, or for `from` the first that is not before it; one past the head where there is none.
  const isBehind = (timestamp: bigint) => (bound === "from" ? timestamp >= time : timestamp > time);
  let [least, most] = [0n, head.number + 1n];
  while (least < most) {
    const middle = (least + most) / 2n;
    if (isBehind(await timeOf(middle))) most = middle;
    else least = middle + 1n;
  }
  const found = bound === "from" ? least : least - 1n;
  if (found >= 0n && found <= head.number) return found;
  const problem =
    bound === "from"
      ? `is after the chain's last block, which is of ${head.timestamp}`
      : "is before the chain's first block";
  throw refuse(field, written, problem);
}

function readTime(field: string, written: string): bigint {
  const text = written.startsWith("@") ? written.slice(1) : written;
  const isTime = timePattern.test(text) && /^\d+$/.test(text) === written.startsWith("@");
  if (!isTime) throw refuse(field, written, "is neither a block nor a time");
  const time = parseTime(text);
  if (typeof time !== "bigint") throw refuse(field, written, time.problem);
  return time;
}

const refuse = (field: string, value: string, problem: string) =>
  new InvalidInputError([
    {
      field,
      value,
      problem,
      remedy:
        "Give a block's number, a time (2026-11-01T00:00:00Z), or Unix seconds behind an @: @1793491200.",
    },
  ]);
