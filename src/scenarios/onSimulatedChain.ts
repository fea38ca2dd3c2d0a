import { ChainNotLocalError } from "../errors/world.ts";
import { createHarness, type Harness } from "../harness.ts";
import { connectChain } from "../world/connectChain.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import { openWorld } from "../world/openWorld.ts";
import { snapshotsOf } from "./prove/snapshotsOf.ts";

/**
 * Works on a simulated chain, which is put back to what it was, also where the work fails.
 *
 * @param provider The chain. What stands there is taken as it stands: other code is refused, not replaced.
 * @param work What is done, with a harness on the chain.
 * @returns What the work gives.
 * @throws ChainNotLocalError for a chain that is not simulated; what `createHarness` and `openWorld` throw;
 * SnapshotLostError where somebody else has put the chain back meanwhile.
 */
export async function onSimulatedChain<Result>(
  provider: Eip1193Provider,
  work: (harness: Harness) => Promise<Result>,
): Promise<Result> {
  const { chainId, instance } = await connectChain(provider);
  if (instance === undefined) {
    throw new ChainNotLocalError({ chainId, cause: "hardhat_metadata: nobody simulates this chain" });
  }
  const before = await snapshotsOf(provider);
  const working = async () => {
    await openWorld(provider);
    return work(await createHarness({ provider }));
  };
  const result = await working().catch(async (error: unknown) => {
    await before.restore().catch(() => undefined); // what went wrong first is what is worth knowing
    throw error;
  });
  await before.restore();
  return result;
}
