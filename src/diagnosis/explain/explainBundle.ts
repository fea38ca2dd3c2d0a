import { isAddressEqual, type TransactionReceipt, toFunctionSelector, toHex } from "viem";
import { recogniseAccount } from "../../account/recogniseAccount.ts";
import type { ValidatorAnswer } from "../../outcome/askValidator.ts";
import { type CallFrame, failedCall, traceTransaction } from "../../outcome/callTrace.ts";
import { innerLayers } from "../../outcome/innerLayers.ts";
import { decodeFailedOp } from "../../submission/decodeFailedOp.ts";
import { revertData } from "../../submission/revertData.ts";
import type { World } from "../../world/World.ts";
import type { Explanation } from "../Explanation.ts";
import type { Asked } from "./Asked.ts";
import { bundledIn } from "./bundledIn.ts";
import { explainAlone } from "./explainAlone.ts";
import { explainLayers } from "./explainLayers.ts";

/** ERC-4337 v0.7, `IAccount.validateUserOp`; SmartSession is asked by the same function. */
const validateUserOp = toFunctionSelector(
  "validateUserOp((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes),bytes32)",
);

/**
 * Explains a transaction that reverted: a bundle that EntryPoint refused for one of its operations, or another's.
 *
 * @param asked The chain.
 * @param receipt The transaction's receipt.
 * @param sentence What is known of it.
 * @returns The explanation.
 */
export async function explainBundle(
  asked: Asked,
  receipt: TransactionReceipt,
  sentence: string,
): Promise<Explanation> {
  const { world, evidence } = asked;
  const { transactionHash } = receipt;
  const frame = await traceTransaction(world, transactionHash);
  const data = frame?.output ?? (await replay(world, receipt));
  if (data === undefined) {
    const silent =
      "What it reverted with is not to be had: the chain offers no trace, and played again it does not revert.";
    const alone = explainAlone(evidence, { asked: "validator" });
    return { ...alone, found: [sentence], unknown: [...evidence.remarks, silent] };
  }
  const failed = decodeFailedOp(data);
  const all = await bundledIn(world, transactionHash);
  const refused = failed && all[failed.index ?? 0];
  if (!failed && all.length === 0) {
    const none = "It does not call EntryPoint's handleOps: this is no bundle of user operations.";
    const alone = explainAlone({ ...evidence, revert: data }, { asked: "validator" });
    return { ...alone, input: evidence.input, verdict: "undone", found: [sentence, none] };
  }
  if (!failed || !refused) {
    return {
      ...explainAlone({ ...evidence, revert: data }, { asked: "validator" }),
      input: evidence.input,
      found: [sentence],
    };
  }
  const { operation, userOpHash } = refused;
  const found = [
    sentence,
    `EntryPoint refused the user operation ${userOpHash} of ${operation.sender}, and with it the whole bundle: none of its operations was mined.`,
  ];
  const account = await recogniseAccount(world, operation.sender, operation);
  if (!account) {
    return {
      ...explainAlone({ ...evidence, revert: data }, { asked: "validator" }),
      input: evidence.input,
      found,
    };
  }
  const answer = frame && answerIn(frame, world);
  const layers = await innerLayers(world, account, operation, {
    entryPoint: failed,
    ...(answer && { answer }),
  });
  const said = {
    layers,
    phase: "validation",
    verdict: "refused",
    found,
    isPast: answer === undefined,
  } as const;
  return explainLayers({ ...asked, account, operation }, said);
}

/** On the state before its block, which is what it met where nothing in the block touched the same. */
async function replay({ client, provider }: World, { transactionHash, blockNumber }: TransactionReceipt) {
  const { from, to, input, value, gas } = await client.getTransaction({ hash: transactionHash });
  const call = { from, to, data: input, value: toHex(value), gas: toHex(gas) };
  try {
    await provider.request({ method: "eth_call", params: [call, toHex(blockNumber - 1n)] });
    return undefined;
  } catch (error) {
    return revertData(error);
  }
}

/** What SmartSession reverted with then. */
function answerIn(frame: CallFrame, world: World): ValidatorAnswer | undefined {
  const { address } = world.contracts.SmartSession;
  const asked = findFrame(
    frame,
    ({ to, input, error }) =>
      error !== undefined &&
      to !== undefined &&
      isAddressEqual(to, address) &&
      (input ?? "").startsWith(validateUserOp),
  );
  if (!asked?.output) return undefined;
  const last = asked.calls?.at(-1);
  const callee = last && failedCall(last);
  return { revert: asked.output, ...(callee && { callee }) };
}

function findFrame(frame: CallFrame, matches: (frame: CallFrame) => boolean): CallFrame | undefined {
  if (matches(frame)) return frame;
  for (const call of frame.calls ?? []) {
    const found = findFrame(call, matches);
    if (found) return found;
  }
  return undefined;
}
