import { BaseError, ContractFunctionRevertedError } from "viem";

/**
 * Names the error that a contract reverted with, where viem called it.
 *
 * @param error What viem threw.
 * @returns The error's name by the ABI that it was called with, or its selector where the ABI has it not (`0x` for a
 * revert without data); undefined where it is no revert.
 */
export function revertedWith(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const revert = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!(revert instanceof ContractFunctionRevertedError)) return undefined;
  return revert.data?.errorName ?? revert.signature ?? "0x";
}
