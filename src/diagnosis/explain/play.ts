import { encodeFunctionData, type Hex } from "viem";
import { entryPoint07Abi, toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import type { ObservedAccount } from "../../account/Account.ts";
import { type CallFrame, callTracer, failedCall } from "../../outcome/callTrace.ts";
import type { FailedExecution } from "../../outcome/executionLayers.ts";
import { findOrigin } from "../../outcome/traceRevert.ts";
import { revertData } from "../../submission/revertData.ts";
import type { World } from "../../world/World.ts";

/** Who bundles, where nothing is sent: nobody. */
const nobody = "0x000000000000000000000000000000000000dEaD";

/**
 * Plays an operation's validation and what EntryPoint does around it, as in the next block. Nothing is sent.
 *
 * @param world Where.
 * @param operation The operation.
 * @returns What `handleOps` reverts with; undefined where it does not.
 */
export function playOperation(world: World, operation: UserOperation<"0.7">): Promise<Hex | undefined> {
  const { address } = world.contracts.EntryPoint;
  const data = encodeFunctionData({
    abi: entryPoint07Abi,
    functionName: "handleOps",
    args: [[toPackedUserOperation(operation)], nobody],
  });
  return reverted(world, { from: nobody, to: address, data });
}

/**
 * Plays an operation's calls alone, as EntryPoint would have the account make them in the next block.
 *
 * @param world Where.
 * @param account The account, deployed.
 * @param operation The operation.
 * @returns How they fail; undefined where they do not.
 */
export async function playCalls(
  world: World,
  account: ObservedAccount,
  { callData, callGasLimit }: Pick<UserOperation<"0.7">, "callData" | "callGasLimit">,
): Promise<FailedExecution | undefined> {
  const { EntryPoint, SmartSession } = world.contracts;
  const gas = { gas: `0x${callGasLimit.toString(16)}` };
  const call = { from: EntryPoint.address, to: account.address, data: callData, ...gas };
  const returned = await reverted(world, call);
  if (returned === undefined) return undefined;
  try {
    const params = [call, "pending", callTracer];
    const frame: CallFrame = await world.provider.request({ method: "debug_traceCall", params });
    const origin = findOrigin(frame, account.machinery, SmartSession.address);
    return { returned, origin: origin && failedCall(origin) };
  } catch {
    return { returned }; // A public RPC rarely traces.
  }
}

async function reverted(world: World, call: object): Promise<Hex | undefined> {
  try {
    await world.provider.request({ method: "eth_call", params: [call, "pending"] });
    return undefined;
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw error;
    return data;
  }
}
