import { decodeErrorResult, type Hex } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { BundlerRpcError, rpcErrorCode } from "../../errors/submission.ts";

/**
 * Turns EntryPoint's revert into what a bundler answers: the same code and message as alto's, and the revert
 * data besides (ERC-7769).
 *
 * @param data What `handleOps` reverted with.
 * @returns The error to throw.
 */
export function refuse(data: Hex): BundlerRpcError {
  const { reason, inner } = decode(data);
  const message = `UserOperation reverted with reason: ${reason}${inner ? ` ${inner}` : ""}`;
  return new BundlerRpcError({ code: codeFor(reason), message, data });
}

function decode(data: Hex): { reason: string; inner?: Hex } {
  try {
    const { errorName, args } = decodeErrorResult({ abi: entryPoint07Abi, data });
    if (errorName === "FailedOp") return { reason: args[1] };
    if (errorName === "FailedOpWithRevert") return { reason: args[1], inner: args[2] };
    return { reason: errorName };
  } catch {
    return { reason: "unknown", inner: data };
  }
}

function codeFor(reason: string): number {
  if (/^AA[23]4/.test(reason)) return rpcErrorCode.invalidSignature;
  if (/^AA[23]2/.test(reason)) return rpcErrorCode.outOfTimeRange;
  return rpcErrorCode.validationRejected;
}
