import { type Address, type Hex, isAddress, numberToHex } from "viem";
import { type TargetName, targetNames } from "../../deployments/deploymentsSchema.ts";
import type { KnownAddresses } from "../../session/addressWords.ts";
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

/** Where targets stand on a chain, as far as that is known. */
export interface StandingTargets {
  /** Where an entry's target is said to stand; undefined where nobody says. */
  lookUp(entry: Pick<SessionEntry, "target">): Address | undefined;
  /** Those that were deployed, by their names: what argument rules are held to. */
  readonly targets: NonNullable<KnownAddresses["targets"]>;
}

/** The targets of a file's entries, in their order. */
export interface PreparedTargets {
  readonly targets: readonly ProvedTarget[];
  /** What names stand for: a target that is deployed on the chain, else the preset's own. */
  readonly presets: PresetTargets;
  /** Which of them stand on the chain. */
  readonly standing: ReadonlySet<TargetName>;
}

/**
 * Sees to it that there is a contract at each target: what stands on the chain is used as it is, by its name as well
 * where that is known; other presets' targets are deployed, a build artifact's constructor is run at the target's address; elsewhere a contract that accepts everything
 * is put in its place.
 *
 * @param world A simulated world.
 * @param entries The entries.
 * @param treasury Who is paid for NFTs.
 * @param deployed Where targets stand on the chain. Default: none is known to.
 * @returns What each target is.
 */
export async function prepareTargets(
  world: World,
  entries: readonly SessionEntry[],
  treasury: Address,
  deployed: StandingTargets = { lookUp: () => undefined, targets: {} },
): Promise<PreparedTargets> {
  const own = await deployPresets(world, treasury);
  const found = await Promise.all(
    targetNames.map(async (name) => [name, await standingAt(world, deployed.targets[name])] as const),
  );
  const standing = Object.fromEntries(found.filter(([, address]) => address !== undefined));
  const presets: PresetTargets = { ...own, ...standing };
  const targets: ProvedTarget[] = [];
  for (const entry of entries) {
    const known = targets.find(({ address }) => address === entry.target);
    const at = isAddress(entry.target) ? undefined : await standingAt(world, deployed.lookUp(entry));
    targets.push(known ?? (at ? { address: at, origin: "chain" } : await prepare(world, entry, own)));
  }
  return { targets, presets, standing: new Set(Object.keys(standing) as TargetName[]) };
}

/** An address where there is a contract. */
async function standingAt({ client }: World, address: Address | undefined): Promise<Address | undefined> {
  const code = address && (await client.getCode({ address }));
  return code === undefined || code === "0x" ? undefined : address;
}

async function prepare(
  world: World,
  { target, artifact, abi }: SessionEntry,
  presets: PresetTargets,
): Promise<ProvedTarget> {
  if (!isAddress(target)) return { address: presets[target as keyof PresetTargets], origin: "preset" };
  if (await standingAt(world, target)) return { address: target, origin: "chain" };
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
