import { createHarness } from "../../harness.ts";
import type { Eip1193Provider } from "../../world/Eip1193Provider.ts";

/** Making a chain, and then a world on it, in milliseconds. */
export interface SetUp<Time> {
  /** `createChain`: nothing of this library. */
  readonly chain: Time;
  /** `createHarness` on the chain that is there. */
  readonly world: Time;
}

/**
 * Times what a test waits for before it begins.
 *
 * @param createChain A fresh local chain.
 * @returns The times.
 * @throws What making the chain and the world throws.
 */
export async function timeSetUp(createChain: () => Promise<Eip1193Provider>): Promise<SetUp<number>> {
  const begun = performance.now();
  const provider = await createChain();
  const made = performance.now();
  await createHarness({ provider });
  return { chain: made - begun, world: performance.now() - made };
}
