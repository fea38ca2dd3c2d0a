import type { UserOperation } from "viem/account-abstraction";
import type { Rejected } from "../refusal/Outcome.ts";
import { outcomeOfError } from "./outcomeOfError.ts";
import { prefundOf } from "./prefundOf.ts";
import { type OperationParameters, prepareOperation } from "./prepareOperation.ts";

/** What an operation would take, as far as a bundler can tell without its signature. */
export interface OperationEstimate {
  readonly status: "estimated";
  /** The operation, with a stub for a signature: gas limits, fees, and who pays. */
  readonly operation: UserOperation<"0.7">;
  /** The most that its gas can cost, in wei (see {@link prefundOf}). */
  readonly prefund: bigint;
}

/**
 * Asks what an operation would take: a dry run of {@link execute}. No key is used, nothing is signed or sent.
 *
 * @param parameters World, client, account, signer and calls.
 * @returns Limits, fees and the most that it can cost; or the refusal, where the bundler refuses to estimate it. What is
 * asked of the validator then has a stub for a signature: that the signature is wrong is not told from that.
 * @throws What {@link execute} throws before it sends.
 */
export async function estimateOperation(
  parameters: OperationParameters,
): Promise<OperationEstimate | Rejected> {
  const { operation, refusal } = await prepareOperation(parameters);
  if (refusal) return outcomeOfError(parameters.world, parameters.account, operation, refusal);
  return { status: "estimated", operation, prefund: prefundOf(operation) };
}
