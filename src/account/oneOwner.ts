import { encodeAbiParameters, type Hex, type LocalAccount } from "viem";

/**
 * What OwnableValidator is installed with for an account of one owner.
 *
 * @param owner The owner.
 * @returns `abi.encode(threshold, owners)` (OwnableValidator, `onInstall`).
 */
export function oneOwner(owner: LocalAccount): Hex {
  return encodeAbiParameters([{ type: "uint256" }, { type: "address[]" }], [1n, [owner.address]]);
}
