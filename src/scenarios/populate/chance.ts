import { type Hex, keccak256, type LocalAccount, stringToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";

/** What is drawn by a seed: the same seed, the same draws. */
export interface Chance {
  readonly seed: number;
  /** A whole number from 0 on, less than this. */
  below(bound: number): number;
  /** One of a list that is not empty. */
  pick<Item>(items: readonly Item[]): Item;
  /** Whether something happens that happens as often as this, 0 to 1. */
  happens(probability: number): boolean;
  /** 32 bytes by name, whatever else is drawn. */
  bytes(name: string): Hex;
  /** A key by name, whatever else is drawn. */
  key(name: string): LocalAccount;
}

/**
 * Draws by a seed (mulberry32).
 *
 * @param seed A whole number; its 32 lowest bits count for the numbers, all of it for keys and bytes.
 * @returns The draws. They are for simulated chains: whoever has the seed has the keys.
 */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  const bytes = (name: string) => keccak256(stringToBytes(`populate ${seed} ${name}`));
  return {
    seed,
    below,
    pick: <Item>(items: readonly Item[]) => items[below(items.length)] as Item,
    happens: (probability) => next() < probability,
    bytes,
    key: (name) => privateKeyToAccount(bytes(`key ${name}`)),
  };
}
