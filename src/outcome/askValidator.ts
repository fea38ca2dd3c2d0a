import { decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import { getUserOperationHash, toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import { revertData } from "../submission/revertData.ts";
import type { World } from "../world/World.ts";

/** What SmartSession itself says of an operation: validation data (ERC-4337), or the error it reverts with. */
export type ValidatorAnswer =
  | {
      readonly signatureFailed: boolean;
      /** Unix seconds; 0 where the session has no beginning. */
      readonly validAfter: bigint;
      /** Unix seconds; 0 where the session has no end. */
      readonly validUntil: bigint;
    }
  | { readonly revert: Hex };

const uint48 = 2n ** 48n - 1n;
const uint160 = 2n ** 160n - 1n;

/**
 * Asks SmartSession what it thinks of a user operation, past the account that may hide its answer: an
 * `eth_call` of `validateUserOp` from the account's address, on the state and the time of the next block.
 *
 * @param world Where the account lives.
 * @param userOperation The operation, signed.
 * @returns The answer, or undefined where the chain gives none.
 */
export async function askValidator(
  world: World,
  userOperation: UserOperation<"0.7">,
): Promise<ValidatorAnswer | undefined> {
  const { client, contracts, chainId } = world;
  const userOpHash = getUserOperationHash({
    chainId,
    entryPointAddress: contracts.EntryPoint.address,
    entryPointVersion: "0.7",
    userOperation,
  });
  const validateUserOp = { abi: smartSessionAbi, functionName: "validateUserOp" } as const;
  try {
    const { data = "0x" } = await client.call({
      account: userOperation.sender,
      to: contracts.SmartSession.address,
      data: encodeFunctionData({
        ...validateUserOp,
        args: [toPackedUserOperation(userOperation), userOpHash],
      }),
      blockTag: "pending",
    });
    const validationData = decodeFunctionResult({ ...validateUserOp, data });
    const validUntil = (validationData >> 160n) & uint48;
    return {
      signatureFailed: (validationData & uint160) === 1n,
      // ERC-4337 reads 0 as "no end"; SmartSession writes the greatest time there is.
      validUntil: validUntil === uint48 ? 0n : validUntil,
      validAfter: validationData >> 208n,
    };
  } catch (error) {
    const revert = revertData(error);
    return revert === undefined ? undefined : { revert };
  }
}
