import { keccak256 } from "viem";
import { contractArtifact } from "../abis/contractArtifact.ts";
import { ChainCodeError, WrongChainError } from "../errors/canonical.ts";
import { type CanonicalName, canonicalV1 } from "./canonical/canonicalV1.ts";
import type { CodeStore } from "./canonical/codeStore.ts";
import { holdPiece } from "./canonical/holdPiece.ts";
import { missingOfV1 } from "./canonical/manifest.ts";
import { readChainCodes } from "./canonical/readChainCodes.ts";
import type { Chain } from "./connectChain.ts";

/** The registry has a stand-in in local worlds, and so in a fork of one that is served. */
const standIns: Partial<Record<CanonicalName, Parameters<typeof contractArtifact>[0]>> = {
  RhinestoneRegistry: "validators/OpenModuleRegistry",
};

/**
 * Reads the canonical contracts that stand on a chain, and holds each against the hash that the manifest pins.
 *
 * @param chain The chain.
 * @returns What it holds of the manifest, v1 whole. Left out: what holds values of its chain, where that is not the
 * one that it is pinned on, and what is a stand-in of this repository.
 * @throws ChainCodeError naming every contract whose code is another, and all that is missing of v1; WrongChainError
 * where the chain is a fork of one with another id; CodeNotReadError where it does not answer.
 */
export async function readStanding({ provider, chainId, forked }: Chain): Promise<CodeStore> {
  const origin = forked?.chainId ?? chainId;
  if (origin !== chainId) throw new WrongChainError({ expected: chainId, actual: origin });
  const { codes } = await readChainCodes(provider, { manifest: canonicalV1 });
  const source = `chain ${origin}`;
  const held = canonicalV1.map((piece, index) => {
    const code = codes[index] ?? "0x";
    return { ...holdPiece(piece, code, origin), name: piece.name, code };
  });
  const standing: CodeStore = new Map(
    held.flatMap(({ name, code, state }) => (state === "same" ? [[name, { name, code, source }]] : [])),
  );
  const others = held.filter(
    ({ name, actual, state, ofAnotherChain }) =>
      state === "other" && !ofAnotherChain && !isStandIn(name, actual),
  );
  const missing = held.filter(
    ({ name, state }) => state === "absent" && missingOfV1(standing).includes(name),
  );
  if (others.length + missing.length > 0) {
    throw new ChainCodeError({
      chainId: origin,
      blockNumber: forked?.blockNumber,
      pieces: [...others, ...missing],
    });
  }
  return standing;
}

function isStandIn(name: CanonicalName, hash: string | undefined): boolean {
  const contract = standIns[name];
  return contract !== undefined && keccak256(contractArtifact(contract).deployedBytecode) === hash;
}
