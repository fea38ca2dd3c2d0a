import { HarnessError } from "../errors/HarnessError.ts";
import { knownError } from "../outcome/knownError.ts";

/** How many blocks are asked for at once, at first, and at most. */
const [firstWidth, widest] = [256n, 1_000_000n];

/** Blocks, both included. */
export interface BlockRange {
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

/** What was read of a range. */
export interface RangeRead<Read> {
  readonly read: Read;
  /** The last block that was read: before the range's, where there was too much in it. */
  readonly toBlock: bigint;
  /** How much was in the range's answer: 1 is as much as there should be. Default: little. */
  readonly fullness?: number;
}

/**
 * Reads blocks range by range, in as wide ranges as the RPC answers: narrower after a refusal, wider again after answers.
 *
 * @param blocks All of them.
 * @param read Asks for a range, and may take less of it than it was asked for.
 * @returns What `read` gives, range by range.
 * @throws What the RPC answers to the range of a single block; an error of this library at once: a line that is down is no
 * range that is too wide.
 */
export async function* readRanges<Read>(
  { fromBlock, toBlock }: BlockRange,
  read: (range: BlockRange) => Promise<RangeRead<Read>>,
): AsyncGenerator<Read, void, undefined> {
  let width = firstWidth;
  /** A width that was refused; answers make it forgotten. */
  let refused = widest + 1n;
  for (let from = fromBlock; from <= toBlock; ) {
    const to = least(from + width - 1n, toBlock);
    let answer: RangeRead<Read>;
    try {
      answer = await read({ fromBlock: from, toBlock: to });
    } catch (error) {
      // An RPC limits ranges, or the logs of one answer, in words of its own: a narrower range tells.
      if (from === to || knownError(error) instanceof HarnessError) throw error;
      refused = to - from + 1n;
      width = refused / 2n;
      continue;
    }
    const { fullness = 0 } = answer;
    const isWhole = answer.toBlock === to;
    const taken = answer.toBlock - from + 1n;
    from = answer.toBlock + 1n;
    refused = least(refused + refused / 8n + 1n, widest + 1n);
    width = isWhole && fullness < 0.5 ? least(width * 2n, refused - 1n) : taken;
    if (fullness > 1) width = width > 1n ? width / 2n : 1n;
    yield answer.read;
  }
}

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
