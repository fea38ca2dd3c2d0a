import { concat, type Hex, hexToNumber, keccak256 } from "viem";
import { CodeRefusedError, type RefusedCode, WrongChainError } from "../errors/canonical.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { type CanonicalContract, canonicalV1 } from "./canonical/canonicalV1.ts";
import { addToCodeStore, codeStoreFile, readCodeStore, type StoredCode } from "./canonical/codeStore.ts";
import { creatorOf } from "./canonical/creatorOf.ts";
import { type Artifact, findArtifacts } from "./canonical/findArtifacts.ts";
import { findLiterals } from "./canonical/findLiterals.ts";
import { missingOfStartale, missingOfV1 } from "./canonical/manifest.ts";
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
 * Takes the canonical contracts' code from build artifacts (Foundry's or Hardhat's), and from literals in Solidity
 * files (deployment scripts), and keeps it in the code store. A name says nothing: code is taken where it is runtime
 * code with the hash that the manifest pins, or creation code with such a hash, which then leaves that runtime code at
 * the canonical address. Where the manifest knows the constructor's arguments, the creation code may be without them.
 *
 * @param parameters The folder, a chain to run creation code on, and where the code is kept.
 * @returns What is kept, what the folder does not have, and what v1 still lacks.
 * @throws InvalidInputError, field `from`, where the folder is not there, or holds no artifact and no literal of any piece;
 * CodeRefusedError naming every artifact of a contract of which none is as pinned, and every creation code whose
 * constructor calls a piece that is not there; WrongChainError and
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
  const candidates = findCandidates(from, manifest);
  const actual = hexToNumber(await provider.request({ method: "eth_chainId" }));
  if (actual !== pinnedChainId) throw new WrongChainError({ expected: pinnedChainId, actual });

  const found: StoredCode[] = [];
  const refused: RefusedCode[] = [];
  const stored = readCodeStore(codeStore, manifest);
  /** What a constructor may call: what was found before it, and what the store holds. */
  const codeOfPiece = (wanted: string) =>
    (found.find(({ name }) => name === wanted) ?? stored.get(wanted))?.code;
  // In the manifest's order: what a constructor calls comes before it.
  const names = [...new Set(manifest.map(artifactName))].filter((name) =>
    candidates.some((one) => one.name === name),
  );
  for (const [index, name] of names.entries()) {
    const tries: Try[] = [];
    for (const piece of manifest.filter((one) => artifactName(one) === name)) {
      const callees = (piece.constructorNeeds ?? []).map((needed): Needed => {
        const address = manifest.find((one) => one.name === needed)?.address;
        return { name: needed, address, code: codeOfPiece(needed) };
      });
      const ofName = candidates.filter((one) => one.name === name);
      tries.push(...(await tryOut({ provider, piece, callees }, ofName)));
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
    missingOfStartale: missingOfStartale(store),
  };
}

/** What is named like a piece, and the literals that are one by their hash, whatever their file is called. */
function findCandidates(from: string, manifest: readonly CanonicalContract[]): readonly Artifact[] {
  const artifacts = findArtifacts(from, new Set(manifest.map(artifactName)));
  const literals = findLiterals(from);
  const ofPieces = literals.flatMap(({ file, code }) =>
    manifest
      .filter((piece) => isPinned(piece, code))
      .map((piece): Artifact => ({ name: artifactName(piece), file, creation: code, runtime: code })),
  );
  if (artifacts.length + ofPieces.length === 0) throw nothingFound(from, literals.length);
  return [...artifacts, ...ofPieces];
}

const isPinned = (piece: CanonicalContract, code: Hex): boolean =>
  keccak256(code) === piece.runtimeCodeHash || initCodeOf(piece, code) !== undefined;

/** Creation code as it was run, the constructor's arguments appended; undefined where it is not the one pinned. */
function initCodeOf({ initCodeHash, constructorArgs = "0x" }: CanonicalContract, code: Hex): Hex | undefined {
  return [code, concat([code, constructorArgs])].find((one) => keccak256(one) === initCodeHash);
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

/** A piece that a constructor calls, as far as it is there. */
interface Needed {
  readonly name: string;
  readonly address: CanonicalContract["address"] | undefined;
  readonly code: Hex | undefined;
}

/** What artifacts are held against, and where creation code is run. */
interface Trial {
  readonly provider: PullCodeParameters["provider"];
  readonly piece: CanonicalContract;
  readonly callees: readonly Needed[];
}

/** Holds artifacts against a piece, up to the first that is it. */
async function tryOut(trial: Trial, candidates: readonly Artifact[]): Promise<readonly Try[]> {
  const tries: Try[] = [];
  for (const artifact of candidates) {
    const tried = { piece: trial.piece, artifact, ...(await codeOf(trial, artifact)) };
    if (tried.code) return [tried];
    tries.push(tried);
  }
  return tries;
}

async function codeOf(
  { provider, piece, callees }: Trial,
  { creation, runtime, problem }: Artifact,
): Promise<Pick<Try, "code" | "problem">> {
  const { address, initCodeHash, runtimeCodeHash } = piece;
  if (problem) return { problem };
  if (runtime && keccak256(runtime) === runtimeCodeHash) return { code: runtime };
  if (!creation) return { problem: "names libraries that it is not linked to" };
  const initCode = initCodeOf(piece, creation);
  if (!initCode) {
    const hashes = `${runtime ? keccak256(runtime) : "none"}, that of its creation code ${keccak256(creation)}`;
    const pinned = `${runtimeCodeHash} and ${initCodeHash}`;
    return {
      problem: `has other code: the hash of its runtime code is ${hashes}, the manifest pins ${pinned}`,
    };
  }
  const lacking = callees.filter(({ code }) => !code).map(({ name }) => name);
  if (lacking.length > 0) {
    const where = "neither in the folder nor in the code store";
    return {
      problem: `has the creation code that is pinned, which cannot be run: its constructor calls ${lacking.join(", ")}, ${where}`,
    };
  }
  const creator = { address, deployer: creatorOf(piece) };
  const called = callees.flatMap(({ address: at, code }) => (at && code ? [{ address: at, code }] : []));
  const left = await runInitCode(provider, creator, initCode, called);
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

function nothingFound(from: string, literals: number): InvalidInputError {
  const others =
    literals > 0 ? `; of the long literals in its Solidity files (${literals}), none is one` : "";
  return new InvalidInputError([
    {
      field: "from",
      value: from,
      problem: `holds no build artifact of a canonical contract${others}`,
      remedy:
        "Give the folder that a build wrote its artifacts to (Foundry's out, Hardhat's artifacts), or one with deployment scripts that hold the code.",
    },
  ]);
}
