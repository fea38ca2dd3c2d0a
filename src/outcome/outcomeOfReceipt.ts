import { isHex } from "viem";
import type { UserOperationReceipt } from "viem/account-abstraction";
import type { ObservedAccount } from "../account/Account.ts";
import type { MinedUserOperation, Outcome } from "../refusal/Outcome.ts";
import type { Call } from "../world/Call.ts";
import type { World } from "../world/World.ts";
import { executionLayers } from "./executionLayers.ts";
import { logsOf } from "./logsOf.ts";
import { toRefusal } from "./toRefusal.ts";
import { traceRevert } from "./traceRevert.ts";

/**
 * What became of an operation that was mined.
 *
 * @param world Where it was mined.
 * @param account The account of the operation.
 * @param calls The operation's calls; their ABIs name the errors of their targets.
 * @param receipt The bundler's receipt.
 * @returns Accepted where its calls took effect; else rejected, with what was recorded all the same.
 */
export async function outcomeOfReceipt(
  world: World,
  account: ObservedAccount,
  calls: readonly Call[],
  receipt: UserOperationReceipt<"0.7">,
): Promise<Outcome> {
  const mined: MinedUserOperation = {
    userOpHash: receipt.userOpHash,
    transactionHash: receipt.receipt.transactionHash,
    blockNumber: receipt.receipt.blockNumber,
    nonce: receipt.nonce,
    gasUsed: receipt.actualGasUsed,
    gasCost: receipt.actualGasCost,
    logs: logsOf(receipt),
  };
  if (receipt.success) return { status: "accepted", ...mined };

  const returned = isHex(receipt.reason) ? receipt.reason : "0x";
  const origin = await traceRevert(world, account, mined.userOpHash, mined.transactionHash);
  const layers = await executionLayers(world, account, calls, { returned, origin });
  return { status: "rejected", refusal: toRefusal(layers, "execution"), mined };
}
