import type { Hex } from "viem";
import { NotConfirmedError } from "../errors/lifecycle.ts";
import type { Accepted } from "../refusal/Outcome.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { isEnabled } from "./findSessions.ts";

/** How long an RPC may be behind the bundler's, in milliseconds. */
const longestDelay = 30_000;

/**
 * Asks the chain whether sessions are what an operation was to make of them, as of the block that it was mined in.
 *
 * @param sessions The account.
 * @param permissionIds The sessions.
 * @param enabled Whether they are to be enabled.
 * @param outcome The operation.
 * @throws NotConfirmedError where the chain says otherwise.
 */
export async function confirm(
  sessions: Pick<AccountSessions, "world" | "account">,
  permissionIds: readonly Hex[],
  enabled: boolean,
  { blockNumber, transactionHash }: Accepted,
): Promise<void> {
  await untilBlock(sessions, blockNumber);
  const answers = await Promise.all(permissionIds.map((id) => isEnabled(sessions, id)));
  const wrong = permissionIds.filter((_, index) => answers[index] !== enabled);
  if (wrong.length === 0) return;
  const what = enabled ? "The sessions are enabled" : "The sessions are revoked";
  throw new NotConfirmedError({ what, permissionIds: wrong, transactionHash });
}

/** The RPC need not be the bundler's: it is asked until it has the block, and at last as it is. */
async function untilBlock({ world }: Pick<AccountSessions, "world">, block: bigint): Promise<void> {
  const end = Date.now() + longestDelay;
  while ((await world.client.getBlockNumber()) < block && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, world.client.pollingInterval));
  }
}
