import { randomBytes } from "node:crypto";
import { Keystore } from "ox";
import type { Hex } from "viem";

/** The work that a guess at a passphrase costs (scrypt's N, with r = 1 and p = 8): what Web3 Secret Storage asks for. */
const cost = 2 ** 18;

/**
 * Encrypts private keys by a passphrase (Web3 Secret Storage, version 3: scrypt, AES-128-CTR). The passphrase is
 * stretched once for all of them, which takes about a second; each has an initialisation vector of its own.
 *
 * @param privateKeys 32 bytes each.
 * @param passphrase The passphrase.
 * @param n scrypt's N; less than the default is for tests alone.
 * @returns A keystore for each, in their order.
 */
export async function sealKeys(
  privateKeys: readonly Hex[],
  passphrase: string,
  n = cost,
): Promise<readonly Keystore.Keystore[]> {
  const [key, derivation] = await Keystore.scryptAsync({ password: normalized(passphrase), n });
  return privateKeys.map((privateKey) =>
    Keystore.encrypt(privateKey, key, { ...derivation, iv: Uint8Array.from(randomBytes(16)) }),
  );
}

/**
 * One form for what looks the same: keyboards compose accents differently.
 *
 * @param passphrase As it was given.
 * @returns The passphrase that keys are encrypted by (Unicode, NFKC).
 */
export const normalized = (passphrase: string): string => passphrase.normalize("NFKC");
