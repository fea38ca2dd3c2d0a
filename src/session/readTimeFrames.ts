import { type Address, type Hex, isAddressEqual } from "viem";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { DecodedSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { toActionConfigId, toUserOpConfigId } from "./ids.ts";
import { type TimeFrame, timeFrame } from "./policies/timeFrame.ts";

/**
 * Reads the time frames that a session is held to, as a whole and for each of its actions: from the chain, and from
 * the operation's signature where that enables the session first.
 *
 * @param world Where the account lives.
 * @param account The account.
 * @param signed What the operation's signature says.
 * @returns TimeFramePolicy's bounds, in Unix seconds; none where it judges nothing of the session.
 */
export async function readTimeFrames(
  world: World,
  account: Address,
  { permissionId, enables }: DecodedSignature,
): Promise<readonly TimeFrame[]> {
  const { client, contracts } = world;
  const multiplexer = contracts.SmartSession.address;
  const actionIds = await client.readContract({
    address: multiplexer,
    abi: smartSessionAbi,
    functionName: "getEnabledActions",
    args: [account, permissionId],
  });
  const read = (configId: Hex) => timeFrame.readState({ client, multiplexer, account, configId });
  const held = await Promise.all([
    read(toUserOpConfigId(account, permissionId)),
    ...actionIds.map((actionId) => read(toActionConfigId(account, permissionId, actionId))),
  ]);
  const enabling = [
    ...(enables?.userOpPolicies ?? []),
    ...(enables?.actions.flatMap(({ actionPolicies }) => actionPolicies) ?? []),
  ].filter(({ policy }) => isAddressEqual(policy, timeFrame.address));
  return [...held, ...enabling.map(({ initData }) => timeFrame.decode(initData))];
}
