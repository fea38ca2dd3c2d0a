import type { ObservedAccount } from "../../account/Account.ts";
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
import { explainStranger } from "./explainStranger.ts";
import { findByNonce } from "./findByNonce.ts";
import { heldAgainst } from "./heldAgainst.ts";

/**
 * Explains what became of an operation that is known; where it is not mined, why it was refused, or would be: whoever an
 * account hides is asked.
 *
 * @param asked The operation, what else was given, and whom it can be asked of.
 * @returns The explanation.
 */
export async function explainOperation(asked: AskedOfOperation): Promise<Explanation> {
  const { evidence, account, operation } = asked;
  const alone = explainAlone(evidence, { kind: account?.kind, asked: "validator" });
  const used = await findByNonce(asked);
  const became = used?.transactionHash && (await explainHash(asked, used.transactionHash, used.userOpHash));
  if (became && alone.layers.length === 0) return became;
  const found = [
    account
      ? `The account ${account.address} is of the kind ${account.kind}.`
      : `The account ${operation.sender} is of no kind that is known here: what it hides cannot be asked for.`,
    ...(used ? [used.sentence] : []),
  ];
  const refused = await explainRefused(asked, alone, found);
  // Another sending of it was refused.
  return became ? { ...refused, verdict: became.verdict } : refused;
}

/** Why it was refused, or would be. */
async function explainRefused(
  asked: AskedOfOperation,
  alone: Explanation,
  found: readonly string[],
): Promise<Explanation> {
  const { evidence, world, account } = asked;
  const isTold = alone.layers.length > 0;
  const given = refusedFor(evidence);
  const wasPlayed = given?.code === rpcErrorCode.executionReverted;
  const tells = given?.entryPoint !== undefined || isAnswered(given?.code);
  if (given && !tells && !wasPlayed && alone.causes.length > 0) return { ...alone, found };

  const block = await world.client.getBlockNumber();
  const playedAt = isTold ? undefined : block;
  const played = tells || wasPlayed ? undefined : await playedFor(asked);
  const refused = tells ? given : played && { ...given, ...played };
  if (!account)
    return explainStranger(asked, refused, { found, ...(playedAt !== undefined && { playedAt }) });
  const now = refused
    ? await ofValidation(asked, account, { refused, found, playedAt })
    : await ofCalls(asked, account, { alone, found, playedAt });
  return isTold ? heldAgainst(alone, now, block) : now;
}

/** What is known before the chain is asked. */
interface Before {
  readonly found: readonly string[];
  /** The block that the operation is played on, where no refusal of it was given. */
  readonly playedAt: bigint | undefined;
}

/** Validation does not pass. */
async function ofValidation(
  asked: AskedOfOperation,
  account: ObservedAccount,
  { refused, found, playedAt }: Before & { readonly refused: RefusedFor },
): Promise<Explanation> {
  const inner = await innerLayers(asked.world, account, asked.operation, refused);
  return explainLayers(asked, {
    layers: [...bundlerLayers(asked.evidence), ...inner],
    phase: "validation",
    found:
      playedAt === undefined
        ? found
        : [...found, "Played as the next block would have it, EntryPoint refuses the operation."],
    verdict: "refused",
    playedAt,
  });
}

/** Validation passes: the calls may still fail, or nothing is amiss by now. */
async function ofCalls(
  asked: AskedOfOperation,
  account: ObservedAccount,
  { alone, found, playedAt }: Before & { readonly alone: Explanation },
): Promise<Explanation> {
  const failed = await callLayers(asked, account);
  if (failed) {
    return explainLayers(asked, {
      layers: [...bundlerLayers(asked.evidence), ...failed],
      phase: "execution",
      found: [...found, "Played now, the operation's calls fail."],
      verdict: alone.verdict,
      playedAt,
    });
  }
  return {
    ...alone,
    ...(playedAt !== undefined && { playedAt }),
    found: [...found, "Played now, the operation passes validation, and its calls do not fail."],
    unknown: [
      ...asked.evidence.remarks,
      playedAt === undefined
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
