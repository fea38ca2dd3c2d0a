import { type Address, getAddress, type Hex, isAddressEqual } from "viem";
import type { Account } from "../account/Account.ts";
import type { World } from "../world/World.ts";

/** A frame as geth's `callTracer` gives it. */
interface CallFrame {
  readonly to?: Address;
  readonly error?: string;
  readonly output?: Hex;
  readonly calls?: readonly CallFrame[];
}

/**
 * Finds which contract made an operation's execution revert, and with what, where the account hides it:
 * in the transaction's trace, the last call that failed inside the account's own contracts or SmartSession.
 *
 * @param world Where it was mined.
 * @param account The account of the operation.
 * @param transactionHash The bundle, of this operation alone.
 * @returns The contract and its revert data, or undefined where the chain offers no trace.
 */
export async function traceRevert(
  world: World,
  account: Account,
  transactionHash: Hex,
): Promise<{ readonly address: Address; readonly data: Hex } | undefined> {
  let root: CallFrame;
  try {
    root = await world.provider.request({
      method: "debug_traceTransaction",
      params: [transactionHash, { tracer: "callTracer" }],
    });
  } catch {
    return undefined; // A public RPC rarely traces: what the account hides stays hidden.
  }
  // SmartSession passes a policy's error on as it is, so what failed inside it is looked for too.
  const origin = originOf(root, [...account.machinery, world.contracts.SmartSession.address]);
  return origin?.to && { address: getAddress(origin.to), data: origin.output ?? "0x" };
}

/** Inside these contracts the last failure is the cause; what fails inside a target is the target's business. */
function originOf(frame: CallFrame, machinery: readonly Address[]): CallFrame | undefined {
  const isFailure = frame.error !== undefined;
  const inside = frame.to === undefined || machinery.some((one) => isAddressEqual(one, frame.to as Address));
  if (isFailure && !inside) return frame;
  for (const call of frame.calls?.toReversed() ?? []) {
    const origin = originOf(call, machinery);
    if (origin) return origin;
  }
  return isFailure ? frame : undefined;
}
