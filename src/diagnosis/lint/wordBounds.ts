import { hexToBigInt, slice } from "viem";
import type { Comparison } from "../../session/parseArgumentRule.ts";

/** What comparisons leave of a word of the call data. */
export interface WordBounds {
  readonly least: bigint;
  readonly most: bigint;
  /** Single values that are left out. */
  readonly except: readonly bigint[];
}

const greatest = 2n ** 256n - 1n;

/** The greatest word that a target takes for a type. */
const mostOf = (type: string): bigint => {
  if (type === "bool") return 1n;
  const bits = type === "address" ? 160 : Number(/^uint(\d+)$/.exec(type)?.[1] ?? 256);
  return 2n ** BigInt(bits) - 1n;
};

/**
 * What comparisons leave of one word. They compare without a sign (UniActionPolicy).
 *
 * @param comparisons The comparisons, of other words as well.
 * @param offset Where the word begins, in bytes.
 * @param type The argument's ABI type. Default: any word.
 * @returns The least and the greatest that they all let pass; least above most where that is nothing.
 */
export function wordBounds(comparisons: readonly Comparison[], offset: bigint, type = ""): WordBounds {
  let [least, most] = [0n, type === "" ? greatest : mostOf(type)];
  const except: bigint[] = [];
  const atLeast = (bound: bigint) => {
    least = bound > least ? bound : least;
  };
  const atMost = (bound: bigint) => {
    most = bound < most ? bound : most;
  };
  for (const comparison of comparisons) {
    if (comparison.offset !== offset) continue;
    const ref = hexToBigInt(comparison.ref);
    switch (comparison.condition) {
      case "equal":
        atLeast(ref);
        atMost(ref);
        break;
      case "notEqual":
        except.push(ref);
        break;
      case "lessThan":
        atMost(ref - 1n);
        break;
      case "lessThanOrEqual":
        atMost(ref);
        break;
      case "greaterThan":
        atLeast(ref + 1n);
        break;
      case "greaterThanOrEqual":
        atLeast(ref);
        break;
      case "inRange":
        atLeast(hexToBigInt(slice(comparison.ref, 0, 16)));
        atMost(hexToBigInt(slice(comparison.ref, 16, 32)));
        break;
    }
    if (comparison.maxTotal !== undefined) atMost(comparison.maxTotal);
  }
  return { least, most, except };
}
