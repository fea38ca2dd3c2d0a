import { type Hex, isAddressEqual, parseEventLogs, type TransactionReceipt } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { recogniseAccount } from "../../account/recogniseAccount.ts";
import { executionLayers } from "../../outcome/executionLayers.ts";
import { traceRevert } from "../../outcome/traceRevert.ts";
import { decodeCallData } from "../../session/decodeCallData.ts";
import type { Explanation } from "../Explanation.ts";
import type { Asked } from "./Asked.ts";
import { type Bundled, bundledIn } from "./bundledIn.ts";
import { dissect } from "./dissect.ts";
import { explainAlone } from "./explainAlone.ts";
import { explainBundle } from "./explainBundle.ts";
import { explainLayers } from "./explainLayers.ts";

/** EntryPoint v0.6, whose operations are not asked about. */
const olderEntryPoint = "0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789";

/**
 * Explains what became of the user operations of a transaction that was mined.
 *
 * @param asked The chain.
 * @param receipt The transaction's receipt.
 * @param only The operation that is meant. Default: those that were undone, else all.
 * @returns The explanation; of several that were undone, of the first.
 */
export async function explainTransaction(
  asked: Asked,
  receipt: TransactionReceipt,
  only?: Hex,
): Promise<Explanation> {
  const { transactionHash, blockNumber, status } = receipt;
  const where = `transaction ${transactionHash} in block ${blockNumber}`;
  if (status === "reverted") return explainBundle(asked, receipt, `The ${where} reverted.`);
  const events = eventsOf(asked, receipt).filter(({ userOpHash }) => !only || userOpHash === only);
  const [first] = events;
  const known = { input: asked.evidence.input, layers: [], causes: [], unknown: asked.evidence.remarks };
  if (!first) {
    const isOlder = receipt.logs.some(({ address }) => isAddressEqual(address, olderEntryPoint));
    const what = isOlder
      ? "user operations of EntryPoint v0.6 alone"
      : "no user operation of EntryPoint v0.7";
    const sentence = only ? `carries no user operation ${only}` : `carries ${what}`;
    return { ...known, verdict: "unknown", found: [`The ${where} took effect, and ${sentence}.`] };
  }
  const found = events.map(
    ({ userOpHash, sender, success }) =>
      `The user operation ${userOpHash} of ${sender} is in the ${where}: ${success ? "it took effect" : "its calls were undone"}.`,
  );
  const undone = events.find(({ success }) => !success);
  if (!undone) return { ...known, verdict: "accepted", found };
  return explainUndone(asked, transactionHash, undone, found);
}

interface MinedOperation {
  readonly userOpHash: Hex;
  readonly sender: Hex;
  readonly success: boolean;
  /** What the account reverted with, where EntryPoint tells. */
  readonly reason: Hex | undefined;
  /** Whether it was the paymaster that made it fail. */
  readonly byPaymaster: boolean;
}

function eventsOf({ world }: Asked, { logs }: TransactionReceipt): readonly MinedOperation[] {
  const { address } = world.contracts.EntryPoint;
  const parsed = parseEventLogs({
    abi: entryPoint07Abi,
    logs: logs.filter((log) => isAddressEqual(log.address, address)),
  });
  return parsed.flatMap((log) => {
    if (log.eventName !== "UserOperationEvent") return [];
    const { userOpHash, sender, success } = log.args;
    const reasons = parsed.flatMap((other) =>
      (other.eventName === "UserOperationRevertReason" || other.eventName === "PostOpRevertReason") &&
      other.args.userOpHash === userOpHash
        ? [other]
        : [],
    );
    const byPaymaster = reasons.some(({ eventName }) => eventName === "PostOpRevertReason");
    return [{ userOpHash, sender, success, reason: reasons[0]?.args.revertReason, byPaymaster }];
  });
}

async function explainUndone(
  asked: Asked,
  transactionHash: Hex,
  { userOpHash, sender, reason = "0x", byPaymaster }: MinedOperation,
  found: readonly string[],
): Promise<Explanation> {
  const { world, evidence } = asked;
  const receipt = { userOpHash, success: false, reason, transactionHash };
  const isGiven = asked.account !== undefined && isAddressEqual(asked.account.address, sender);
  const account = isGiven ? asked.account : await recogniseAccount(world, sender);
  if (!account || byPaymaster) {
    const way = { where: byPaymaster ? ("paymaster" as const) : ("execution" as const), kind: account?.kind };
    const layers = dissect({ data: reason, way });
    return {
      ...explainAlone({ ...evidence, receipt }, { kind: account?.kind, asked: "validator" }),
      layers,
      found,
    };
  }
  const bundled: readonly Bundled[] = await bundledIn(world, transactionHash);
  const operation = bundled.find((one) => one.userOpHash === userOpHash)?.operation;
  const calls = operation ? (decodeCallData(operation.callData)?.calls ?? []) : [];
  const origin = await traceRevert(world, account, userOpHash, transactionHash);
  const layers = await executionLayers(world, account, calls, { returned: reason, origin });
  const explained = { layers, phase: "execution", verdict: "undone", found } as const;
  return explainLayers({ ...asked, account, operation }, explained);
}
