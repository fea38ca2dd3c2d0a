import { decodeErrorResult, type Hex } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";

/** EntryPoint's refusal of an operation (ERC-4337 v0.7, `FailedOp` and `FailedOpWithRevert`). */
export interface FailedOp {
  /** `AA23`, `AA24`, … */
  readonly code: string;
  /** EntryPoint's whole sentence: `AA23 reverted`. */
  readonly reason: string;
  /** What the account, factory or paymaster reverted with, where EntryPoint passes it on. */
  readonly inner?: Hex;
  /** Which operation of the bundle; undefined where it was refused by a plain text, as any contract may write one. */
  readonly index?: number;
}

/**
 * Reads what `handleOps` reverted with.
 *
 * @param data The revert data.
 * @returns The refusal, or undefined where it is another error.
 */
export function decodeFailedOp(data: Hex): FailedOp | undefined {
  try {
    const { errorName, args } = decodeErrorResult({ abi: entryPoint07Abi, data });
    if (errorName === "FailedOp" || errorName === "FailedOpWithRevert") {
      const [index, reason, inner] = args;
      return {
        code: reason.slice(0, 4),
        reason,
        index: Number(index),
        ...(inner !== undefined && { inner }),
      };
    }
    // Some of its refusals are plain texts (AA94 gas values overflow).
    const [text] = args ?? [];
    if (typeof text === "string" && /^AA\d\d /.test(text)) return { code: text.slice(0, 4), reason: text };
  } catch {
    // Not an error of EntryPoint.
  }
  return undefined;
}
