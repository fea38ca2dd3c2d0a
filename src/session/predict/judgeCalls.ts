import { type Hex, isAddressEqual } from "viem";
import { fallbackSelectors, fallbackTarget } from "../../world/fallbackAction.ts";
import { releaseNamed } from "../../world/releaseNamed.ts";
import type { DecodedCallData } from "../decodeCallData.ts";
import { toActionConfigId, toActionId } from "../ids.ts";
import type { NotAccepted } from "../Prediction.ts";
import type { PlainCall } from "../policies/Policy.ts";
import type { TimeFrame } from "../policies/timeFrame.ts";
import type { ActionOnChain, SessionOnChain } from "../readSession.ts";
import { selectorOf } from "../selectorOf.ts";
import { execute, executeUserOp } from "../selectors.ts";
import { askPolicies } from "./askPolicies.ts";
import { bySmartSession, unknown } from "./notAccepted.ts";

/** Calls that the session's actions have let pass. */
export interface Judged {
  readonly actions: readonly ActionOnChain[];
  readonly frames: readonly TimeFrame[];
}

/**
 * Judges what an operation has the account do, call by call, as SmartSession does.
 *
 * @param state The session.
 * @param asked What is asked of the account.
 * @returns The actions afterwards, or why it ends here.
 */
export function judgeCalls(state: SessionOnChain, asked: DecodedCallData): Judged | NotAccepted {
  if (asked.callType === undefined) return judgeFunction(state, asked);
  const unsupported = releaseNamed(state.release).refusesMode(asked);
  if (unsupported) return bySmartSession(unsupported.code, unsupported.args);
  if (asked.calls.length === 0) return bySmartSession("NoExecutionsInBatch", {});
  let judged: Judged = { actions: state.actions, frames: [] };
  for (const [index, call] of asked.calls.entries()) {
    const next = judgeCall(state, judged.actions, call);
    if ("status" in next) return index === 0 ? next : withThoseBefore(next);
    judged = { actions: next.actions, frames: [...judged.frames, ...next.frames] };
  }
  return judged;
}

/** What the operation's earlier calls took is used already. */
function withThoseBefore(refused: NotAccepted): NotAccepted {
  if (refused.status === "unknown" || refused.figures === undefined) return refused;
  return { ...refused, figures: `${refused.figures}, with the operation's calls before it` };
}

/**
 * Another function of the account than `execute` is an action as calls are, which no fallback stands for. A Kernel
 * grants functions to its validators by itself as well.
 */
function judgeFunction(
  state: SessionOnChain,
  { selector, callData }: Extract<DecodedCallData, { callType: undefined }>,
): Judged | NotAccepted {
  if (selector === executeUserOp) return bySmartSession("UnsupportedExecutionType", {});
  const call = { to: state.account, value: 0n, data: callData };
  const judged = askAction(state, state.actions, toActionId(state.account, selector), call);
  if (!judged) return notGranted(state);
  if ("status" in judged || state.accountKind !== "kernel") return judged;
  return unknown(`whether this Kernel lets SmartSession call its function ${selector}`);
}

function judgeCall(
  state: SessionOnChain,
  actions: readonly ActionOnChain[],
  call: PlainCall,
): Judged | NotAccepted {
  const selector = selectorOf(call.data);
  if (selector === execute && isAddressEqual(call.to, state.account)) {
    return bySmartSession("InvalidSelfCall", {});
  }
  if (isAddressEqual(call.to, fallbackTarget)) return bySmartSession("InvalidTarget", {});

  const isApart =
    isAddressEqual(call.to, state.smartSession) && releaseNamed(state.release).setsOwnCallsApart;
  const granted = isApart ? undefined : askAction(state, actions, toActionId(call.to, selector), call);
  if (granted) return granted;
  const fallback = toActionId(
    fallbackTarget,
    isApart ? fallbackSelectors.smartSession : fallbackSelectors.others,
  );
  return askAction(state, actions, fallback, call) ?? notGranted(state);
}

/** Undefined where there is no such action, or nothing judges it. */
function askAction(
  state: SessionOnChain,
  actions: readonly ActionOnChain[],
  actionId: Hex,
  call: PlainCall,
): Judged | NotAccepted | undefined {
  const action = actions.find((one) => one.actionId === actionId);
  if (!action || action.policies.length === 0) return undefined;
  const { account, permissionId, smartSession: multiplexer } = state;
  const configId = toActionConfigId(account, permissionId, actionId);
  const asked = askPolicies(state, action.policies, { role: "action", configId, multiplexer, account, call });
  if ("status" in asked) return asked;
  const next = { ...action, policies: asked.policies };
  return { actions: actions.map((one) => (one === action ? next : one)), frames: asked.frames };
}

const notGranted = ({ permissionId }: SessionOnChain): NotAccepted =>
  bySmartSession("NoPoliciesSet", { permissionId });
