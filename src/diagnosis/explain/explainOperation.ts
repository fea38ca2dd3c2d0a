import type { ObservedAccount } from "../../account/Account.ts";
import { userOperationHash } from "../../account/userOperationHash.ts";
import { rpcErrorCode } from "../../errors/submission.ts";
import { executionLayers } from "../../outcome/executionLayers.ts";
import { innerLayers, type RefusedFor } from "../../outcome/innerLayers.ts";
import { bundlerLayer } from "../../outcome/outcomeOfError.ts";
import { playCalls } from "../../outcome/playCalls.ts";
import { playOperation } from "../../outcome/playOperation.ts";
import type { RefusalLayer } from "../../refusal/Refusal.ts";
import { decodeCallData } from "../../session/decodeCallData.ts";
import { decodeFailedOp } from "../../submission/decodeFailedOp.ts";
import type { Explanation } from "../Explanation.ts";
import type { AskedOfOperation } from "./Asked.ts";
import type { Evidence } from "./Evidence.ts";
import { explainAlone } from "./explainAlone.ts";
import { explainHash } from "./explainHash.ts";
import { explainLayers } from "./explainLayers.ts";
import { findMined } from "./findMined.ts";

/**
 * Explains why an operation that is known was refused, or would be: whoever an account hides is asked.
 *
 * @param asked The operation, what else was given, and whom it can be asked of.
 * @returns The explanation.
 */
export async function explainOperation(asked: AskedOfOperation): Promise<Explanation> {
  const { evidence, world, account, operation } = asked;
  const found = [
    account
      ? `The account ${account.address} is of the kind ${account.kind}.`
      : `The account ${operation.sender} is of no kind that is known here: what it hides cannot be asked for.`,
  ];
  const given = refusedFor(evidence);
  const alone = explainAlone(evidence, account?.kind);
  const wasPlayed = given?.code === rpcErrorCode.executionReverted;
  const tells = given?.entryPoint !== undefined || isAnswered(given?.code);
  if (given && !tells && !wasPlayed && alone.causes.length > 0) return { ...alone, found };

  const played = tells || wasPlayed ? undefined : await playedFor(asked);
  const refused = tells ? given : played && { ...given, ...played };
  if (refused?.entryPoint?.code === "AA25") {
    const mined = await findMined(asked, userOperationHash(world, operation));
    if (mined.transactionHash && !given) return explainHash(asked, mined.transactionHash, mined.userOpHash);
    if (mined.transactionHash)
      found.push(`This very operation was mined, in transaction ${mined.transactionHash}.`);
  }
  if (!account) return ofUnknownAccount(asked, refused, found);
  const outer = bundlerLayers(evidence);
  if (refused) {
    const layers = [...outer, ...(await innerLayers(world, account, operation, refused))];
    const isPlayed = given === undefined;
    if (isPlayed) found.push("Played as the next block would have it, EntryPoint refuses the operation.");
    return explainLayers(asked, { layers, phase: "validation", found, verdict: "refused", isPlayed });
  }
  return ofCalls(asked, account, { outer, alone, found });
}

/** Validation passes: the calls may still fail, or nothing is amiss by now. */
async function ofCalls(
  asked: AskedOfOperation,
  account: ObservedAccount,
  {
    outer,
    alone,
    found,
  }: {
    readonly outer: readonly RefusalLayer[];
    readonly alone: Explanation;
    readonly found: readonly string[];
  },
): Promise<Explanation> {
  const failed = await callLayers(asked, account);
  if (failed) {
    return explainLayers(asked, {
      layers: [...outer, ...failed],
      phase: "execution",
      found: [...found, "Played now, the operation's calls fail."],
      verdict: alone.verdict,
      isPlayed: outer.length === 0,
    });
  }
  const isOpen = outer.length > 0 || alone.layers.length > 0;
  return {
    ...alone,
    found: [...found, "Played now, the operation passes validation, and its calls do not fail."],
    unknown: [
      ...asked.evidence.remarks,
      isOpen
        ? "What it was refused for is not so any more, or is the bundler's own: the chain as it stands has nothing against it."
        : "Whether it was sent is not known: where it was, ask by its hash.",
    ],
  };
}

/** Codes that an operation's own validation is refused by, whatever the words. */
const isAnswered = (code: number | undefined) =>
  code === rpcErrorCode.invalidSignature || code === rpcErrorCode.outOfTimeRange;

/** Why it was refused, by what was given; undefined where that says nothing of it. */
function refusedFor({ bundler, entryPoint, revert }: Evidence): RefusedFor | undefined {
  const failed = entryPoint ?? (revert && decodeFailedOp(revert));
  const code = bundler?.code;
  if (!failed && code === undefined) return undefined;
  return { ...(code !== undefined && { code }), ...(failed && { entryPoint: failed }) };
}

/** Why it would be refused now. */
async function playedFor({ world, operation }: AskedOfOperation): Promise<RefusedFor | undefined> {
  const data = await playOperation(world, operation);
  const entryPoint = data && decodeFailedOp(data);
  return entryPoint && { entryPoint };
}

const bundlerLayers = ({ bundler }: Evidence): readonly RefusalLayer[] => {
  if (!bundler) return [];
  const { code, message } = bundler;
  const layer = bundlerLayer({ code: code ?? 0, message });
  return [code === undefined ? { ...layer, code: "no code" } : layer];
};

async function callLayers({ world, operation }: AskedOfOperation, account: ObservedAccount) {
  const failed = await playCalls(world, account, operation);
  return failed && executionLayers(world, account, decodeCallData(operation.callData)?.calls ?? [], failed);
}

/** What is played is told all the same, as far as the error goes. */
function ofUnknownAccount(
  { evidence }: AskedOfOperation,
  refused: RefusedFor | undefined,
  found: readonly string[],
): Explanation {
  const { entryPoint } = refused ?? {};
  const played =
    entryPoint && !evidence.entryPoint && !evidence.revert ? { ...evidence, entryPoint } : evidence;
  const alone = explainAlone(played);
  return { ...alone, input: evidence.input, found: [...found, ...alone.found] };
}
