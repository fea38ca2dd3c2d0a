import { z } from "zod";
import { type Environment, readEnvironment } from "../config/environment.ts";
import { complain, parseInput } from "../config/parseInput.ts";
import { readCodeStore } from "./canonical/codeStore.ts";
import { betaManifest, missingOfV1, v1Manifest } from "./canonical/manifest.ts";
import type { Piece } from "./canonical/Piece.ts";
import type { Release, ReleaseName } from "./Release.ts";
import { beta } from "./releases/beta.ts";
import { v1 } from "./releases/v1.ts";

/** Which release of SmartSession a world is to hold. */
export interface ReleaseOptions {
  /** Default: what the environment says, else v1 where the code store holds it, else the beta. */
  readonly release?: ReleaseName | undefined;
  /** The folder of the code store. Default: what the environment says, else in the user's cache folder. */
  readonly codeStore?: string | undefined;
}

const optionsSchema = z.strictObject(
  {
    release: z
      .enum(["v1", "beta"], { error: complain("is not a release of SmartSession", "Give v1 or beta.") })
      .optional(),
    codeStore: z
      .string({ error: complain("is not a folder", "Give the path of the code store's folder.") })
      .optional(),
  },
  { error: complain("are not options of a world", "Give { release?, codeStore? }, or nothing.") },
);

/** A release that a world can be made of, or why it cannot. */
export interface ReleasePresence {
  readonly name: ReleaseName;
  /** The pieces that the code store lacks; none where the release is there. */
  readonly missing: readonly string[];
}

/**
 * Tells which releases of SmartSession a world can be made of on this machine.
 *
 * @param options The folder of the code store.
 * @returns v1 and the beta, the one that is preferred first.
 * @throws CodeStoreError where the code store cannot be read.
 */
export function findReleases(options: Pick<ReleaseOptions, "codeStore"> = {}): readonly ReleasePresence[] {
  const store = readCodeStore(options.codeStore);
  return [
    { name: "v1", missing: missingOfV1(store) },
    { name: "beta", missing: [] },
  ];
}

/**
 * Chooses the release of a local world: the one that is asked for, else v1 where the code store holds it, else the
 * beta.
 *
 * @param options What is asked for.
 * @param environment What the environment says of it. Default: this process's.
 * @returns The release, and the contracts that belong to it.
 * @throws InvalidInputError where that is no release; ReleaseNotPresentError, CodeStoreError.
 */
export function chooseRelease(
  options: ReleaseOptions,
  environment: Pick<Environment, "release"> = readEnvironment(process.env),
): {
  readonly release: Release;
  readonly pieces: readonly Piece[];
} {
  const given = parseInput(optionsSchema, options, "options");
  const name = given.release ?? (environment.release === "all" ? undefined : environment.release);
  if (name === "beta") return { release: beta, pieces: betaManifest };
  const store = readCodeStore(given.codeStore);
  if (name === undefined && missingOfV1(store).length > 0) return { release: beta, pieces: betaManifest };
  return { release: v1, pieces: v1Manifest(store) };
}
