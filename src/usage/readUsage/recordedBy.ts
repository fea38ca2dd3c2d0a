import type { UsageFact } from "../UsageFact.ts";
import { accountOf, type UsageLog } from "./usageLogs.ts";

/**
 * What a fact has of its log.
 *
 * @param log The log.
 * @param timestamp The block's time, in Unix seconds.
 * @returns Whom it is about, and where it was recorded.
 */
export function recordedBy(
  log: UsageLog,
  timestamp: bigint,
): Pick<UsageFact, "account" | "blockNumber" | "timestamp" | "transactionHash" | "logIndex"> {
  const { blockNumber, transactionHash, logIndex } = log;
  return { account: accountOf(log), blockNumber, timestamp, transactionHash, logIndex };
}
