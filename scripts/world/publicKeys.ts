import type { EdrNetworkAccountsConfig } from "hardhat/types/config";
import { type Address, isAddressEqual, toHex } from "viem";
import { mnemonicToAccount, privateKeyToAddress } from "viem/accounts";
import type { ServedKey } from "../../src/index.ts";

/** Hardhat's own, which everyone knows. Who configures another may mean it as a secret. */
export const publicMnemonic = "test test test test test test test test test test test junk";

/**
 * The keys of a simulated network's accounts, where they are Hardhat's public development keys.
 *
 * @param config The network's accounts, as configured.
 * @param accounts The accounts that the chain says it has.
 * @returns The keys of those accounts; none where they were configured, and may be somebody's secret.
 */
export async function publicKeys(
  config: EdrNetworkAccountsConfig,
  accounts: readonly Address[],
): Promise<readonly ServedKey[]> {
  if (Array.isArray(config)) return [];
  const [mnemonic, passphrase] = await Promise.all([config.mnemonic.get(), config.passphrase.get()]);
  if (mnemonic !== publicMnemonic || passphrase !== "") return [];
  const parent = mnemonicToAccount(mnemonic, { path: config.path as `m/44'/60'/${string}` }).getHdKey();
  return Array.from({ length: config.count }, (_, index) => {
    const privateKey = toHex(parent.deriveChild(config.initialIndex + index).privateKey as Uint8Array);
    return { address: privateKeyToAddress(privateKey), privateKey };
  }).filter(({ address }) => accounts.some((account) => isAddressEqual(account, address)));
}
