import type { Hex } from "viem";
import { readCodeStore } from "../../src/world/canonical/codeStore.ts";

/**
 * A genuine contract's runtime code, checked against its hash.
 *
 * @param name What the manifest of v1 calls it.
 * @returns The code, out of the code store that the run uses.
 */
export function genuineCode(name: string): Hex {
  const stored = readCodeStore().get(name);
  if (!stored) throw new Error(`the code store does not hold ${name}`);
  return stored.code;
}
