import { type Address, isAddressEqual } from "viem";
import { entryPoint06Address, entryPoint08Address } from "viem/account-abstraction";
import type { Account } from "../account/Account.ts";
import { canonicalAddress } from "../world/canonicalAddress.ts";
import { smartSessionBetaAddress } from "../world/smartSessionBetaAddress.ts";
import type { World } from "../world/World.ts";

/**
 * Tells whether a contract decides for accounts: a session that calls one could take its account over.
 *
 * @param target The contract.
 * @param world Where; without it, the canonical contracts alone are known.
 * @param account The account of the session, where it is known already.
 * @returns What it is; undefined where it is none of these.
 */
export function decidingContract(
  target: Address,
  world?: Pick<World, "contracts">,
  account?: Pick<Account, "address" | "machinery">,
): string | undefined {
  const deciding: readonly (readonly [Address, string])[] = [
    ...(world
      ? ([
          [world.contracts.SmartSession.address, "SmartSession itself"],
          [world.contracts.OwnableValidator.address, "the validator of owners"],
          [world.contracts.EntryPoint.address, "EntryPoint, which holds the account's deposit"],
        ] as const)
      : []),
    // A world may lack these, and the session may yet go to a chain that does not.
    [canonicalAddress("SmartSession"), "SmartSession itself"],
    [smartSessionBetaAddress, "the beta of SmartSession"],
    [canonicalAddress("OwnableValidator"), "the validator of owners"],
    [canonicalAddress("StartaleECDSAValidator"), "the validator of a Startale account's owner"],
    [canonicalAddress("StartaleOwnableValidator"), "a validator of owners"],
    [canonicalAddress("EntryPoint07"), "EntryPoint, which holds the account's deposit"],
    [entryPoint06Address, "EntryPoint v0.6, which holds deposits of accounts"],
    [entryPoint08Address, "EntryPoint v0.8, which holds deposits of accounts"],
    [canonicalAddress("Safe7579-v2"), "what runs as a Safe7579 account"],
    [canonicalAddress("Safe7579-v1"), "what runs as a Safe7579 account"],
    ...(account ? [[account.address, "the account itself"] as const] : []),
    ...(account?.machinery ?? []).map((one) => [one, "what runs as the account"] as const),
  ];
  return deciding.find(([one]) => isAddressEqual(one, target))?.[1];
}
