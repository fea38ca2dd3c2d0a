import fc, { type Arbitrary } from "fast-check";
import {
  type Abi,
  type Address,
  bytesToHex,
  concat,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  numberToHex,
  size,
  slice,
} from "viem";
import { callers, type Step } from "./stage.ts";

/** The greatest number of a size. */
export const maxOf = (bits: number) => 2n ** BigInt(bits) - 1n;
/** The greatest word. */
export const maxWord = maxOf(256);

/** Who is meant: a session's config, an account of it, and the multiplexer that asks. */
export interface Scope {
  readonly by: Address;
  readonly account: Address;
  readonly id: Hex;
}

/** The accounts that sessions belong to. */
export const accounts = [
  "0xacc0000000000000000000000000000000000001",
  "0xacc0000000000000000000000000000000000002",
] as const satisfies readonly Address[];

const ids = [numberToHex(1n, { size: 32 }), numberToHex(maxWord)] as const;
const multiplexers = [callers[0], callers[1]] as const;

/** All that may be meant. */
export const scopes: readonly Scope[] = multiplexers.flatMap((by) =>
  accounts.flatMap((account) => ids.map((id) => ({ by, account, id }))),
);

/**
 * Draws the first of some values most of the time, that calls meet each other; and the others, that they must not.
 *
 * @param values The values.
 * @param often How many times more often the first is drawn than any other.
 * @returns The draw.
 */
export const mostly = <Value>(values: readonly [Value, ...Value[]], often = 8): Arbitrary<Value> =>
  fc.oneof(
    { weight: often, arbitrary: fc.constant(values[0]) },
    ...values.slice(1).map((value) => ({ weight: 1, arbitrary: fc.constant(value) })),
  );

/** Draws who is meant: mostly the same. */
export const scope: Arbitrary<Scope> = fc.record({
  by: mostly(multiplexers, 12),
  account: mostly(accounts, 12),
  id: mostly(ids, 12),
});

/**
 * Draws a small number, that sums meet their limits, or one at the end of its size, that they overflow.
 *
 * @param bits The size.
 * @param most The greatest of the small ones.
 * @returns The draw.
 */
export const amount = (bits = 256, most = 5): Arbitrary<bigint> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.bigInt(0n, BigInt(most)) },
    { weight: 1, arbitrary: fc.constantFrom(maxOf(bits), maxOf(bits) - 1n, 2n ** BigInt(bits - 1)) },
  );

/** Draws some bytes. */
export const bytes = (maxLength: number, minLength = 0): Arbitrary<Hex> =>
  fc.uint8Array({ minLength, maxLength, size: "max" }).map((array) => bytesToHex(array));

/**
 * Draws a length of data: as it is, some bytes short, or with something behind it.
 *
 * @param data The data.
 * @param often How many times more often it is left as it is.
 * @returns The draw.
 */
export const resized = (data: Arbitrary<Hex>, often = 12): Arbitrary<Hex> =>
  fc.oneof(
    { weight: often, arbitrary: data },
    {
      weight: 1,
      arbitrary: fc.tuple(data, fc.oneof(fc.constant(1), fc.nat(70))).map(([whole, less]) => {
        const length = Math.max(0, size(whole) - less);
        return length === 0 ? "0x" : slice(whole, 0, length);
      }),
    },
    { weight: 1, arbitrary: fc.tuple(data, bytes(40, 1)).map(concat) },
  );

/** What a word is replaced by where data is spoilt: what points far, and what has more bits than its type. */
const spoilt: Arbitrary<(word: bigint, length: bigint) => bigint> = fc.oneof(
  fc
    .constantFrom(0n, 1n, 31n, 32n, 64n, 2n ** 64n, 2n ** 64n - 1n, 2n ** 255n, maxWord)
    .map((to) => () => to),
  fc.constantFrom(8n, 48n, 64n, 128n, 160n, 255n).map((bit) => (word: bigint) => word ^ (1n << bit)),
  fc
    .constantFrom(-64n, -33n, -32n, -31n, -1n, 1n)
    .map((by) => (word: bigint) => BigInt.asUintN(256, word + by)),
  fc
    .constantFrom(-96n, -64n, -33n, -32n, -31n, -1n, 0n)
    .map((by) => (_: bigint, length: bigint) => BigInt.asUintN(256, length + by)),
);

/**
 * Draws data with one of its words replaced, now and then.
 *
 * @param data The data.
 * @param start Where its words start.
 * @param often How many times more often it is left as it is.
 * @param most How many of its words may be replaced, from the start. Default: all.
 * @returns The draw.
 */
export const withSpoiltWord = (
  data: Arbitrary<Hex>,
  start: number,
  often = 12,
  most = Number.POSITIVE_INFINITY,
): Arbitrary<Hex> =>
  fc.oneof(
    { weight: often, arbitrary: data },
    {
      weight: 1,
      arbitrary: fc.tuple(data, fc.nat(), spoilt).map(([whole, index, spoil]) => {
        const words = Math.min(most, Math.floor((size(whole) - start) / 32));
        if (words <= 0) return whole;
        const at = start + 32 * (index % words);
        const word = hexToBigInt(slice(whole, at, at + 32));
        const spoiltWord = numberToHex(spoil(word, BigInt(size(whole) - start)), { size: 32 });
        return concat([
          slice(whole, 0, at),
          spoiltWord,
          at + 32 < size(whole) ? slice(whole, at + 32) : "0x",
        ]);
      }),
    },
  );

/**
 * Draws calls of a function: with their arguments as they are drawn, and now and then with call data that is too
 * short, or with a word that is not its type's.
 *
 * @param abi Where the function is.
 * @param kind The function.
 * @param drawn Who calls it, with which arguments.
 * @param spoilable How many words of its arguments may be spoilt, from the first. Default: all.
 * @returns The draw.
 */
export function calls(
  abi: Abi,
  kind: string,
  drawn: Arbitrary<{ readonly by: Address; readonly args: readonly unknown[] }>,
  spoilable?: number,
): Arbitrary<Step> {
  const whole = drawn.map((one) => call(abi, kind, one.by, one.args));
  return fc.oneof(
    { weight: 20, arbitrary: whole },
    {
      weight: 1,
      arbitrary: whole.chain((step) =>
        resized(withSpoiltWord(fc.constant(step.data), 4, 1, spoilable), 1).map((data) =>
          data === step.data ? step : { ...step, data, text: `${step.text} with the call data ${data}` },
        ),
      ),
    },
  );
}

/**
 * One call.
 *
 * @param abi Where the function is.
 * @param kind The function.
 * @param by Who calls it.
 * @param args Its arguments.
 * @returns The call.
 */
export function call(abi: Abi, kind: string, by: Address, args: readonly unknown[]): Step {
  const data = encodeFunctionData({ abi, functionName: kind, args });
  return {
    by,
    data,
    kind,
    text: `${callers.indexOf(by as never)}: ${kind}(${args.map(readable).join(", ")})`,
  };
}

function readable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(readable).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${key}: ${readable(one)}`)
      .join(", ")} }`;
  }
  return String(value);
}
