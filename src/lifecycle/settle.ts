import type { Hex } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import type { UnsettledOperation } from "../keys/SessionFile.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { readLogs } from "./readLogs.ts";

/**
 * What became of an operation whose command was interrupted:
 * - `took effect`, `failed`: it was mined, and its calls were or were not carried out
 * - `displaced`: another operation was mined in its place, so it never will be
 * - `open`: it was not mined; a bundler may still have it. Whoever sends again with its nonce cannot do so twice
 */
export interface Settlement extends UnsettledOperation {
  readonly result: "took effect" | "failed" | "displaced" | "open";
  /** The transaction that it was mined in. */
  readonly transactionHash?: Hex;
}

const [userOperationEvent] = entryPoint07Abi.filter(
  (item) => item.type === "event" && item.name === "UserOperationEvent",
) as [Extract<(typeof entryPoint07Abi)[number], { type: "event"; name: "UserOperationEvent" }>];

/**
 * Asks the chain what became of an operation that was signed to be sent.
 *
 * @param sessions The account.
 * @param operation The operation, as it was written down before it was sent.
 * @returns What became of it.
 */
export async function settle(
  { world, account }: Pick<AccountSessions, "world" | "account">,
  operation: UnsettledOperation,
): Promise<Settlement> {
  const { client, contracts } = world;
  const { address } = contracts.EntryPoint;
  // The nonce first: what is mined between the two questions is found by the second.
  const next = await client.readContract({
    address,
    abi: entryPoint07Abi,
    functionName: "getNonce",
    args: [account.address, operation.nonce >> 64n],
  });
  const { userOpHash } = operation;
  const [mined] = await readLogs(world, operation.block, (range) =>
    client.getLogs({ address, event: userOperationEvent, args: { userOpHash }, strict: true, ...range }),
  );
  if (mined) {
    const result = mined.args.success ? "took effect" : "failed";
    return { ...operation, result, transactionHash: mined.transactionHash };
  }
  return { ...operation, result: next > operation.nonce ? "displaced" : "open" };
}
