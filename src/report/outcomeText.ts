import { formatEther } from "viem";
import type { Outcome } from "../refusal/Outcome.ts";

/**
 * What became of an operation, in a few lines.
 *
 * @param outcome What became of it.
 * @returns Accepted with its transaction and cost, or who refused it and why, and what to do; without a line break at the
 * end.
 */
export function outcomeText(outcome: Outcome): string {
  if (outcome.status === "accepted") {
    const { transactionHash, blockNumber, gasUsed, gasCost } = outcome;
    return `Accepted in block ${blockNumber} (transaction ${transactionHash}); ${gasUsed} gas, ${formatEther(gasCost)} ETH.`;
  }
  const { refusal, mined } = outcome;
  const { layer, code, reason, remedy, layers } = refusal;
  const where = mined
    ? `Undone in block ${mined.blockNumber} (transaction ${mined.transactionHash}), and paid for: ${formatEther(mined.gasCost)} ETH.`
    : "Refused, and not mined.";
  return [
    where,
    `  ${layer}: ${code}. ${reason}`,
    `  → ${remedy}`,
    `  layers, from outside in: ${layers.map((one) => `${one.layer} ${one.code}`).join(", ")}`,
  ].join("\n");
}

/**
 * What an operation is estimated to take, in a line.
 *
 * @param estimate Gas and fees, and the most that it can cost in wei.
 * @returns The line.
 */
export function costText({
  operation,
  prefund,
}: {
  readonly operation: {
    readonly callGasLimit: bigint;
    readonly verificationGasLimit: bigint;
    readonly preVerificationGas: bigint;
  };
  readonly prefund: bigint;
}): string {
  const { callGasLimit, verificationGasLimit, preVerificationGas } = operation;
  const gas = callGasLimit + verificationGasLimit + preVerificationGas;
  return `At most ${gas} gas (calls ${callGasLimit}, validation ${verificationGasLimit}, bundler ${preVerificationGas}): ${formatEther(prefund)} ETH.`;
}
