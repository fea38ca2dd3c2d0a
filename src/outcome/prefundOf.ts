import type { UserOperation } from "viem/account-abstraction";

/** The part of a user operation that says what it may cost. */
export type PricedOperation = Pick<
  UserOperation<"0.7">,
  | "callGasLimit"
  | "verificationGasLimit"
  | "preVerificationGas"
  | "paymasterVerificationGasLimit"
  | "paymasterPostOpGasLimit"
  | "maxFeePerGas"
>;

/**
 * The most that a user operation can cost for gas, which its account, or its paymaster, has to have before it is
 * validated (EntryPoint v0.7, `_getRequiredPrefund`). What its calls send comes on top.
 *
 * @param operation The operation's gas limits and fee.
 * @returns The amount, in wei.
 */
export function prefundOf(operation: PricedOperation): bigint {
  const gas =
    operation.verificationGasLimit +
    operation.callGasLimit +
    (operation.paymasterVerificationGasLimit ?? 0n) +
    (operation.paymasterPostOpGasLimit ?? 0n) +
    operation.preVerificationGas;
  return gas * operation.maxFeePerGas;
}
