import type { World, WorldContract } from "../world/World.ts";

/** A world as plain data. */
export interface WorldDescription {
  readonly kind: World["kind"];
  readonly chainId: number;
  readonly forked?: World["forked"];
  readonly release: string;
  readonly contracts: readonly WorldContract[];
}

/**
 * A world as plain data, for machines.
 *
 * @param world The world.
 * @returns Its chain, release and contracts.
 */
export function describeWorld({ kind, chainId, forked, release, contracts }: World): WorldDescription {
  return {
    kind,
    chainId,
    ...(forked && { forked }),
    release: release.name,
    contracts: Object.values(contracts),
  };
}
