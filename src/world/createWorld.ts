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
import type { World } from "./World.ts";

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
export async function createWorld(provider: Eip1193Provider, options: ReleaseOptions = {}): Promise<World> {
  const chain = await connectChain(provider);
  const { release, pieces } = chain.forked ? await ofFork(chain, options) : await ofLocal(chain, options);
  const contracts = await place({ ...chain, pieces });
  const { chainId, client, forked } = chain;
  return {
    kind: forked ? "fork" : "local",
    chainId,
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
}

/** A local chain holds what is asked for, else what stands on it already, else what there is. */
async function ofLocal(chain: Chain, options: ReleaseOptions): Promise<Contents> {
  const standing = await findStanding(chain);
  const asked = askedFor(options);
  const release = asked ?? standing;
  if (standing !== undefined && release !== standing && isRelease(release)) {
    throw new InvalidInputError([
      {
        field: options.release === undefined ? "SMART_SESSIONS_RELEASE" : "release",
        value: release,
        problem: `is not what stands on this chain, SmartSession ${standing}: others may be using it`,
        remedy: "Leave it out, or use a chain of its own.",
      },
    ]);
  }
  if (release !== "v1" || standing !== "v1") return chooseRelease({ ...options, release });
  // Whoever serves the chain has a code store; who uses it need not.
  if (missingOfV1(readCodeStore(options.codeStore)).length > 0) return asItStands(chain);
  return chooseRelease({ ...options, release });
}

/** A fork holds what its chain holds: nobody's users meet another SmartSession there. */
async function ofFork(chain: Chain, options: ReleaseOptions): Promise<Contents> {
  const release = askedFor(options);
  if (release !== undefined && release !== "v1") {
    throw new InvalidInputError([
      {
        field: options.release === undefined ? "SMART_SESSIONS_RELEASE" : "release",
        value: release,
        problem: "is not what a fork holds: it has SmartSession v1, as its chain does",
        remedy: "Leave it out, or run on a local chain: without --network.",
      },
    ]);
  }
  return asItStands(chain);
}

const asItStands = async (chain: Chain): Promise<Contents> => ({
  release: v1,
  pieces: forkManifest(await readStanding(chain)),
});

/** What is no release is refused where one is chosen. */
const isRelease = (release: ReleaseName | undefined) => release === "v1" || release === "beta";

function askedFor({ release }: ReleaseOptions): ReleaseName | undefined {
  const { release: byEnvironment } = readEnvironment(process.env);
  return release ?? (byEnvironment === "all" ? undefined : byEnvironment);
}
