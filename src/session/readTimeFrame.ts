import type { Address, Hex } from "viem";
import type { World } from "../world/World.ts";
import { toUserOpConfigId } from "./ids.ts";
import { type TimeFrame, timeFrame } from "./policies/timeFrame.ts";

/**
 * Reads the time frame that a session as a whole is held to.
 *
 * @param world Where the account lives.
 * @param account The account.
 * @param permissionId The session.
 * @returns TimeFramePolicy's bounds for it, in Unix seconds; 0 and 0 where it has none.
 */
export function readTimeFrame(world: World, account: Address, permissionId: Hex): Promise<TimeFrame> {
  return timeFrame.readState({
    client: world.client,
    multiplexer: world.contracts.SmartSession.address,
    account,
    configId: toUserOpConfigId(account, permissionId),
  });
}
