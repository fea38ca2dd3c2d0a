import type { Address, Hex } from "viem";
import type { PresetTargets } from "../scenarios/deployPresets.ts";
import type { World } from "../world/World.ts";
import { worldReport } from "./worldReport.ts";

/** An account that the served chain has funded, and its key, which is no secret. */
export interface ServedKey {
  readonly address: Address;
  readonly privateKey: Hex;
}

/** A world that is served over HTTP. */
export interface ServedWorld {
  readonly rpcUrl: string;
  /** A bundler's JSON-RPC. Undefined: none is served. */
  readonly bundlerUrl?: string;
  readonly chainId: number;
  readonly world: World;
  readonly targets: PresetTargets;
  /** None where the accounts are not Hardhat's public ones. */
  readonly keys: readonly ServedKey[];
}

/**
 * Says what is served, and where.
 *
 * @param served What is served.
 * @returns A few lines of text, without a line break at the end.
 */
export function serveReport({ world, rpcUrl, bundlerUrl, chainId, targets, keys }: ServedWorld): string {
  const lines = [
    ["RPC", rpcUrl],
    ["bundler", bundlerUrl ?? "none: the library brings the instant bundler; --bundler alto serves alto"],
    ["chain id", String(chainId)],
    ["Counter", targets.counter],
    ["Token", targets.token],
    ["Nft", targets.nft],
    ["Game", targets.game],
    ["Exchange", targets.exchange],
    ["Marketplace", targets.marketplace],
  ];
  return [
    worldReport(world),
    "",
    ...lines.map(([name = "", value]) => `${name.padEnd(12)}${value}`),
    "",
    ...describeKeys(keys),
  ].join("\n");
}

function describeKeys(keys: readonly ServedKey[]): readonly string[] {
  if (keys.length === 0) {
    return ["The chain's accounts are not Hardhat's public ones: their keys are not shown."];
  }
  return [
    "Funded test keys. They are Hardhat's public development keys, which everyone knows: never send real funds to them.",
    ...keys.map(({ address, privateKey }) => `  ${address}  ${privateKey}`),
  ];
}
