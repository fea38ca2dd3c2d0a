import { type CanonicalContract, canonicalV1 } from "./canonical/canonicalV1.ts";
import { codeStoreFile, readStoredCodes } from "./canonical/codeStore.ts";
import { type HeldPiece, holdPiece } from "./canonical/holdPiece.ts";
import { missingOfStartale, missingOfV1 } from "./canonical/manifest.ts";
import { pinnedChainId } from "./canonical/pinnedChainId.ts";
import { type OnProgress, readChainCodes } from "./canonical/readChainCodes.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";

/** What is verified. */
export interface VerifyCodeParameters {
  /** The chain. Default: none, the code store is verified. */
  readonly provider?: Eip1193Provider | undefined;
  /** The id that the chain has to have. Default: whichever it has. */
  readonly chainId?: number | undefined;
  /** The folder of the code store. Default: what the environment says, else in the user's cache folder. */
  readonly codeStore?: string | undefined;
  /** The pieces. Default: those of SmartSession v1. */
  readonly manifest?: readonly CanonicalContract[] | undefined;
  /** Told how far it is, where a chain is asked. */
  readonly onProgress?: OnProgress | undefined;
}

/** A piece, held against the manifest. */
export interface VerifiedPiece extends HeldPiece {
  /** Whether a world of SmartSession v1 is made of it. */
  readonly needed: boolean;
}

/** A chain or the code store, held against the manifest. */
export interface VerifiedCode {
  /** What was verified: `chain 1946`, or the code store's file. */
  readonly what: string;
  readonly pieces: readonly VerifiedPiece[];
  /** What is not there, or not as pinned, of what SmartSession v1 needs. */
  readonly missing: readonly string[];
  /** What is not there, or not as pinned, of the Startale account, without which v1 is whole. */
  readonly missingOfStartale: readonly string[];
  /** Whether all that v1 needs is there, and all that is there is as pinned, or is of another chain. */
  readonly ok: boolean;
}

/**
 * Holds the canonical contracts' code against the hashes that the manifest pins: on a chain, or in the code store.
 *
 * @param parameters What is verified.
 * @returns Each piece's state, and whether v1 is whole.
 * @throws WrongChainError where the chain has another id; CodeNotReadError where it does not answer; CodeStoreError
 * where the code store cannot be read.
 */
export async function verifyCode({
  provider,
  chainId: expected,
  codeStore,
  manifest = canonicalV1,
  onProgress,
}: VerifyCodeParameters = {}): Promise<VerifiedCode> {
  const { what, chainId, codes } = provider
    ? await onChain(provider, { manifest, chainId: expected, onProgress })
    : inStore(manifest, codeStore);
  const pieces = manifest.map((piece, index) => ({
    ...holdPiece(piece, codes[index] ?? "0x", chainId),
    needed: neededByV1.has(piece.name),
  }));
  const same = pieces.flatMap(({ name, state }, index) =>
    state === "same" ? [[name, { name, code: codes[index] ?? "0x", source: what }] as const] : [],
  );
  const held = new Map(same);
  const missing = missingOfV1(held);
  return {
    what,
    pieces,
    missing,
    missingOfStartale: missingOfStartale(held),
    ok:
      missing.length === 0 &&
      pieces.every(({ state, ofAnotherChain }) => state !== "other" || ofAnotherChain),
  };
}

async function onChain(...parameters: Parameters<typeof readChainCodes>) {
  const { chainId, codes } = await readChainCodes(...parameters);
  return { what: `chain ${chainId}`, chainId, codes };
}

function inStore(manifest: readonly CanonicalContract[], folder?: string) {
  const stored = new Map(readStoredCodes(folder).map(({ name, code }) => [name, code]));
  const codes = manifest.map(({ name }) => stored.get(name) ?? "0x");
  return { what: codeStoreFile(folder), chainId: pinnedChainId, codes };
}

const neededByV1: ReadonlySet<string> = new Set(missingOfV1(new Map()));
