import { Keystore } from "ox";
import { isAddressEqual, type LocalAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { KeyFileError, WrongPassphraseError } from "../errors/keys.ts";
import type { SessionFile } from "./SessionFile.ts";
import { normalized } from "./sealKeys.ts";

/**
 * Decrypts a session's key.
 *
 * @param session The session's file.
 * @param passphrase The passphrase that it was encrypted by.
 * @returns The key, as viem signs with it; the private key itself is handed to nobody.
 * @throws WrongPassphraseError; KeyFileError where it opens, and is another key than the file says.
 */
export function openKey({ file, keystore, key }: SessionFile, passphrase: string): LocalAccount {
  let account: LocalAccount;
  try {
    // Not the asynchronous one: ox 0.11.3 ignores the file's r and p there.
    const opened = Keystore.toKey(keystore, { password: normalized(passphrase) });
    account = privateKeyToAccount(Keystore.decrypt(keystore, opened));
  } catch {
    // The cause could carry what was decrypted.
    throw new WrongPassphraseError({ file });
  }
  if (isAddressEqual(account.address, key)) return account;
  throw new KeyFileError({
    file,
    problem: `holds the key of ${account.address}, and says that it is ${key}`,
  });
}
