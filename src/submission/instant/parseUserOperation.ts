import { getAddress, type Hex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import { z } from "zod";
import { presentable } from "../../errors/presentable.ts";
import { BundlerRpcError, rpcErrorCode } from "../../errors/submission.ts";

const quantity = (bits: number) =>
  z
    .string({ error: "is missing, or no text" })
    .regex(/^0x[0-9a-fA-F]{1,64}$/, "is not a hexadecimal quantity")
    .transform(BigInt)
    .refine((value) => value < 2n ** BigInt(bits), `does not fit ${bits} bits`);
const gas = quantity(128);
const bytes = z
  .string({ error: "is missing, or no text" })
  .regex(/^0x([0-9a-fA-F]{2})*$/, "is not hexadecimal bytes")
  .transform((text) => text as Hex);
const address = z
  .string({ error: "is missing, or no text" })
  .regex(/^0x[0-9a-fA-F]{40}$/, "is not an address")
  .transform((text) => getAddress(text.toLowerCase()));

/** ERC-7769, `UserOperation` for EntryPoint v0.7. */
const common = z.strictObject({
  sender: address,
  nonce: quantity(256),
  factory: address.nullish(),
  factoryData: bytes.nullish(),
  callData: bytes,
  maxFeePerGas: gas.optional(),
  maxPriorityFeePerGas: gas.optional(),
  paymaster: address.nullish(),
  paymasterVerificationGasLimit: gas.nullish(),
  paymasterPostOpGasLimit: gas.nullish(),
  paymasterData: bytes.nullish(),
  signature: bytes,
});
const schemas = {
  /** Limits are what is asked for, so none need be given. */
  estimate: common.extend({
    callGasLimit: gas.optional(),
    verificationGasLimit: gas.optional(),
    preVerificationGas: gas.optional(),
  }),
  send: common.extend({
    callGasLimit: gas,
    verificationGasLimit: gas,
    preVerificationGas: gas,
    maxFeePerGas: gas,
    maxPriorityFeePerGas: gas,
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
    const field = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path.join(".");
    const problem = issue?.code === "unrecognized_keys" ? "is no field of EntryPoint v0.7" : issue?.message;
    const subject = field ? presentable(field) : "it";
    throw new BundlerRpcError({
      code: rpcErrorCode.invalidParams,
      message: `Invalid user operation: ${subject} ${field ? problem : "is not an object"}`,
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
