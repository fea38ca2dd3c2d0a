import { type Address, getAddress, type Hex, isAddressEqual, type Transaction, zeroAddress } from "viem";
import { type CallFrame, traceTransaction } from "../../outcome/callTrace.ts";
import {
  handledOperations,
  type PackedOperation,
  packedOperationHash,
} from "../../outcome/handledOperations.ts";
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
    const operations = transaction ? await readOperations(world, transaction) : new Map();
    return events.map((event) => useFact(world, event, timestamp, operations.get(event.args.userOpHash)));
  });
  return (await Promise.all(uses)).flat();
}

/**
 * The operations that a transaction handed to EntryPoint, by their hashes: in its call data, or where another contract handed
 * them on, in its trace. Whoever sends it may write other operations into it: what EntryPoint did not carry out is not taken,
 * and the hash, which the event has, covers everything but the signature.
 */
async function readOperations(
  world: World,
  { hash, to, input }: Pick<Transaction, "hash" | "to" | "input">,
): Promise<ReadonlyMap<Hex, PackedOperation>> {
  const { address } = world.contracts.EntryPoint;
  const isHandedOn = !to || !isAddressEqual(to, address);
  const trace = isHandedOn ? await traceTransaction(world, hash) : { type: "CALL", to, input };
  const operations = trace ? carriedOut(address, trace) : [];
  return new Map(operations.map((operation) => [packedOperationHash(world, operation), operation]));
}

function carriedOut(
  entryPoint: Address,
  { type, to, input = "0x", error, calls = [] }: CallFrame,
): readonly PackedOperation[] {
  if (error !== undefined) return [];
  const isAsked = type === "CALL" && to !== undefined && isAddressEqual(to, entryPoint);
  const own = isAsked ? handledOperations(input) : [];
  return own.length > 0 ? own : calls.flatMap((call) => carriedOut(entryPoint, call));
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
