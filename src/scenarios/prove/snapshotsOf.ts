import type { Eip1193Provider } from "../../world/Eip1193Provider.ts";

/** A state of a simulated chain, to which it is put back as often as it takes. */
export interface Snapshots {
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
      await provider.request({ method: "evm_revert", params: [id] });
      id = await provider.request({ method: "evm_snapshot" });
    },
  };
}
