import {
  decodeEventLog,
  type Hex,
  isAddressEqual,
  numberToHex,
  type RpcLog,
  type RpcTransactionReceipt,
} from "viem";
import {
  entryPoint07Abi,
  formatUserOperationRequest,
  type RpcGetUserOperationByHashReturnType,
  type RpcUserOperationReceipt,
} from "viem/account-abstraction";
import { BundlerRpcError, rpcErrorCode } from "../../errors/submission.ts";
import type { Context } from "./Context.ts";

/**
 * `eth_getUserOperationReceipt` (ERC-7769).
 *
 * @param context The bundler.
 * @param userOpHash An operation that this bundler sent.
 * @returns The receipt, or null where the operation is not mined or not this bundler's.
 * @throws BundlerRpcError -32500 where the bundle was mined and refused.
 */
export async function getUserOperationReceipt(
  context: Context,
  userOpHash: Hex,
): Promise<RpcUserOperationReceipt<"0.7"> | null> {
  const mined = await findMined(context, userOpHash);
  if (!mined) return null;
  const { userOperation, receipt } = mined;
  const events = receipt.logs.flatMap((log) => entryPointEvent(context, log) ?? []);
  const outcome = events.find(({ eventName }) => eventName === "UserOperationEvent");
  if (outcome?.eventName !== "UserOperationEvent") return null;
  const reverted = events.find(({ eventName }) => eventName === "UserOperationRevertReason");
  const { success, actualGasCost, actualGasUsed } = outcome.args;
  return {
    userOpHash,
    entryPoint: context.world.contracts.EntryPoint.address,
    sender: userOperation.sender,
    nonce: numberToHex(userOperation.nonce),
    success,
    actualGasCost: numberToHex(actualGasCost),
    actualGasUsed: numberToHex(actualGasUsed),
    ...(userOperation.paymaster ? { paymaster: userOperation.paymaster } : {}),
    ...(reverted?.eventName === "UserOperationRevertReason" ? { reason: reverted.args.revertReason } : {}),
    // A bundle of this bundler holds one operation: every log of the transaction is its own.
    logs: receipt.logs,
    receipt,
  } as RpcUserOperationReceipt<"0.7">;
}

/**
 * `eth_getUserOperationByHash` (ERC-7769).
 *
 * @param context The bundler.
 * @param userOpHash An operation that this bundler sent.
 * @returns The operation and where it was mined, or null as for the receipt.
 */
export async function getUserOperationByHash(
  context: Context,
  userOpHash: Hex,
): Promise<RpcGetUserOperationByHashReturnType<"0.7"> | null> {
  const mined = await findMined(context, userOpHash);
  if (!mined) return null;
  const { userOperation, receipt } = mined;
  return {
    userOperation: formatUserOperationRequest(userOperation),
    entryPoint: context.world.contracts.EntryPoint.address,
    blockHash: receipt.blockHash,
    blockNumber: receipt.blockNumber,
    transactionHash: receipt.transactionHash,
  } as unknown as RpcGetUserOperationByHashReturnType<"0.7">;
}

async function findMined({ world, sent }: Context, userOpHash: Hex) {
  const operation = sent.get(userOpHash);
  if (!operation) return null;
  // The chain may have been put back since (evm_revert): what it no longer has was never mined.
  const receipt: RpcTransactionReceipt | null = await world.provider.request({
    method: "eth_getTransactionReceipt",
    params: [operation.transactionHash],
  });
  if (receipt?.status === "0x0") {
    throw new BundlerRpcError({
      code: rpcErrorCode.validationRejected,
      message: `The bundle ${operation.transactionHash} was refused when it was mined, though not when it was played.`,
    });
  }
  return receipt && { ...operation, receipt };
}

function entryPointEvent({ world }: Context, log: RpcLog) {
  if (!isAddressEqual(log.address, world.contracts.EntryPoint.address)) return undefined;
  return decodeEventLog({ abi: entryPoint07Abi, data: log.data, topics: log.topics as [Hex, ...Hex[]] });
}
