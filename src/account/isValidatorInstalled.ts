import type { Address, PublicClient } from "viem";
import { erc7579AccountAbi, validatorModuleType } from "../abis/erc7579AccountAbi.ts";

/**
 * Whether an account, as it stands on chain, has a validator installed.
 *
 * @param client The chain.
 * @param address The account.
 * @param validator The validator.
 * @returns Whether it has; not where the account is not deployed.
 */
export async function isValidatorInstalled(
  client: Pick<PublicClient, "getCode" | "readContract">,
  address: Address,
  validator: Address,
): Promise<boolean> {
  if ((await client.getCode({ address })) === undefined) return false;
  return client.readContract({
    address,
    abi: erc7579AccountAbi,
    functionName: "isModuleInstalled",
    args: [validatorModuleType, validator, "0x"],
  });
}
