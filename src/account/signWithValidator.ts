import { concat, type LocalAccount } from "viem";
import type { World } from "../world/World.ts";
import type { Account } from "./Account.ts";
import { signHash } from "./signHash.ts";

/**
 * How an owner signs where the account asks the validator that stands in front of the signature (ERC-1271 of
 * Nexus and of the ERC-7579 reference account).
 *
 * @param world Where the account lives.
 * @param owner Its owner.
 * @returns Signs a hash as it is: OwnableValidator ‖ signature. It throws KeyCannotSignHashError.
 */
export function signWithValidator({ contracts }: World, owner: LocalAccount): Account["signEnable"] {
  return async (hash) => concat([contracts.OwnableValidator.address, await signHash(owner, hash)]);
}
