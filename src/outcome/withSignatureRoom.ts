import type { UserOperation } from "viem/account-abstraction";

/** The part of an estimate that a signature has a share in, in gas. */
export type SignedGas = Pick<UserOperation<"0.7">, "verificationGasLimit" | "preVerificationGas">;

/** A fiftieth. */
const share = 50n;

/**
 * Adds to an estimate what a session's real signature may take beyond the stub that it was made with: 2 percent.
 *
 * SmartSession takes its signatures compressed (LibZip; the beta's all, v1's in ENABLE mode), and how short one becomes
 * is chance. Measured on five kinds of account, both releases, 50 real signatures each, against `stubSignature`: in USE
 * mode none is longer, and the most that validation takes more is 16 gas of 133,000. In ENABLE mode they are up to 5
 * bytes longer, alto asks up to 180 gas more of 51,000 (0.35 %) for the call data, and validation takes up to 1,240 gas
 * more of 769,000 (0.17 %). alto has room of its own (10 % and 30 %); a bundler that has none would refuse every few
 * operations. A stub of repeated bytes, as is usual, falls 47 bytes and 690 gas short.
 *
 * @param estimate What the bundler estimated.
 * @returns The estimate with that room.
 */
export const withSignatureRoom = <Estimate extends SignedGas>(estimate: Estimate): Estimate => ({
  ...estimate,
  verificationGasLimit: withRoom(estimate.verificationGasLimit),
  preVerificationGas: withRoom(estimate.preVerificationGas),
});

const withRoom = (gas: bigint) => gas + gas / share;
