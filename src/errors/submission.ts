import type { Hex } from "viem";
import { HarnessError } from "./HarnessError.ts";

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

/** alto's package is not there. */
export class AltoNotInstalledError extends HarnessError {
  override readonly code = "ALTO_NOT_INSTALLED";

  /** @param parameters What looking for it came to. */
  constructor({ cause }: { cause: unknown }) {
    super("The bundler alto is not installed.", {
      remedies: [
        "npm install --save-dev @pimlico/alto@0.0.20",
        "Or use the instant bundler, which needs nothing.",
      ],
      cause,
    });
  }
}

/** alto ended, or did not answer in time. */
export class AltoNotStartedError extends HarnessError {
  override readonly code = "ALTO_NOT_STARTED";

  /** @param parameters How it went, continuing "it …"; what alto said last, without its keys; the cause. */
  constructor({ problem, said, cause }: { problem: string; said: string; cause?: unknown }) {
    super(`The bundler alto did not start: it ${problem}, and said ${said ? `last:\n${said}` : "nothing."}`, {
      remedies: [
        "Look whether the chain answers, and has the EntryPoint: createWorld(provider) puts it there.",
      ],
      cause,
    });
  }
}
