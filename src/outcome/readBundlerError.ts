import { isHex } from "viem";
import { rpcErrorCode } from "../errors/submission.ts";
import { decodeFailedOp, type FailedOp } from "../submission/decodeFailedOp.ts";
import { readEntryPointText } from "./readEntryPointText.ts";
import { speaksOfNonce } from "./speaksOfNonce.ts";
import { tooLittleGas } from "./tooLittleGas.ts";

/** A bundler's refusal, read. */
export interface BundlerRefusal {
  /** The JSON-RPC error's code (ERC-7769). */
  readonly code: number;
  readonly message: string;
  /** What EntryPoint said, where the bundler passes it on. */
  readonly entryPoint?: FailedOp;
}

/**
 * Finds a bundler's refusal in what a client threw: by its revert data, or where there is none, by the text,
 * in which bundlers such as alto put the account's revert data as hexadecimal digits.
 *
 * @param error What was thrown.
 * @returns The refusal, or undefined where the error is something else (a broken line, a rate limit, a bug).
 */
export function readBundlerError(error: unknown): BundlerRefusal | undefined {
  for (let at = error; typeof at === "object" && at !== null; at = (at as { cause?: unknown }).cause) {
    const { code, message, details, data } = at as {
      code?: unknown;
      message?: unknown;
      details?: unknown;
      data?: unknown;
    };
    // viem keeps the bundler's own words in `details` and wraps them in advice of its own.
    const text = typeof details === "string" && details !== "" ? details : String(message);
    if (typeof code !== "number" || !refusesOperation(code, text)) continue;
    const entryPoint = (isHex(data) ? decodeFailedOp(data) : undefined) ?? readEntryPointText(text);
    return { code, message: text, ...(entryPoint && { entryPoint }) };
  }
  return undefined;
}

/** ERC-7769's codes for an operation that is refused: -32500 to -32508, and -32521. */
function refusesOperation(code: number, message: string): boolean {
  // That another operation has the nonce, bundlers say as if a parameter were wrong.
  if (code === rpcErrorCode.invalidParams) return speaksOfNonce(message) || tooLittleGas({ code, message });
  return (code <= -32500 && code >= -32508) || code === rpcErrorCode.executionReverted;
}
