import { SnapshotLostError } from "../../errors/prove.ts";
import type { Eip1193Provider } from "../../world/Eip1193Provider.ts";

/** A state of a simulated chain, to which it is put back as often as it takes. */
export interface Snapshots {
  /** Puts the chain back. Throws SnapshotLostError where somebody else has put it back to before. */
  restore(): Promise<void>;
}

/**
 * Takes a snapshot of a simulated chain.
 *
 * @param provider The chain.
 * @returns Puts the chain back, each time.
 */
export async function snapshotsOf(provider: Eip1193Provider): Promise<Snapshots> {
  // A chain forgets a snapshot when it is put back to it.
  let id: unknown = await provider.request({ method: "evm_snapshot" });
  return {
    async restore() {
      const isBack = await provider.request({ method: "evm_revert", params: [id] });
      if (isBack !== true) throw new SnapshotLostError();
      id = await provider.request({ method: "evm_snapshot" });
    },
  };
}
