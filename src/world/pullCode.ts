import { type CanonicalContract, canonicalV1 } from "./canonical/canonicalV1.ts";
import { addToCodeStore, codeStoreFile, type WriteFile } from "./canonical/codeStore.ts";
import { missingOfStartale, missingOfV1 } from "./canonical/manifest.ts";
import { pinnedChainId } from "./canonical/pinnedChainId.ts";
import { type OnProgress, readChainCodes } from "./canonical/readChainCodes.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";

/** Where the canonical code is pulled from, and where it is kept. */
export interface PullCodeParameters {
  /** The chain. */
  readonly provider: Eip1193Provider;
  /** The id that the chain has to have. Default: whichever it has. */
  readonly chainId?: number | undefined;
  /** The folder of the code store. Default: what the environment says, else in the user's cache folder. */
  readonly codeStore?: string | undefined;
  /** The pieces. Default: those of SmartSession v1. */
  readonly manifest?: readonly CanonicalContract[] | undefined;
  /** Told how far it is. */
  readonly onProgress?: OnProgress | undefined;
  /** How the store's file is written. Default: whole or not at all. */
  readonly write?: WriteFile | undefined;
}

/** What a pull came to. */
export interface PulledCode {
  /** Where the code came from: `chain 1946`, `build artifacts`. */
  readonly source: string;
  /** The file of the code store. */
  readonly file: string;
  /** The pieces that are now kept, each as pinned. */
  readonly kept: readonly string[];
  /** The pieces whose code holds values of another chain than they are pinned on: they were left alone. */
  readonly ofAnotherChain: readonly string[];
  /** The pieces that were not there. */
  readonly absent: readonly string[];
  /** What the code store still lacks of SmartSession v1; none where a world of v1 can be made. */
  readonly missing: readonly string[];
  /** What it lacks of the Startale account, without which v1 is whole. */
  readonly missingOfStartale: readonly string[];
}

/**
 * Reads the canonical contracts' code from a chain, holds each against the hash that the manifest pins, and keeps
 * it in the code store: all that the chain has, or nothing. A piece that holds values of its chain is pinned as it
 * is on Soneium Minato, and left alone on another.
 *
 * @param parameters The chain, and where the code is kept.
 * @returns What is kept, what the chain does not have, and what v1 still lacks.
 * @throws WrongChainError where the chain has another id; CodeNotReadError where it does not answer; CodeRefusedError
 * naming every code that is not as pinned; CodeStoreError. What the store held before is then untouched.
 * @example
 * ```ts
 * await pullCode({ provider: httpProvider(url, { batch: true, retryCount: 3 }), chainId: 1946 });
 * ```
 */
export async function pullCode({
  provider,
  chainId: expected,
  codeStore,
  manifest = canonicalV1,
  onProgress,
  write,
}: PullCodeParameters): Promise<PulledCode> {
  const { chainId, codes } = await readChainCodes(provider, { manifest, chainId: expected, onProgress });
  const source = `chain ${chainId}`;
  const read = manifest.map(({ name }, index) => ({ name, code: codes[index] ?? "0x", source }));
  const ofAnotherChain = new Set(
    chainId === pinnedChainId
      ? []
      : manifest.flatMap(({ name, runtimeImmutables }) => (runtimeImmutables ? [name] : [])),
  );
  const found = read.filter(({ name, code }) => code !== "0x" && !ofAnotherChain.has(name));
  const store = addToCodeStore(found, codeStore, write, manifest);
  return {
    source,
    file: codeStoreFile(codeStore),
    kept: found.map(({ name }) => name),
    ofAnotherChain: [...ofAnotherChain],
    absent: read.filter(({ code }) => code === "0x").map(({ name }) => name),
    missing: missingOfV1(store),
    missingOfStartale: missingOfStartale(store),
  };
}
