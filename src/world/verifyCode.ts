import { type Address, type Hex, keccak256 } from "viem";
import { type CanonicalContract, canonicalV1 } from "./canonical/canonicalV1.ts";
import { codeStoreFile, readStoredCodes } from "./canonical/codeStore.ts";
import { missingOfStartale, missingOfV1 } from "./canonical/manifest.ts";
import { pinnedChainId } from "./canonical/pinnedChainId.ts";
import { pinnedHash } from "./canonical/pinnedHash.ts";
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
export interface VerifiedPiece {
  readonly name: string;
  readonly address: Address;
  /** keccak256 of the runtime code that the manifest pins. */
  readonly pinned: Hex;
  /** keccak256 of the code that is there; undefined where there is none. */
  readonly actual?: Hex;
  /** `same`: as pinned. `other`: other code. `absent`: no code. */
  readonly state: "same" | "other" | "absent";
  /** Whether a world of SmartSession v1 is made of it. */
  readonly needed: boolean;
  /** Whether it holds values of its chain, and this is not the chain that it is pinned on: nothing is wrong then. */
  readonly ofAnotherChain: boolean;
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
  const pieces = manifest.map((piece, index) => hold(piece, codes[index] ?? "0x", chainId));
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

function hold(canonical: CanonicalContract, code: Hex, chainId: number): VerifiedPiece {
  const { name, address, runtimeCodeHash } = canonical;
  const pinnedHere = pinnedHash(canonical, chainId);
  const pinned = pinnedHere ?? runtimeCodeHash;
  const piece = { name, address, pinned, needed: neededByV1.has(name), ofAnotherChain: false };
  if (code === "0x") return { ...piece, state: "absent" };
  const actual = keccak256(code);
  if (actual === pinned) return { ...piece, actual, state: "same" };
  return { ...piece, actual, state: "other", ofAnotherChain: pinnedHere === undefined };
}
