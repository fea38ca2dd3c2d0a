import { type CanonicalName, canonicalV1 } from "./canonical/canonicalV1.ts";
import type { CodeStore } from "./canonical/codeStore.ts";
import { v1Manifest } from "./canonical/manifest.ts";
import type { Piece } from "./canonical/Piece.ts";

/** What stands for a piece where the chain has it; where it has not, the piece comes from a package. */
const onChain: Partial<Record<Piece["name"], CanonicalName>> = {
  EntryPoint: "EntryPoint07",
  ModuleRegistry: "RhinestoneRegistry",
  Safe7579: "Safe7579-v1",
  Safe7579Launchpad: "Safe7579Launchpad-v1",
  Safe: "Safe",
  SafeProxyFactory: "SafeProxyFactory",
};

/**
 * What stands in a world of SmartSession v1 whose contracts are on the chain already.
 *
 * @param standing What the chain holds, each as pinned.
 * @returns The manifest: what the chain holds, and out of packages what it lacks.
 * @throws ReleaseNotPresentError where it does not hold v1 whole.
 */
export function forkManifest(standing: CodeStore): readonly Piece[] {
  return v1Manifest(standing).map((piece) => {
    const canonical = canonicalV1.find(({ name }) => name === onChain[piece.name]);
    const code = canonical && standing.get(canonical.name);
    return code ? { ...piece, code, placement: { how: "set", address: canonical.address } } : piece;
  });
}
