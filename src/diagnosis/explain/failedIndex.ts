import { decodeErrorResult, type Hex } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";

/**
 * Which operation of a bundle EntryPoint refused (`FailedOp`, `FailedOpWithRevert`).
 *
 * @param data What `handleOps` reverted with.
 * @returns Its index.
 */
export function failedIndex(data: Hex): number {
  const { args } = decodeErrorResult({ abi: entryPoint07Abi, data });
  return Number(args?.[0] ?? 0);
}
