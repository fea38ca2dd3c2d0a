import { keccak256 } from "viem";
import type { Piece } from "./canonical/Piece.ts";
import type { World } from "./World.ts";

/**
 * The contracts of a manifest that stand on the chain it was made for.
 *
 * @param pieces The manifest; what a package has, and the chain has not, is left out.
 * @returns What sits where, by name.
 */
export function standingContracts(pieces: readonly Piece[]): World["contracts"] {
  const standing = pieces.flatMap(({ name, code, placement }) =>
    "source" in code && placement.how === "set"
      ? [
          {
            name,
            address: placement.address,
            origin: "genuine" as const,
            source: code.source,
            codeHash: keccak256(code.code),
          },
        ]
      : [],
  );
  return Object.fromEntries(standing.map((one) => [one.name, one])) as World["contracts"];
}
