import { type Address, type Hex, isAddress, numberToHex } from "viem";
import type { SessionEntry } from "../../session/SessionsFile.ts";
import { cheat } from "../../world/cheat.ts";
import { mined } from "../../world/mined.ts";
import { unlockedAccount } from "../../world/unlockedAccount.ts";
import type { World } from "../../world/World.ts";
import { deployPresets, type PresetTargets } from "../deployPresets.ts";
import type { ProvedTarget } from "./Proof.ts";

/** Takes every call, with any value, and does nothing (STOP). */
const acceptsEverything = "0x00";
/** Enough for any constructor of a chain that holds to EIP-170. */
const constructorGas = 10_000_000n;

/** The targets of a file's entries, in their order. */
export interface PreparedTargets {
  readonly targets: readonly ProvedTarget[];
  /** The presets' own: argument rules may name them as well. */
  readonly presets: PresetTargets;
}

/**
 * Sees to it that there is a contract at each target: what stands on the chain is used as it is, presets' targets are
 * deployed, a build artifact's constructor is run at the target's address; elsewhere a contract that accepts everything
 * is put in its place.
 *
 * @param world A simulated world.
 * @param entries The entries.
 * @param treasury Who is paid for NFTs.
 * @returns What each target is.
 */
export async function prepareTargets(
  world: World,
  entries: readonly SessionEntry[],
  treasury: Address,
): Promise<PreparedTargets> {
  const presets = await deployPresets(world, treasury);
  const targets: ProvedTarget[] = [];
  for (const entry of entries) {
    const known = targets.find(({ address }) => address === entry.target);
    targets.push(known ?? (await prepare(world, entry, presets)));
  }
  return { targets, presets };
}

async function prepare(
  world: World,
  { target, artifact, abi }: SessionEntry,
  presets: PresetTargets,
): Promise<ProvedTarget> {
  if (!isAddress(target)) return { address: presets[target as keyof PresetTargets], origin: "preset" };
  const code = await world.client.getCode({ address: target });
  if (code !== undefined && code !== "0x") return { address: target, origin: "chain" };
  const wanted = abi?.flatMap((item) => (item.type === "constructor" ? item.inputs : [])) ?? [];
  const runtime = artifact && wanted.length === 0 && (await construct(world, target, artifact.bytecode));
  if (runtime) return { address: target, origin: "artifact" };
  await cheat(world.provider, "setCode", [target, acceptsEverything]);
  const note = artifact
    ? wanted.length > 0
      ? "its artifact's constructor takes arguments"
      : "its artifact's constructor reverts"
    : "there is no code at its address, and no build artifact is given";
  return { address: target, origin: "standIn", note };
}

/** Runs creation code at an address, so that its storage and its immutables are what the constructor makes them. */
async function construct(world: World, address: Address, creation: Hex): Promise<boolean> {
  const { provider } = world;
  await cheat(provider, "setCode", [address, creation]);
  const from = await unlockedAccount(world);
  const call = { from, to: address, gas: numberToHex(constructorGas) };
  try {
    const runtime: Hex = await provider.request({ method: "eth_call", params: [call, "latest"] });
    const hash = await provider.request({ method: "eth_sendTransaction", params: [call] });
    const { status } = await mined(provider, hash);
    if (status !== "success" || runtime === "0x") return false;
    await cheat(provider, "setCode", [address, runtime]);
    return true;
  } catch {
    return false; // it reverts
  }
}
