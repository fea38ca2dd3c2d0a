import { size } from "viem";
import type { UserOperation } from "viem/account-abstraction";

/** What a bundler estimates, in gas. */
export type EstimatedGas = Pick<
  UserOperation<"0.7">,
  "callGasLimit" | "verificationGasLimit" | "preVerificationGas"
>;

/** How much is added: a tenth to what the chain measures, a fiftieth to what pays for call data. */
const [measured, paidFor] = [10n, 50n];
/** In gas: what EntryPoint spends itself on a byte of the operation's call data, which it copies and hashes. */
const perByte = 2n;

/**
 * Adds to a bundler's estimate what the operation may take beyond it. What is not used of it costs the account nothing,
 * but a tenth of unused call gas (EntryPoint v0.7).
 *
 * - `callGasLimit`: alto 0.0.20 searches the least that suffices, and adds nothing: a slot that another operation
 *   touches meanwhile undoes the call.
 * - `verificationGasLimit`: EntryPoint counts its own copying and hashing of the call data towards it (AA26), which alto
 *   leaves out and hopes to cover by 30 percent: an owner's operation with 2,000 bytes of call data needed 60,000 gas
 *   where alto estimated 59,304, and alto took it and dropped it without a word.
 * - `preVerificationGas`, for operations that a session signs: SmartSession takes its signatures compressed (LibZip; the
 *   beta's all, v1's in ENABLE mode), and how short one becomes is chance. Measured on five kinds of account, both
 *   releases, 50 real signatures each, against `stubSignature`: in ENABLE mode they are up to 5 bytes longer, and alto
 *   asks up to 180 gas more of 51,000 (0.35 %). A stub of repeated bytes, as is usual, falls 47 bytes and 690 gas short.
 *
 * @param estimate What the bundler estimated.
 * @param operation The operation's call data, and whether a session signs it.
 * @returns The estimate with that room.
 */
export function withRoom<Estimate extends EstimatedGas>(
  estimate: Estimate,
  { callData, bySession }: Pick<UserOperation<"0.7">, "callData"> & { readonly bySession: boolean },
): Estimate {
  const { callGasLimit, verificationGasLimit, preVerificationGas } = estimate;
  return {
    ...estimate,
    callGasLimit: callGasLimit + callGasLimit / measured,
    verificationGasLimit:
      verificationGasLimit + verificationGasLimit / measured + perByte * BigInt(size(callData)),
    preVerificationGas: preVerificationGas + (bySession ? preVerificationGas / paidFor : 0n),
  };
}
