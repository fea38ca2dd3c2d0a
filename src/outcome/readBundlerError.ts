import { decodeErrorResult, type Hex, isHex } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";

/** A bundler's refusal, read. */
export interface BundlerRefusal {
  /** The JSON-RPC error's code (ERC-7769). */
  readonly code: number;
  readonly message: string;
  /** What EntryPoint said, where the bundler passes it on. */
  readonly entryPoint?: {
    /** `AA23`, `AA24`, … */
    readonly code: string;
    /** EntryPoint's whole sentence: `AA23 reverted`. */
    readonly reason: string;
    /** What the account reverted with, where EntryPoint passes it on (FailedOpWithRevert). */
    readonly inner?: Hex;
  };
}

/**
 * Finds a bundler's refusal in what a client threw: by its revert data, or where there is none, by the text,
 * in which bundlers such as alto put the account's revert data as hexadecimal digits.
 *
 * @param error What was thrown.
 * @returns The refusal, or undefined where the error is something else (a broken line, a bug).
 */
export function readBundlerError(error: unknown): BundlerRefusal | undefined {
  for (let at = error; typeof at === "object" && at !== null; at = (at as { cause?: unknown }).cause) {
    const { code, message, details, data } = at as {
      code?: unknown;
      message?: unknown;
      details?: unknown;
      data?: unknown;
    };
    if (typeof code !== "number" || code > -32500 || code < -32600) continue;
    // viem keeps the bundler's own words in `details` and wraps them in advice of its own.
    const text = typeof details === "string" && details !== "" ? details : String(message);
    const entryPoint = (isHex(data) ? fromData(data) : undefined) ?? fromText(text);
    return { code, message: text, ...(entryPoint && { entryPoint }) };
  }
  return undefined;
}

function fromData(data: Hex): BundlerRefusal["entryPoint"] {
  try {
    const { errorName, args } = decodeErrorResult({ abi: entryPoint07Abi, data });
    if (errorName === "FailedOp") return { code: args[1].slice(0, 4), reason: args[1] };
    if (errorName === "FailedOpWithRevert") {
      return { code: args[1].slice(0, 4), reason: args[1], inner: args[2] };
    }
  } catch {
    // Not EntryPoint's: the text may tell more.
  }
  return undefined;
}

function fromText(text: string): BundlerRefusal["entryPoint"] {
  const found = /\b(AA\d\d)\b([^0\n]*)(0x[0-9a-fA-F]*)?/.exec(text);
  if (!found?.[1]) return undefined;
  const [, code, words = "", inner] = found;
  return { code, reason: `${code}${words}`.trim(), ...(isHex(inner) && { inner }) };
}
