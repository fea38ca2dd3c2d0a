import type { Address } from "viem";
import { parseInput } from "../config/parseInput.ts";
import { timestampSchema } from "../config/schemas.ts";
import type { Call } from "../world/Call.ts";
import type { EnableSignature } from "../world/Release.ts";
import { releaseNamed } from "../world/releaseNamed.ts";
import { afterEnabling } from "./afterEnabling.ts";
import type { CompiledPermission } from "./compilePermission.ts";
import { type DecodedCallData, decodeCallData } from "./decodeCallData.ts";
import { toUserOpConfigId } from "./ids.ts";
import { isSameHex } from "./isSameHex.ts";
import { nearerBound } from "./nearerBound.ts";
import type { Operation } from "./Operation.ts";
import type { NotAccepted, Prediction } from "./Prediction.ts";
import { type TimeFrame, timeFrame } from "./policies/timeFrame.ts";
import { askPolicies } from "./predict/askPolicies.ts";
import { checkId } from "./predict/checkId.ts";
import { checkKey } from "./predict/checkKey.ts";
import { checkState } from "./predict/checkState.ts";
import { judgeCalls } from "./predict/judgeCalls.ts";
import { bySmartSession, rejected, unknown } from "./predict/notAccepted.ts";
import { parseOperation } from "./predict/parseOperation.ts";
import type { SessionOnChain } from "./readSession.ts";
import { sessionIdSchema } from "./sessionSchema.ts";

/**
 * Says without a chain what validation would say of a session's operation: accepted, or by whom it is refused, with
 * which error, for which rule. It follows SmartSession's `validateUserOp`, the policies and EntryPoint v0.7 in the
 * order in which they are asked.
 *
 * @param session The session that is to make the operation.
 * @param state What the chain holds of it: `harness.readSession`, or {@link neverEnabled} and {@link afterEnabling}.
 * @param operation What is to be sent. The account is taken to be deployed and able to pay, and gas to suffice.
 * @param time The timestamp of the block that it is to be in, in Unix seconds.
 * @returns The prediction, with what the chain would hold afterwards; `unknown` for what no one can tell from that:
 * policies and session validators of somebody else, call data that is not well formed.
 * @throws InvalidInputError where the state or the enable signature is another session's, or state, operation or time
 * cannot be meant.
 * @example
 * ```ts
 * const state = await harness.readSession(account, session);
 * const prediction = predict(session, state, { calls: [{ to: target, data: "0xd09de08a" }] }, time);
 * if (prediction.status === "rejected") console.log(prediction.refusal.rule);
 * ```
 */
export function predict(
  session: Pick<CompiledPermission, "permissionId">,
  state: SessionOnChain,
  operation: Operation,
  time: bigint | number,
): Prediction {
  const { permissionId } = parseInput(sessionIdSchema, session, "session");
  checkState(state);
  checkId(state.permissionId, permissionId, "state.permissionId");
  const parsed = parseOperation(operation, state);
  const timestamp = parseInput(timestampSchema, time, "time");
  const asked = "callData" in parsed ? decodeCallData(parsed.callData) : executing(parsed.calls);
  if (!asked) return unknown("what the call data asks of the account: it is not well formed");
  const { nonce = state.nonce } = parsed;
  if (nonce >> 64n !== state.nonce >> 64n) {
    return unknown("what becomes of it by another nonce key than SmartSession's of this account");
  }
  if (!state.moduleInstalled) {
    const code = "module not installed";
    return rejected({
      layer: "account",
      code,
      args: { validator: state.smartSession },
      rule: "moduleInstalled",
    });
  }

  const validated = validate(state, parsed, asked);
  if ("status" in validated) return validated;
  // EntryPoint: the nonce first, then what validation returned.
  if (nonce !== state.nonce) return byEntryPoint("AA25", { reason: "AA25 invalid account nonce" }, "nonce");
  if (!validated.signed) {
    return bySmartSession("SIG_VALIDATION_FAILED", { permissionId: state.permissionId });
  }
  const outOfTime = refuseByTime(validated.frames, timestamp);
  if (outOfTime) return outOfTime;
  return { status: "accepted", state: { ...validated.state, nonce: state.nonce + 1n } };
}

/** What SmartSession's validation comes to, where it does not revert. */
interface Validated {
  readonly state: SessionOnChain;
  readonly frames: readonly TimeFrame[];
  /** Whether the session's key has signed. */
  readonly signed: boolean;
}

/** SmartSession's `validateUserOp`. */
function validate(
  before: SessionOnChain,
  operation: Operation,
  asked: DecodedCallData,
): Validated | NotAccepted {
  const state = operation.enable ? enableFirst(before, operation.enable) : before;
  if ("status" in state) return state;
  const { permissionId, account, smartSession: multiplexer } = state;
  if (!state.enabled) return bySmartSession("InvalidPermissionId", { permissionId });
  const unpaid = operation.paymaster && refusePaymaster(state);
  if (unpaid) return unpaid;

  const configId = toUserOpConfigId(account, permissionId);
  const question = { role: "userOp", configId, multiplexer, account, execution: asked } as const;
  const whole = askPolicies(state, state.userOpPolicies, question);
  if ("status" in whole) return whole;
  const judged = judgeCalls(state, asked);
  if ("status" in judged) return judged;
  const signed = checkKey(state, operation.signer);
  if (typeof signed === "object") return signed;
  return {
    state: { ...state, userOpPolicies: whole.policies, actions: judged.actions },
    frames: [...whole.frames, ...judged.frames],
    signed,
  };
}

/** ENABLE and UNSAFE_ENABLE mode: the session is enabled, and judged by what it is then. */
function enableFirst(
  state: SessionOnChain,
  { mode, session, chainDigests }: EnableSignature,
): SessionOnChain | NotAccepted {
  const [first] = chainDigests;
  if (first?.chainId !== BigInt(state.chainId)) {
    return bySmartSession("ChainIdMismatch", { providedChainId: first?.chainId });
  }
  const { account, enableNonce: nonce } = state;
  const computedHash = releaseNamed(state.release).sessionDigest({ account, session, mode, nonce });
  if (!isSameHex(first.sessionDigest, computedHash)) {
    return bySmartSession("HashMismatch", { providedHash: first.sessionDigest, computedHash });
  }
  return afterEnabling({ ...state, enableNonce: nonce + 1n }, { session });
}

/** A session has to permit paymasters, and then to have a policy that judges the operation. */
function refusePaymaster(state: SessionOnChain): NotAccepted | undefined {
  if (!releaseNamed(state.release).limitsPaymasters) return undefined;
  const { permissionId } = state;
  if (!state.permitERC4337Paymaster) return bySmartSession("PaymasterValidationNotEnabled", { permissionId });
  if (state.userOpPolicies.length > 0) return undefined;
  return bySmartSession("NoPoliciesSet", { permissionId }, "permitERC4337Paymaster");
}

/** EntryPoint holds an operation to the latest beginning and the earliest end that its policies gave. */
function refuseByTime(frames: readonly TimeFrame[], timestamp: bigint): NotAccepted | undefined {
  const range = frames.map(endless).reduce(intersect, { validAfter: 0n, validUntil: 0n });
  const { validAfter, validUntil } = range;
  if (timestamp >= validAfter && (validUntil === 0n || timestamp <= validUntil)) return undefined;
  const args = { reason: "AA22 expired or not due", ...range, timestamp };
  // No other policy gives a time.
  const policy = { name: timeFrame.name, address: timeFrame.address };
  return byEntryPoint("AA22", args, nearerBound({ ...range, timestamp }), policy);
}

/** The greatest time is no end, as SmartSession answers where there is none. */
const endless = ({ validAfter, validUntil }: TimeFrame): TimeFrame => ({
  validAfter,
  validUntil: validUntil === 2n ** 48n - 1n ? 0n : validUntil,
});

function intersect(one: TimeFrame, other: TimeFrame): TimeFrame {
  const ends = [one.validUntil, other.validUntil].filter((end) => end !== 0n);
  return {
    validAfter: one.validAfter > other.validAfter ? one.validAfter : other.validAfter,
    validUntil: ends.reduce((least, end) => (least === 0n || end < least ? end : least), 0n),
  };
}

function byEntryPoint(
  code: string,
  args: Readonly<Record<string, unknown>>,
  rule: "nonce" | "validAfter" | "validUntil",
  policy?: { readonly name: string; readonly address: Address },
): NotAccepted {
  return rejected({ layer: "EntryPoint", code, args, rule, ...(policy && { policy }) });
}

/** As the account encodes calls: one by itself, several as a batch. */
function executing(calls: readonly Call[]): DecodedCallData {
  return {
    callType: calls.length === 1 ? "0x00" : "0x01",
    execType: "0x00",
    calls: calls.map(({ to, value = 0n, data = "0x" }) => ({ to, value, data })),
  };
}
