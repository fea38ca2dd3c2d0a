import { encodeFunctionData, type Hex } from "viem";
import { entryPoint07Abi, toPackedUserOperation, type UserOperation } from "viem/account-abstraction";
import { revertData } from "../submission/revertData.ts";
import type { World } from "../world/World.ts";

/** Who bundles what is not sent: nobody. */
const nobody = "0x000000000000000000000000000000000000dEaD";

/**
 * The call that bundles an operation alone (EntryPoint v0.7, `handleOps`).
 *
 * @param world Where.
 * @param operation The operation.
 * @returns The call, for `eth_call` and `debug_traceCall`.
 */
export function bundling({ contracts }: World, operation: UserOperation<"0.7">) {
  const data = encodeFunctionData({
    abi: entryPoint07Abi,
    functionName: "handleOps",
    args: [[toPackedUserOperation(operation)], nobody],
  });
  return { from: nobody, to: contracts.EntryPoint.address, data } as const;
}

/**
 * Plays an operation's validation and what EntryPoint does around it, as in the next block. Nothing is sent.
 *
 * @param world Where.
 * @param operation The operation.
 * @returns What `handleOps` reverts with; undefined where it does not.
 * @throws What the chain answers that is no revert.
 */
export function playOperation(world: World, operation: UserOperation<"0.7">): Promise<Hex | undefined> {
  return played(world, bundling(world, operation));
}

/**
 * Plays a call, as in the next block.
 *
 * @param world Where.
 * @param call The call.
 * @returns What it reverts with; undefined where it does not.
 * @throws What the chain answers that is no revert.
 */
export async function played(world: World, call: object): Promise<Hex | undefined> {
  try {
    await world.provider.request({ method: "eth_call", params: [call, "pending"] });
    return undefined;
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw error;
    return data;
  }
}
