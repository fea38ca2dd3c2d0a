import type { Hex } from "viem";
import { toFunctionSelector } from "viem";
import type { KnownAddresses } from "../../session/addressWords.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import type { SessionEntry } from "../../session/SessionsFile.ts";
import type { PresetTargets } from "../deployPresets.ts";
import { nftPrice } from "./stagePresets.ts";

/** What the presets' targets have to be paid at least, in wei: a price, or more than nothing. */
const priced: Readonly<Partial<Record<keyof PresetTargets, { selector: Hex; value: bigint }>>> = {
  nft: { selector: toFunctionSelector("mint(address,uint256)"), value: nftPrice },
  exchange: { selector: toFunctionSelector("swap(address,uint256,address)"), value: 1n },
  marketplace: { selector: toFunctionSelector("placeBid(uint256,address)"), value: 1n },
};

/**
 * An entry with what its preset knows: the target's ABI, and where a preset's target is to be paid, with how much, where
 * the entry gives no example of its own.
 *
 * @param entry The entry.
 * @param session What it is compiled to.
 * @param known What words of argument rules stand for.
 * @returns The entry.
 */
export function fitEntry(
  entry: SessionEntry,
  { permission: { sessionKey, target, function: called } }: CompiledPermission,
  known: KnownAddresses & { readonly targets: PresetTargets },
): SessionEntry {
  const { abi } = entry.toPermission({ sessionKey, target, ...known });
  const price = Object.entries(priced).find(
    ([name, { selector }]) =>
      known.targets[name as keyof PresetTargets] === target && selector === called.selector,
  )?.[1];
  const example = entry.example ?? (price && { value: price.value });
  return { ...entry, ...(abi && { abi }), ...(example && { example }) };
}
