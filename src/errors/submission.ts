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

/** A bundler does not answer. Nothing was sent to it. */
export class BundlerUnreachableError extends HarnessError {
  override readonly code = "BUNDLER_UNREACHABLE";
  /** The status of an HTTP answer that is no bundler's; undefined where there was none. */
  readonly status: number | undefined;

  /** @param parameters Its host, and nothing more of its URL; what asking it came to, without keys; HTTP's status. */
  constructor({ host, cause, status }: { host: string; cause: unknown; status?: number | undefined }) {
    super(`The bundler at ${host} does not answer${reasonOf(cause)}. Nothing was sent.`, {
      remedies: [
        "Look at its URL and key, and whether it serves this chain; then run this again.",
        "A local chain can have one: ./harness world serve --bundler alto",
      ],
      cause,
    });
    this.status = status;
  }
}

/** What answers is no bundler for this chain, or not for EntryPoint v0.7. Nothing was sent to it. */
export class BundlerMismatchError extends HarnessError {
  override readonly code = "BUNDLER_MISMATCH";

  /** @param parameters Its host; how it differs, continuing "the bundler at …"; and what to give instead. */
  constructor({ host, problem, remedy }: { host: string; problem: string; remedy: string }) {
    super(`The bundler at ${host} ${problem}. Nothing was sent.`, { remedies: [remedy] });
  }
}

/** A user operation was sent, and the bundler did not say whether it took it: it may be mined, or may yet be. */
export class SendUnansweredError extends HarnessError {
  override readonly code = "SEND_UNANSWERED";
  readonly userOpHash: Hex;
  /** The operation's nonce, key included: only one operation of the account takes effect by it. */
  readonly nonce: bigint;

  /** @param parameters The operation's hash and nonce; the bundler's host, where known; what sending came to. */
  constructor({
    userOpHash,
    nonce,
    host,
    cause,
  }: {
    userOpHash: Hex;
    nonce: bigint;
    host?: string | undefined;
    cause: unknown;
  }) {
    const bundler = host ? `the bundler at ${host}` : "the bundler";
    super(
      `The user operation ${userOpHash} may be sent: ${bundler} gave no answer to it${reasonOf(cause)}.`,
      {
        remedies: [
          `Ask for it (eth_getUserOperationReceipt, then eth_getUserOperationByHash) before sending another.`,
          `If nobody knows it, send again by the same nonce, ${nonce}: EntryPoint lets only one of them take effect.`,
        ],
        cause,
      },
    );
    this.userOpHash = userOpHash;
    this.nonce = nonce;
  }
}

/** A paymaster service (ERC-7677) does not answer, or not as the ERC says. Nothing was sent. */
export class PaymasterServiceUnreachableError extends HarnessError {
  override readonly code = "PAYMASTER_SERVICE_UNREACHABLE";
  /** The status of an HTTP answer that is no service's; undefined where there was none. */
  readonly status: number | undefined;

  /** @param parameters Its host, and nothing more of its URL; what asking it came to, without keys; HTTP's status. */
  constructor({ host, cause, status }: { host: string; cause: unknown; status?: number | undefined }) {
    super(`The paymaster service at ${host} does not answer${reasonOf(cause)}. Nothing was sent.`, {
      remedies: ["Look at its URL and key, or leave it out: the account then pays."],
      cause,
    });
    this.status = status;
  }
}

/** A paymaster service (ERC-7677) does not pay for an operation. Nothing was sent. */
export class PaymasterServiceRefusedError extends HarnessError {
  override readonly code = "PAYMASTER_SERVICE_REFUSED";
  /** The JSON-RPC error's code. */
  readonly rpcCode: number;
  /** The service's own words. */
  readonly said: string;

  /** @param parameters Its host, and nothing more of its URL; its answer's code and words, without keys. */
  constructor({ host, rpcCode, said }: { host: string; rpcCode: number; said: string }) {
    super(`The paymaster service at ${host} does not pay: ${said || "it gives no reason"} (${rpcCode}).`, {
      remedies: [
        "Look at the service's policy: chain, account, calls, and what is left of its means.",
        "A method that it does not know: it is no service of ERC-7677. Leave it out, and the account pays.",
      ],
    });
    this.rpcCode = rpcCode;
    this.said = said;
  }
}

const reasonOf = (cause: unknown) => (typeof cause === "string" ? `: ${cause.replace(/\.$/, "")}` : "");
