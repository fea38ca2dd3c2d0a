import type { Hex } from "viem";
import { isAddressEqual } from "viem";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { readLogs } from "./readLogs.ts";

const events = smartSessionAbi.filter((item) => item.type === "event");

/** What SmartSession's events tell of a session: a session that is enabled by its first use has none. */
export type SessionHistory = ReadonlyMap<Hex, "created" | "removed">;

/**
 * Reads from SmartSession's events which sessions of an account were created, and which were removed again. No event
 * names the account in a topic: the logs of all accounts are read.
 *
 * @param sessions The account.
 * @param fromBlock The first block.
 * @returns By session, what came last.
 */
export async function readHistory(
  { world, account }: Pick<AccountSessions, "world" | "account">,
  fromBlock: bigint,
): Promise<SessionHistory> {
  const { address } = world.contracts.SmartSession;
  const history = new Map<Hex, "created" | "removed">();
  const logs = await readLogs(world, fromBlock, (range) =>
    world.client.getLogs({ address, events, strict: true, ...range }),
  );
  for (const { eventName, args } of logs) {
    if (eventName === "SessionCreated" && isAddressEqual(args.account, account.address)) {
      history.set(args.permissionId, "created");
    }
    if (eventName === "SessionRemoved" && isAddressEqual(args.smartAccount, account.address)) {
      history.set(args.permissionId, "removed");
    }
  }
  return history;
}
