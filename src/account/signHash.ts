import { type Hex, isHex, type LocalAccount } from "viem";
import { KeyCannotSignHashError } from "../errors/account.ts";

/**
 * A key's signature of a hash as it is, without the prefix of `eth_sign`.
 *
 * @param key The key.
 * @param hash 32 bytes.
 * @returns The signature, `r ‖ s ‖ v`.
 * @throws KeyCannotSignHashError for a key that signs messages only.
 */
export async function signHash(key: LocalAccount, hash: Hex): Promise<Hex> {
  const signature: unknown = await key.sign?.({ hash });
  if (!isHex(signature)) throw new KeyCannotSignHashError({ key: key.address });
  return signature;
}
