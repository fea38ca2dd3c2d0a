import { type Address, type Hex, isAddressEqual } from "viem";
import type { ObservedAccount } from "../account/Account.ts";
import type { World } from "../world/World.ts";
import { type CallFrame, type FailedCall, failedCall, traceTransaction } from "./callTrace.ts";

/**
 * Finds which contract made an operation's execution fail, and with what, where the account hides it: in the
 * trace of the bundle, below EntryPoint's call for this operation.
 *
 * @param world Where it was mined.
 * @param account The account of the operation.
 * @param userOpHash The operation.
 * @param transactionHash The bundle that it was mined in.
 * @returns The origin, or undefined where the chain offers no trace.
 */
export async function traceRevert(
  world: World,
  account: ObservedAccount,
  userOpHash: Hex,
  transactionHash: Hex,
): Promise<FailedCall | undefined> {
  const bundle = await traceTransaction(world, transactionHash);
  const execution = bundle && executionIn(world, bundle, userOpHash);
  const origin = execution && findOrigin(execution, account.machinery, world.contracts.SmartSession.address);
  return origin && failedCall(origin);
}

/**
 * Finds an operation's execution in a bundle's trace: EntryPoint calls itself for each (innerHandleOp), with the operation's
 * hash among the arguments.
 *
 * @param world Where.
 * @param bundle The trace of `handleOps`.
 * @param userOpHash The operation.
 * @returns The frame, or undefined where the bundle does not come to that.
 */
export function executionIn({ contracts }: World, bundle: CallFrame, userOpHash: Hex): CallFrame | undefined {
  return bundle.calls?.find(
    ({ to, input }) =>
      to !== undefined &&
      isAddressEqual(to, contracts.EntryPoint.address) &&
      input?.includes(userOpHash.slice(2)),
  );
}

/**
 * Finds the frame that made an execution fail. Inside the account the last failure is the cause, also where
 * the account itself returns instead of reverting; what goes on inside a target is the target's business.
 *
 * @param frame Where the execution begins.
 * @param machinery The contracts whose code acts as the account.
 * @param smartSession SmartSession, which passes a policy's error on as it is.
 * @returns The frame, or undefined where nothing failed. What was delegated to another contract's code has the
 * address that it ran at.
 */
export function findOrigin(
  frame: CallFrame,
  machinery: readonly Address[],
  smartSession: Address,
): CallFrame | undefined {
  for (const made of [...(frame.calls ?? [])].reverse()) {
    // What the account delegates to runs as the account, whichever contract it is.
    const delegated = made.type === "DELEGATECALL";
    const call = delegated && frame.to !== undefined ? { ...made, to: frame.to } : made;
    const inside =
      delegated || call.to === undefined || machinery.some((one) => isAddressEqual(one, call.to as Address));
    if (inside) {
      const origin = findOrigin(call, machinery, smartSession);
      if (origin) return origin;
    } else if (call.error !== undefined) {
      const passedOn =
        isAddressEqual(call.to as Address, smartSession) &&
        call.calls?.filter(({ error, output }) => error !== undefined && output === call.output).at(-1);
      return passedOn || call;
    }
  }
  return frame.error === undefined ? undefined : frame;
}
