import { getAbiItem, type Hex, type Log, toEventSelector } from "viem";
import { entryPoint07Abi, type UserOperationReceipt } from "viem/account-abstraction";

const userOperationEvent = toEventSelector(getAbiItem({ abi: entryPoint07Abi, name: "UserOperationEvent" }));

/**
 * The logs of a user operation, UserOperationEvent included: some bundlers (alto) leave it out.
 *
 * @param receipt The bundler's receipt.
 * @returns The logs, in their order.
 */
export function logsOf({ userOpHash, logs, receipt }: UserOperationReceipt<"0.7">): readonly Log[] {
  const isItsEvent = ({ topics }: { topics: readonly Hex[] }) =>
    topics[0] === userOperationEvent && topics[1] === userOpHash;
  if (logs.some(isItsEvent)) return logs;
  return [...logs, ...(receipt.logs as readonly Log[]).filter(isItsEvent)];
}
