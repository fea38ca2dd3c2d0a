import { isAddressEqual, isHex } from "viem";
import type { UserOperationReceipt } from "viem/account-abstraction";
import type { Account } from "../account/Account.ts";
import type { MinedUserOperation, Outcome } from "../refusal/Outcome.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import type { Call } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { decodeRevert } from "./decodeRevert.ts";
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
  account: Account,
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
    logs: receipt.logs,
  };
  if (receipt.success) return { status: "accepted", ...mined };

  const reason = isHex(receipt.reason) ? receipt.reason : "0x";
  const traced = await traceRevert(world, account, mined.transactionHash);
  const layers: RefusalLayer[] = [];
  if (!traced || traced.data !== reason) {
    layers.push(decodeRevert(world, account, reason, "returned", { layer: "account" }));
  }
  if (traced) {
    const { address, data } = traced;
    const ofAccount = account.machinery.some((one) => isAddressEqual(one, address));
    const called = calls.find(({ to }) => isAddressEqual(to, address));
    layers.push(
      decodeRevert(world, account, data, traced.data === reason ? "returned" : "asked", {
        layer: ofAccount ? "account" : "target",
        address,
        ...(called?.abi && { abi: called.abi }),
      }),
    );
  }
  return { status: "rejected", refusal: toRefusal(layers, "execution"), mined };
}
