import { getAddress, type Hex, isAddressEqual, type Transaction, zeroAddress } from "viem";
import { type CallFrame, traceTransaction } from "../../outcome/callTrace.ts";
import { handledOperations, type PackedOperation } from "../../outcome/handledOperations.ts";
import { decodeCallData } from "../../session/decodeCallData.ts";
import type { World } from "../../world/World.ts";
import type { SessionCall, SessionUsed } from "../UsageFact.ts";
import { recordedBy } from "./recordedBy.ts";
import type { OperationLog } from "./usageLogs.ts";

/**
 * Reads which sessions operations were of, and what they called: EntryPoint's events joined with the operations that it was
 * handed.
 *
 * @param world The chain.
 * @param logs Events of a block's operations.
 * @param transactions The block's transactions.
 * @param timestamp The block's time, in Unix seconds.
 * @returns A fact for each event.
 */
export async function readUses(
  world: World,
  logs: readonly OperationLog[],
  transactions: readonly Pick<Transaction, "hash" | "to" | "input">[],
  timestamp: bigint,
): Promise<readonly SessionUsed[]> {
  const byTransaction = Map.groupBy(logs, ({ transactionHash }) => transactionHash);
  const uses = [...byTransaction].map(async ([transactionHash, events]) => {
    const transaction = transactions.find(({ hash }) => hash === transactionHash);
    const operations = await readOperations(world, transactionHash, transaction?.input ?? "0x", events);
    return events.map((event) => useFact(world, event, timestamp, operations.find(isOf(event))));
  });
  return (await Promise.all(uses)).flat();
}

/** An account's nonce is used once (EntryPoint's NonceManager). */
const isOf =
  ({ args }: OperationLog) =>
  ({ sender, nonce }: PackedOperation): boolean =>
    nonce === args.nonce && isAddressEqual(sender, args.sender);

/** The operations of a transaction: in its call data, or where another contract hands them to EntryPoint, in its trace. */
async function readOperations(
  world: World,
  hash: Hex,
  input: Hex,
  events: readonly OperationLog[],
): Promise<readonly PackedOperation[]> {
  const handed = handledOperations(input);
  if (events.every((event) => handed.some(isOf(event)))) return handed;
  const trace = await traceTransaction(world, hash);
  return trace ? [...handed, ...operationsIn(world, trace)] : handed;
}

function operationsIn(world: World, { to, input, calls = [] }: CallFrame): readonly PackedOperation[] {
  const isEntryPoint = to !== undefined && isAddressEqual(to, world.contracts.EntryPoint.address);
  const own = isEntryPoint && input ? handledOperations(input) : [];
  return own.length > 0 ? own : calls.flatMap((call) => operationsIn(world, call));
}

function useFact(
  { release }: World,
  log: OperationLog,
  timestamp: bigint,
  operation: PackedOperation | undefined,
): SessionUsed {
  const { userOpHash, nonce, paymaster, success, actualGasUsed, actualGasCost } = log.args;
  const { permissionId, enables } = (operation && release.decodeSignature(operation.signature)) ?? {};
  return {
    ...recordedBy(log, timestamp),
    type: "sessionUsed",
    userOpHash,
    nonce,
    paymaster: paymaster === zeroAddress ? undefined : paymaster,
    success,
    gasUsed: actualGasUsed,
    gasCost: actualGasCost,
    permissionId,
    enables,
    calls: operation && callsOf(operation.callData),
  };
}

/** SmartSession lets nothing pass but single calls and batches. */
function callsOf(callData: Hex): readonly SessionCall[] | undefined {
  const decoded = decodeCallData(callData);
  if (!decoded || (decoded.callType !== "0x00" && decoded.callType !== "0x01")) return undefined;
  return decoded.calls.map(({ to, value, data }) => ({ to: getAddress(to), value, data }));
}
