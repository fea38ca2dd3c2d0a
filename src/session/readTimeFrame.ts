import { type Address, isAddressEqual } from "viem";
import type { DecodedSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { toUserOpConfigId } from "./ids.ts";
import { type TimeFrame, timeFrame } from "./policies/timeFrame.ts";

/**
 * Reads the time frame that a session as a whole is held to: from the chain, or from the operation's signature
 * where that enables the session first.
 *
 * @param world Where the account lives.
 * @param account The account.
 * @param signed What the operation's signature says.
 * @returns TimeFramePolicy's bounds for it, in Unix seconds; 0 and 0 where it has none.
 */
export async function readTimeFrame(
  world: World,
  account: Address,
  { permissionId, enables }: DecodedSignature,
): Promise<TimeFrame> {
  const enabling = enables?.userOpPolicies.find(({ policy }) => isAddressEqual(policy, timeFrame.address));
  if (enabling) return timeFrame.decode(enabling.initData);
  return timeFrame.readState({
    client: world.client,
    multiplexer: world.contracts.SmartSession.address,
    account,
    configId: toUserOpConfigId(account, permissionId),
  });
}
