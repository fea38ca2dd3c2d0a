import { type Abi, type Hex, toFunctionSelector, toFunctionSignature } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import { presets } from "../../session/presets.ts";
import type { KnownSession } from "../AnalyzeParameters.ts";

/**
 * The functions whose signatures are known: those that this machine's sessions grant, and those of the presets' contracts.
 * Elsewhere the same selector may be another function.
 *
 * @param known This machine's sessions.
 * @returns Signatures by selector, in lower case.
 */
export function knownSignatures(known: readonly KnownSession[]): ReadonlyMap<string, string> {
  const ofPresets = Object.values(presets).flatMap(({ contract }) =>
    (contractArtifact(contract).abi as Abi).flatMap((item) =>
      item.type === "function" ? [[toFunctionSelector(item), toFunctionSignature(item)] as const] : [],
    ),
  );
  const granted = known.flatMap(({ function: { selector, signature } }) =>
    signature === undefined ? [] : [[selector.toLowerCase() as Hex, signature] as const],
  );
  return new Map([...ofPresets, ...granted]);
}
