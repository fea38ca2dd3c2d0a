import type { Hex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import { z } from "zod";
import { BundlerRpcError, rpcErrorCode } from "../../errors/submission.ts";

const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/, "is not a hexadecimal quantity")
  .transform(BigInt);
const bytes = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/, "is not hexadecimal bytes")
  .transform((text) => text as Hex);
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "is not an address")
  .transform((text) => text as Hex);

/** ERC-7769, `UserOperation` for EntryPoint v0.7. */
const common = z.object({
  sender: address,
  nonce: quantity,
  factory: address.nullish(),
  factoryData: bytes.nullish(),
  callData: bytes,
  maxFeePerGas: quantity.optional(),
  maxPriorityFeePerGas: quantity.optional(),
  paymaster: address.nullish(),
  paymasterVerificationGasLimit: quantity.nullish(),
  paymasterPostOpGasLimit: quantity.nullish(),
  paymasterData: bytes.nullish(),
  signature: bytes,
});
const schemas = {
  /** Limits are what is asked for, so none need be given. */
  estimate: common.extend({
    callGasLimit: quantity.optional(),
    verificationGasLimit: quantity.optional(),
    preVerificationGas: quantity.optional(),
  }),
  send: common.extend({
    callGasLimit: quantity,
    verificationGasLimit: quantity,
    preVerificationGas: quantity,
    maxFeePerGas: quantity,
    maxPriorityFeePerGas: quantity,
  }),
};

/**
 * Reads a user operation as it comes over JSON-RPC.
 *
 * @param rpc The first parameter of the request.
 * @param purpose To send it, all gas fields must be there; to estimate it, none need.
 * @returns The operation; gas fields that were not given are 0.
 * @throws BundlerRpcError -32602 naming the field.
 */
export function parseUserOperation(rpc: unknown, purpose: keyof typeof schemas): UserOperation<"0.7"> {
  const result = schemas[purpose].safeParse(rpc);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new BundlerRpcError({
      code: rpcErrorCode.invalidParams,
      message: `Invalid user operation: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
    });
  }
  const given = Object.fromEntries(
    Object.entries(result.data).filter(([, value]) => value !== null && value !== undefined),
  );
  return {
    callGasLimit: 0n,
    verificationGasLimit: 0n,
    preVerificationGas: 0n,
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    ...given,
  } as UserOperation<"0.7">;
}
