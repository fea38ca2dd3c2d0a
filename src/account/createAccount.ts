import type { LocalAccount } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { World } from "../world/World.ts";
import type { Account, AccountKind } from "./Account.ts";
import { safe7579 } from "./safe7579.ts";

/** What an account is made of. */
export interface CreateAccountParameters {
  /** Default `safe7579`. */
  readonly kind?: AccountKind;
  /** The key that owns it. Default: a fresh one. */
  readonly owner?: LocalAccount;
  /** Tells accounts of one owner apart. Default 0. */
  readonly salt?: bigint;
}

const kinds = { safe7579 };

/**
 * An account of a kind. Nothing is sent: its address is known, and its first user operation deploys it.
 *
 * @param world Where it lives.
 * @param parameters Kind, owner and salt.
 * @returns The account.
 */
export function createAccount(
  world: World,
  {
    kind = "safe7579",
    owner = privateKeyToAccount(generatePrivateKey()),
    salt = 0n,
  }: CreateAccountParameters = {},
): Promise<Account> {
  return kinds[kind](world, { owner, salt });
}
