import { getAbiItem, type Hex, isAddressEqual } from "viem";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { readLogs } from "./readLogs.ts";

/** A session that is enabled by its first use has no SessionCreated: its validator's event tells. */
const events = [
  getAbiItem({ abi: smartSessionAbi, name: "SessionCreated" }),
  getAbiItem({ abi: smartSessionAbi, name: "SessionValidatorEnabled" }),
  getAbiItem({ abi: smartSessionAbi, name: "SessionRemoved" }),
];

/** What SmartSession's events tell of an account's sessions. */
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
    const owner = "account" in args ? args.account : args.smartAccount;
    if (!isAddressEqual(owner, account.address)) continue;
    history.set(args.permissionId, eventName === "SessionRemoved" ? "removed" : "created");
  }
  return history;
}
