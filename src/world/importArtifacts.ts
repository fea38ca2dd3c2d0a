import { type Hex, hexToNumber, keccak256 } from "viem";
import { CodeRefusedError, type RefusedCode, WrongChainError } from "../errors/canonical.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { type CanonicalContract, canonicalV1 } from "./canonical/canonicalV1.ts";
import { addToCodeStore, codeStoreFile, type StoredCode } from "./canonical/codeStore.ts";
import { type Artifact, findArtifacts } from "./canonical/findArtifacts.ts";
import { missingOfV1 } from "./canonical/manifest.ts";
import { pinnedChainId } from "./canonical/pinnedChainId.ts";
import { runInitCode } from "./canonical/runInitCode.ts";
import type { PullCodeParameters, PulledCode } from "./pullCode.ts";

/** Where the build artifacts are, and where the code is kept. */
export interface ImportArtifactsParameters extends Omit<PullCodeParameters, "chainId"> {
  /** The folder: it is searched with all that is below it. */
  readonly from: string;
  /** A chain to run creation code on: a local one, with Soneium Minato's id (1946). */
  readonly provider: PullCodeParameters["provider"];
}

const source = "build artifacts";

/**
 * Takes the canonical contracts' code from build artifacts (Foundry's or Hardhat's), and keeps it in the code store.
 * A name says nothing: an artifact is taken where its runtime code has the hash that the manifest pins, or where its
 * creation code has, and then leaves that runtime code at the canonical address.
 *
 * @param parameters The folder, a chain to run creation code on, and where the code is kept.
 * @returns What is kept, what the folder does not have, and what v1 still lacks.
 * @throws InvalidInputError, field `from`, where the folder is not there, or holds no artifact of any piece;
 * CodeRefusedError naming every artifact of a contract of which none is as pinned; WrongChainError and
 * ChainNotLocalError where the chain is not such a one; CodeStoreError. What the store held before is then untouched.
 * @example
 * ```ts
 * const { provider } = await network.create();
 * await importArtifacts({ from: "../smartsessions/artifacts", provider });
 * ```
 */
export async function importArtifacts({
  from,
  provider,
  codeStore,
  manifest = canonicalV1,
  onProgress,
  write,
}: ImportArtifactsParameters): Promise<PulledCode> {
  const artifacts = findArtifacts(from, new Set(manifest.map(artifactName)));
  if (artifacts.length === 0) throw nothingFound(from);
  const actual = hexToNumber(await provider.request({ method: "eth_chainId" }));
  if (actual !== pinnedChainId) throw new WrongChainError({ expected: pinnedChainId, actual });

  const found: StoredCode[] = [];
  const refused: RefusedCode[] = [];
  const names = [...new Set(artifacts.map(({ name }) => name))];
  for (const [index, name] of names.entries()) {
    const tries: Try[] = [];
    for (const piece of manifest.filter((one) => artifactName(one) === name)) {
      const candidates = artifacts.filter((one) => one.name === name);
      tries.push(...(await tryOut(provider, piece, candidates)));
    }
    const taken = tries.flatMap(({ piece, code }) => (code ? [{ name: piece.name, code, source }] : []));
    found.push(...taken);
    if (taken.length === 0) refused.push(...tries.map(toRefused));
    onProgress?.(index + 1, names.length);
  }
  if (refused.length > 0) throw new CodeRefusedError({ refused });

  const store = addToCodeStore(found, codeStore, write, manifest);
  const kept = found.map(({ name }) => name);
  return {
    source,
    file: codeStoreFile(codeStore),
    kept,
    ofAnotherChain: [],
    absent: manifest.map(({ name }) => name).filter((name) => !kept.includes(name)),
    missing: missingOfV1(store),
  };
}

const artifactName = ({ name, artifact }: CanonicalContract): string => artifact ?? name;

/** An artifact held against a piece. */
interface Try {
  readonly piece: CanonicalContract;
  readonly artifact: Artifact;
  /** The runtime code, where it is the one that is pinned. */
  readonly code?: Hex;
  /** Why it is not, continuing "it …". */
  readonly problem?: string;
}

/** Holds artifacts against a piece, up to the first that is it. */
async function tryOut(
  provider: PullCodeParameters["provider"],
  piece: CanonicalContract,
  candidates: readonly Artifact[],
): Promise<readonly Try[]> {
  const tries: Try[] = [];
  for (const artifact of candidates) {
    const tried = { piece, artifact, ...(await codeOf(provider, piece, artifact)) };
    if (tried.code) return [tried];
    tries.push(tried);
  }
  return tries;
}

async function codeOf(
  provider: PullCodeParameters["provider"],
  piece: CanonicalContract,
  { creation, runtime, problem }: Artifact,
): Promise<Pick<Try, "code" | "problem">> {
  const { address, initCodeHash, runtimeCodeHash } = piece;
  if (problem) return { problem };
  if (runtime && keccak256(runtime) === runtimeCodeHash) return { code: runtime };
  if (!creation) return { problem: "names libraries that it is not linked to" };
  if (keccak256(creation) !== initCodeHash) {
    const hashes = `${runtime ? keccak256(runtime) : "none"}, that of its creation code ${keccak256(creation)}`;
    const pinned = `${runtimeCodeHash} and ${initCodeHash}`;
    return {
      problem: `has other code: the hash of its runtime code is ${hashes}, the manifest pins ${pinned}`,
    };
  }
  const left = await runInitCode(provider, piece, creation);
  if (left && keccak256(left) === runtimeCodeHash) return { code: left };
  const leaves = left ? `code with the hash ${keccak256(left)}` : "no code";
  return {
    problem: `has the creation code that is pinned, which leaves ${leaves} at ${address}, not ${runtimeCodeHash}`,
  };
}

function toRefused({ piece, artifact, problem }: Try): RefusedCode {
  const { name, runtimeCodeHash: expected } = piece;
  const actual = artifact.runtime && keccak256(artifact.runtime);
  return { name, source: artifact.file, expected, actual, problem };
}

function nothingFound(from: string): InvalidInputError {
  return new InvalidInputError([
    {
      field: "from",
      value: from,
      problem: "holds no build artifact of a canonical contract",
      remedy: "Give the folder that a build wrote its artifacts to: Foundry's out, Hardhat's artifacts.",
    },
  ]);
}
