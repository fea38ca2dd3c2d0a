import type { Address } from "viem";
import type { Account } from "../account/Account.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { World } from "../world/World.ts";
import { decidingContract } from "./decidingContract.ts";

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
export function checkTarget(world: World, target: Address, field: string, account?: Account): void {
  const what = decidingContract(target, world, account);
  if (what === undefined) return;
  throw new InvalidInputError([
    {
      field,
      value: target,
      problem: `is ${what}: the session could reconfigure the account, or rob it`,
      remedy: "Give the contract that the session may call.",
      kind: "deciding",
    },
  ]);
}
