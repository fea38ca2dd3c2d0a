import type { Account, AccountKind } from "../../account/Account.ts";

/** The bits of a nonce key that its sender may choose; the others say who validates (see `Account.nonceKey`). */
const freeBits: Readonly<Record<AccountKind, bigint>> = {
  safe7579: 0xffffffffn,
  reference: 0xffffffffn,
  nexus: 0xffffffn << 168n,
  startale: 0xffffffn << 168n,
  kernel: 0xffffn,
};

/**
 * Whether an operation by this nonce is handed to a validator.
 *
 * @param account Whose operation.
 * @param nonce The nonce, key included (ERC-4337).
 * @param validatorKey The account's nonce key for the validator.
 * @returns Whether it is.
 */
export function isHandedTo({ kind }: Pick<Account, "kind">, nonce: bigint, validatorKey: bigint): boolean {
  const free = freeBits[kind];
  return ((nonce >> 64n) | free) === (validatorKey | free);
}
