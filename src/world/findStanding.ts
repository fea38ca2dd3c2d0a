import { type Address, type Hex, keccak256 } from "viem";
import { canonicalV1 } from "./canonical/canonicalV1.ts";
import { betaManifest } from "./canonical/manifest.ts";
import type { ReleaseName } from "./Release.ts";
import type { World } from "./World.ts";

/** Where each release of SmartSession stands, and the keccak256 of its runtime code. */
const places = [...v1Place(), ...betaPlace()];

/**
 * Tells which release of SmartSession stands on a chain.
 *
 * @param chain The chain.
 * @returns The release, v1 where both do; undefined where neither does.
 */
export async function findStanding({ client }: Pick<World, "client">): Promise<ReleaseName | undefined> {
  const codes = await Promise.all(places.map(({ address }) => client.getCode({ address })));
  return places.find(({ hash }, index) => keccak256(codes[index] ?? "0x") === hash)?.name;
}

interface Place {
  readonly name: ReleaseName;
  readonly address: Address;
  readonly hash: Hex;
}

function v1Place(): readonly Place[] {
  return canonicalV1
    .filter(({ name }) => name === "SmartSession")
    .map(({ address, runtimeCodeHash: hash }) => ({ name: "v1", address, hash }));
}

function betaPlace(): readonly Place[] {
  return betaManifest.flatMap(({ name, code, placement }) =>
    name === "SmartSession" && "hash" in code && placement.how === "set"
      ? [{ name: "beta" as const, address: placement.address, hash: code.hash }]
      : [],
  );
}
