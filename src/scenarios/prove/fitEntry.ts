import { parseEther, toFunctionSelector } from "viem";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import type { SessionEntry } from "../../session/SessionsFile.ts";

/** What the presets' NFT costs (contracts/targets/Nft.sol, `PRICE`), in wei. */
const price = parseEther("0.01");
const mint = toFunctionSelector("mint(address,uint256)");

/**
 * An entry with what its preset knows: the target's ABI, and for the presets' NFT its price, where the entry gives no
 * example of its own.
 *
 * @param entry The entry.
 * @param session What it is compiled to.
 * @param isNft Whether its target is that NFT.
 * @returns The entry.
 */
export function fitEntry(
  entry: SessionEntry,
  { permission: { sessionKey, target, function: called } }: CompiledPermission,
  isNft: boolean,
): SessionEntry {
  const { abi } = entry.toPermission({ sessionKey, target });
  const isPriced = isNft && called.selector === mint && !entry.example;
  return { ...entry, ...(abi && { abi }), ...(isPriced && { example: { value: price } }) };
}
