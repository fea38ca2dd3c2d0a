import type { Hex } from "viem";
import { BundlerRpcError, rpcErrorCode } from "../../errors/submission.ts";
import { decodeFailedOp } from "../decodeFailedOp.ts";

/**
 * Turns EntryPoint's revert into what a bundler answers: a code of ERC-7769, EntryPoint's reason in words with
 * the inner revert data behind it, and the whole revert data.
 *
 * @param data What `handleOps` reverted with.
 * @returns The error to throw.
 */
export function refuse(data: Hex): BundlerRpcError {
  const { code, reason, inner } = decodeFailedOp(data) ?? { code: "", reason: "unknown", inner: data };
  const message = `UserOperation reverted with reason: ${reason}${inner ? ` ${inner}` : ""}`;
  return new BundlerRpcError({ code: rpcCode(code), message, data });
}

function rpcCode(code: string): number {
  if (code === "AA24" || code === "AA34") return rpcErrorCode.invalidSignature;
  if (code === "AA22" || code === "AA32") return rpcErrorCode.outOfTimeRange;
  return rpcErrorCode.validationRejected;
}
