import type { Hex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import type { ObservedAccount } from "../account/Account.ts";
import { userOperationHash } from "../account/userOperationHash.ts";
import type { World } from "../world/World.ts";
import { failedCall, traceCall } from "./callTrace.ts";
import type { FailedExecution } from "./executionLayers.ts";
import { bundling, played } from "./playOperation.ts";
import { executionIn, findOrigin } from "./traceRevert.ts";

/**
 * Plays an operation's calls as in the next block. Where the chain traces, they are played after its validation and with the
 * gas that it gives them; elsewhere alone and with gas to spare, as a call alone costs more: whether its gas suffices is not
 * told then. Nothing is sent.
 *
 * @param world Where.
 * @param account The account.
 * @param operation An operation that passes validation.
 * @returns How its calls fail; undefined where they do not.
 * @throws What the chain answers that is no revert.
 */
export async function playCalls(
  world: World,
  account: ObservedAccount,
  operation: UserOperation<"0.7">,
): Promise<FailedExecution | undefined> {
  const { EntryPoint, SmartSession } = world.contracts;
  const bundle = await traceCall(world, bundling(world, operation));
  const execution = bundle && executionIn(world, bundle, userOperationHash(world, operation));
  if (execution) {
    const [made] = execution.calls ?? [];
    if (made?.error === undefined) return undefined;
    const origin = findOrigin(execution, account.machinery, SmartSession.address);
    return { returned: made.output ?? "0x", origin: origin && failedCall(origin) };
  }
  if (!(await world.client.getCode({ address: account.address }))) return undefined;
  const alone = { from: EntryPoint.address, to: account.address, data: operation.callData };
  const returned: Hex | undefined = await played(world, alone);
  return returned === undefined ? undefined : { returned };
}
