import type { Address, LocalAccount } from "viem";
import { toAccount } from "viem/accounts";
import { OwnerKeyMissingError } from "../errors/account.ts";

/**
 * An owner whose key is not at hand: enough to know the account, to read of it, and to use its sessions.
 *
 * @param address The owner.
 * @returns An owner that signs nothing: it throws OwnerKeyMissingError.
 */
export function watchedOwner(address: Address): LocalAccount {
  const refuse = async (): Promise<never> => {
    throw new OwnerKeyMissingError({ owner: address });
  };
  return {
    ...toAccount({
      address,
      sign: refuse,
      signMessage: refuse,
      signTransaction: refuse,
      signTypedData: refuse,
    }),
    publicKey: "0x",
  } as LocalAccount;
}
