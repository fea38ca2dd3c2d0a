import { decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import { toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import { userOperationHash } from "../account/userOperationHash.ts";
import { revertData } from "../submission/revertData.ts";
import type { World } from "../world/World.ts";
import { type FailedCall, failedCall, traceCall } from "./callTrace.ts";

/** What SmartSession itself says of an operation: validation data (ERC-4337), or the error it reverts with. */
export type ValidatorAnswer =
  | {
      readonly signatureFailed: boolean;
      /** Unix seconds; 0 where the session has no beginning. */
      readonly validAfter: bigint;
      /** Unix seconds; 0 where the session has no end. */
      readonly validUntil: bigint;
    }
  | {
      readonly revert: Hex;
      /** The policy or session validator whose revert it was, where the chain offers a trace and it was not SmartSession's own. */
      readonly callee?: FailedCall;
    };

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
  const { provider, contracts } = world;
  const validateUserOp = { abi: smartSessionAbi, functionName: "validateUserOp" } as const;
  const call = {
    from: userOperation.sender,
    to: contracts.SmartSession.address,
    data: encodeFunctionData({
      ...validateUserOp,
      args: [toPackedUserOperation(userOperation), userOperationHash(world, userOperation)],
    }),
  };
  try {
    const data: Hex = await provider.request({ method: "eth_call", params: [call, "pending"] });
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
    if (revert === undefined) return undefined;
    const callee = await failedCallee(world, call);
    return { revert, ...(callee && { callee }) };
  }
}

/** SmartSession reverts as soon as one that it asks does: that one is the last it called. */
async function failedCallee(world: World, call: object): Promise<FailedCall | undefined> {
  const frame = await traceCall(world, call);
  const last = frame?.calls?.at(-1);
  return last && failedCall(last);
}
