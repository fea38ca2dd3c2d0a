import { readEnvironment } from "../config/environment.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { readCodeStore } from "./canonical/codeStore.ts";
import { missingOfV1 } from "./canonical/manifest.ts";
import type { Piece } from "./canonical/Piece.ts";
import { place } from "./canonical/place.ts";
import { chooseRelease, type ReleaseOptions } from "./chooseRelease.ts";
import { type Chain, connectChain } from "./connectChain.ts";
import type { Eip1193Provider } from "./Eip1193Provider.ts";
import { findStanding } from "./findStanding.ts";
import { forkManifest } from "./forkManifest.ts";
import type { Release, ReleaseName } from "./Release.ts";
import { readStanding } from "./readStanding.ts";
import { v1 } from "./releases/v1.ts";
import type { SimulatedWorld } from "./World.ts";

/**
 * Makes a world of a chain that code can be put on: EntryPoint v0.7, SmartSession, its policies and session
 * validator, and the contracts of the accounts. What already stands there stays.
 *
 * On a fork (`hardhat_metadata` tells) SmartSession v1 is its chain's own: every canonical contract is held against
 * the hash that the manifest pins first, and account code that the chain lacks is put there from packages.
 *
 * @param provider The chain: Hardhat's simulated network in the process, or a node over HTTP.
 * @param options Which release of SmartSession a local chain holds. Default: what the environment says
 * (SMART_SESSIONS_RELEASE), else the one that stands there, else v1 where the code store holds it, else the beta.
 * @returns The world: what sits where, and the release of SmartSession that it holds.
 * @throws InvalidInputError where that is no provider, or no release; ReleaseNotPresentError and CodeStoreError where
 * the code store does not hold what was asked for; ChainUnreachableError where it does not answer;
 * ChainCodeError where a fork's canonical contracts are not as pinned; WrongChainError where it was made of a chain
 * with another id; ChainNotLocalError where the chain lets no code be set; CodeHashMismatchError or
 * CodeNotFoundError where a package does not hold the code that the manifest pins; PlacementError.
 * @example
 * ```ts
 * const { provider } = await network.create();
 * const world = await createWorld(provider);
 * ```
 */
export async function createWorld(
  provider: Eip1193Provider,
  options: ReleaseOptions = {},
): Promise<SimulatedWorld> {
  return makeWorld(await connectChain(provider), options);
}

/**
 * Makes a world of a chain that was connected; see {@link createWorld}.
 *
 * @param chain The chain.
 * @param options Which release of SmartSession.
 * @param keeps Whether other code that stands in a contract's place is refused. Default: it is replaced.
 * @returns The world.
 * @throws What {@link createWorld} throws.
 */
export async function makeWorld(
  chain: Chain,
  options: ReleaseOptions = {},
  keeps = false,
): Promise<SimulatedWorld> {
  const { release, pieces, origin } = await findContents(chain, options);
  const contracts = await place({ ...chain, pieces, origin, keeps });
  const { chainId, client, provider, instance, forked } = chain;
  return {
    kind: forked ? "fork" : "local",
    chainId,
    ...(instance !== undefined && { instance }),
    ...(forked && { forked }),
    release,
    contracts,
    client,
    provider,
  };
}

/** What a world is made of. */
interface Contents {
  readonly release: Release;
  readonly pieces: readonly Piece[];
  /** Where its contracts come from, where they are taken as they stand. */
  readonly origin?: string;
}

/** What stands on the chain already, else what is asked for, else what there is. A fork is its chain's, and has v1. */
async function findContents(chain: Chain, options: ReleaseOptions): Promise<Contents> {
  const standing = chain.forked ? "v1" : await findStanding(chain);
  const asked = askedFor(options);
  if (standing !== undefined && asked !== undefined && asked !== standing) {
    throw new InvalidInputError([
      {
        field: options.release === undefined ? "SMART_SESSIONS_RELEASE" : "release",
        value: asked,
        problem: `is not what ${chain.forked ? "a fork" : "this chain"} holds: SmartSession ${standing} stands there`,
        remedy: "Leave it out, or use a chain of its own.",
      },
    ]);
  }
  // Whoever serves a chain has a code store; who uses it need not.
  const lacksCode = () => missingOfV1(readCodeStore(options.codeStore)).length > 0;
  if (chain.forked || (standing === "v1" && lacksCode())) {
    return {
      release: v1,
      pieces: forkManifest(await readStanding(chain)),
      origin: `chain ${chain.forked?.chainId ?? chain.chainId}`,
    };
  }
  return chooseRelease({ ...options, release: asked ?? standing });
}

function askedFor({ release }: ReleaseOptions): ReleaseName | undefined {
  const { release: byEnvironment } = readEnvironment(process.env);
  return release ?? (byEnvironment === "all" ? undefined : byEnvironment);
}
