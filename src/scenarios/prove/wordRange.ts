import { hexToBigInt, slice } from "viem";
import type { Comparison } from "../../session/parseArgumentRule.ts";

/** What a word of the call data may be. */
export interface WordRange {
  readonly least: bigint;
  readonly most: bigint;
  readonly except: readonly bigint[];
}

const greatest = 2n ** 256n - 1n;
/** Every word. */
export const anyWord: WordRange = { least: 0n, most: greatest, except: [] };

/**
 * What a word may be so that every comparison holds for it (UniActionPolicy compares without a sign).
 *
 * @param comparisons The comparisons of that word.
 * @returns The range; empty (`least` above `most`) where they contradict each other.
 */
export function wordRange(comparisons: readonly Comparison[]): WordRange {
  return comparisons.map(rangeOf).reduce(
    (one, other) => ({
      least: one.least > other.least ? one.least : other.least,
      most: one.most < other.most ? one.most : other.most,
      except: [...one.except, ...other.except],
    }),
    anyWord,
  );
}

function rangeOf({ condition, ref }: Comparison): WordRange {
  const bound = hexToBigInt(ref);
  switch (condition) {
    case "equal":
      return { least: bound, most: bound, except: [] };
    case "notEqual":
      return { ...anyWord, except: [bound] };
    case "lessThan":
      return { ...anyWord, most: bound - 1n };
    case "lessThanOrEqual":
      return { ...anyWord, most: bound };
    case "greaterThan":
      return { ...anyWord, least: bound + 1n };
    case "greaterThanOrEqual":
      return { ...anyWord, least: bound };
    case "inRange":
      return { least: hexToBigInt(slice(ref, 0, 16)), most: hexToBigInt(slice(ref, 16, 32)), except: [] };
  }
}

/**
 * Whether a word is in a range.
 *
 * @param range The range.
 * @param word The word.
 * @returns Whether it is.
 */
export const isInRange = ({ least, most, except }: WordRange, word: bigint): boolean =>
  word >= least && word <= most && !except.includes(word);

/**
 * The least word of a range, or the one that is preferred where that is in it.
 *
 * @param range The range.
 * @param preferred What is taken where it may be.
 * @returns The word; undefined where the range is empty.
 */
export function wordIn(range: WordRange, preferred: bigint = range.least): bigint | undefined {
  if (isInRange(range, preferred)) return preferred;
  let word = range.least;
  while (range.except.includes(word)) word += 1n;
  return isInRange(range, word) ? word : undefined;
}

/**
 * What words beyond a comparison's bound are: just outside, at both ends where it has two.
 *
 * @param comparison The comparison.
 * @returns The words; none where every word is inside.
 */
export function wordsBeyond({ condition, ref }: Comparison): readonly bigint[] {
  const bound = hexToBigInt(ref);
  if (condition === "notEqual") return [bound];
  if (condition === "equal") return [bound ^ 1n];
  const { least, most } = rangeOf({ condition, ref, offset: 0n });
  return [least - 1n, most + 1n].filter((word) => word >= 0n && word <= greatest);
}

/**
 * Parts an amount into words that may each be: as many as it takes, together exactly as much where that can be.
 *
 * @param total The amount.
 * @param range What each may be.
 * @param atMost How many there may be.
 * @returns The words and, to go beyond the amount by as little as can be, one more; undefined where it takes too many,
 * or none is greater than 0.
 */
export function partInto(
  total: bigint,
  { least, most }: WordRange,
  atMost: number,
): { readonly words: readonly bigint[]; readonly beyond: bigint } | undefined {
  if (most <= 0n || least > most) return undefined;
  const needed = (total + most - 1n) / most;
  if (needed > BigInt(atMost)) return undefined;
  // As many as reach the amount; where the least of each is more than that together, one less.
  const count = needed * least > total ? total / least : needed;
  let rest = total - count * least;
  const words = Array.from({ length: Number(count) }, () => {
    const more = rest < most - least ? rest : most - least;
    rest -= more;
    return least + more;
  });
  const beyond = rest + 1n > least ? rest + 1n : least;
  return beyond > most ? undefined : { words, beyond };
}
