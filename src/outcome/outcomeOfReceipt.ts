import { type Hex, isHex } from "viem";
import type { UserOperationReceipt } from "viem/account-abstraction";
import type { ObservedAccount } from "../account/Account.ts";
import type { MinedUserOperation, Outcome } from "../refusal/Outcome.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import type { Call } from "../world/Call.ts";
import type { World } from "../world/World.ts";
import type { FailedCall } from "./callTrace.ts";
import { contractAt } from "./contractAt.ts";
import { declaredError, decodeRevert } from "./decodeRevert.ts";
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
  const layers = origin
    ? tracedLayers(world, account, calls, returned, origin)
    : [untracedLayer(world, account, calls, returned)];
  return { status: "rejected", refusal: toRefusal(layers, "execution"), mined };
}

function tracedLayers(
  world: World,
  account: ObservedAccount,
  calls: readonly Call[],
  returned: Hex,
  failed: FailedCall,
): RefusalLayer[] {
  const { address, data, halt } = failed;
  const contract = contractAt(world, account, calls, address, failed);
  // The same bytes: the account passes them on, or they are its own. Others, or a halt: it put its own in place.
  const hidden = data !== returned || halt !== undefined;
  const innermost: RefusalLayer = halt?.includes("balance")
    ? // A transfer that the account cannot pay for never reaches its target.
      { layer: "account", address: account.address, code: "insufficient balance", args: {}, known: "asked" }
    : {
        layer: contract.layer,
        address,
        data,
        known: hidden ? "asked" : "returned",
        ...decodeRevert(contract.abi, data, halt),
      };
  const outer: RefusalLayer = {
    layer: "account",
    address: account.address,
    data: returned,
    known: "returned",
    ...decodeRevert(account.errorsAbi, returned),
  };
  return hidden ? [outer, innermost] : [innermost];
}

/**
 * Where there is no trace, the data alone tells who reverted: as far as one contract declares it. An account that
 * passes errors on is taken for the last that would have said it.
 */
function untracedLayer(
  world: World,
  account: ObservedAccount,
  calls: readonly Call[],
  data: Hex,
): RefusalLayer {
  const called = calls.map(({ to }) => contractAt(world, account, calls, to));
  const own = contractAt(world, account, calls, account.address);
  const contract =
    (account.hidesErrors ? [own, ...called] : [...called, own]).find(({ abi }) => declaredError(abi, data)) ??
    (called.length === 1 ? called[0] : undefined);
  const { layer = "target", abi = [], address } = contract ?? {};
  return { layer, ...(address && { address }), data, known: "returned", ...decodeRevert(abi, data) };
}
