import { type Address, encodeFunctionData } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import type { Account } from "../../account/Account.ts";
import { StageRefusedError } from "../../errors/scenarios.ts";
import type { Harness } from "../../harness.ts";
import { cheat } from "../../world/cheat.ts";

/** Answers that it pays, at any time, and wants no call afterwards: mstore(0, 0x40); return(0, 0x60). */
const pays = "0x60405f5260605ff3";

/**
 * Puts a paymaster on a simulated chain that pays for every operation (ERC-4337 v0.7, `IPaymaster`).
 *
 * @param harness Where.
 * @param account An account that pays for its deposit.
 * @param deposit What it has at EntryPoint, in wei.
 * @returns Its address.
 * @throws StageRefusedError where the account cannot pay the deposit.
 */
export async function placePaymaster(
  { world, execute }: Harness,
  account: Account,
  deposit: bigint,
): Promise<Address> {
  const address = privateKeyToAddress(generatePrivateKey());
  await cheat(world.provider, "setCode", [address, pays]);
  const data = encodeFunctionData({ abi: entryPoint07Abi, functionName: "depositTo", args: [address] });
  const outcome = await execute(account, [{ to: world.contracts.EntryPoint.address, value: deposit, data }]);
  if (outcome.status === "rejected") {
    const what = "the paymaster's deposit";
    throw new StageRefusedError({ what, refusal: outcome.refusal.reason });
  }
  return address;
}
