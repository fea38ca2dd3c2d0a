import type { Hex } from "viem";

/** Error codes of a bundler's JSON-RPC (ERC-7769, and JSON-RPC 2.0). */
export const rpcErrorCode = {
  methodNotFound: -32601,
  invalidParams: -32602,
  validationRejected: -32500,
  outOfTimeRange: -32503,
  invalidSignature: -32507,
  executionReverted: -32521,
} as const;

/**
 * What a bundler answers when it refuses, thrown by a transport. Not a HarnessError: EIP-1193 wants a number for
 * `code`, and whoever calls through a client meets it as any bundler's answer.
 */
export class BundlerRpcError extends Error {
  override readonly name = "BundlerRpcError";
  readonly code: number;
  /** EntryPoint's revert data, where it is the reason. */
  readonly data: Hex | undefined;

  /** @param parameters The code (see {@link rpcErrorCode}), a message, and EntryPoint's revert data. */
  constructor({ code, message, data }: { code: number; message: string; data?: Hex | undefined }) {
    super(message);
    this.code = code;
    this.data = data;
  }
}
