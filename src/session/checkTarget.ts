import { type Address, isAddressEqual } from "viem";
import type { Account } from "../account/Account.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import { canonicalAddress } from "../world/canonicalAddress.ts";
import type { World } from "../world/World.ts";

/**
 * Holds that a session's target is none of the contracts that decide for accounts: a session that calls one of
 * these could take its account over.
 *
 * @param world Where.
 * @param target The contract that the session may call.
 * @param field What the target is called where it is refused.
 * @param account The account of the session, where it is known already.
 * @throws InvalidInputError.
 */
export function checkTarget({ contracts }: World, target: Address, field: string, account?: Account): void {
  const deciding: readonly (readonly [Address, string])[] = [
    [contracts.SmartSession.address, "SmartSession itself"],
    [contracts.OwnableValidator.address, "the validator of owners"],
    // This world may lack them, and the session may yet go to a chain that does not.
    [canonicalAddress("StartaleECDSAValidator"), "the validator of a Startale account's owner"],
    [canonicalAddress("StartaleOwnableValidator"), "a validator of owners"],
    [contracts.EntryPoint.address, "EntryPoint, which holds the account's deposit"],
    ...(account ? [[account.address, "the account itself"] as const] : []),
    ...(account?.machinery ?? []).map((one) => [one, "what runs as the account"] as const),
  ];
  const [, what] = deciding.find(([one]) => isAddressEqual(one, target)) ?? [];
  if (what === undefined) return;
  throw new InvalidInputError([
    {
      field,
      value: target,
      problem: `is ${what}: the session could reconfigure the account, or rob it`,
      remedy: "Give the contract that the session may call.",
    },
  ]);
}
