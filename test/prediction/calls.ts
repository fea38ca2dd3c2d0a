import { concat, encodeFunctionData, type Hex, numberToHex, zeroAddress } from "viem";
import {
  type ActionOnChain,
  type Call,
  type Comparison,
  type Erc20Spending,
  erc20SpendingLimit,
  type PolicyOnChain,
  type SessionOnChain,
  type UniActionState,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { executeUserOp } from "../../src/session/selectors.ts";
import { fallbackTarget } from "../../src/world/fallbackAction.ts";
import { executing, modes, packed, packedBatch } from "../helpers/execution.ts";
import { managementAbi } from "../helpers/managementAbi.ts";
import type { Stage, TargetFunction } from "./buildStage.ts";
import type { Aim, outside, Use } from "./steps.ts";

/** What an operation has the account do. */
export type Asked = { readonly calls: readonly Call[] } | { readonly callData: Hex };

interface Granted {
  readonly called: TargetFunction;
  readonly action: ActionOnChain | undefined;
}

const word = 2n ** 256n;
/** More calls than this are never made at once. */
const mostCalls = 6;

/**
 * Makes the calls of a drawn use, so that they meet what it aims at from the session as it stands.
 *
 * @param stage Where.
 * @param state The session.
 * @param use What was drawn.
 * @returns The calls.
 */
export function toAsked(stage: Stage, state: SessionOnChain, { action, aim, others, position }: Use): Asked {
  const granted = grantedOf(stage, state, action);
  if (aim.at === "outside") {
    const asked = callOutside(stage, granted, aim.what);
    return "callData" in asked
      ? asked
      : { calls: among(asked.calls, plain(stage, granted), others, position) };
  }
  const other = plain(stage, granted);
  const aimed = (aim.at === "bound" && aimAt(stage, state, granted, aim)) || [other];
  return { calls: among(aimed, other, others, position) };
}

function grantedOf({ functions }: Stage, { actions }: SessionOnChain, index: number): Granted {
  const known = actions.flatMap((action) => {
    const called = functions.find(
      ({ target, selector }) => target === action.target && selector === action.selector,
    );
    return called ? [{ called, action }] : [];
  });
  return (
    known[index % Math.max(known.length, 1)] ?? {
      called: functions[index] as TargetFunction,
      action: undefined,
    }
  );
}

const stateOf = <State>({ action }: Granted, address: PolicyOnChain["address"]): State | undefined =>
  action?.policies.find((policy) => policy.address === address)?.state as State | undefined;

/** A call within the session's rules for arguments, where one can be. */
function plain(stage: Stage, granted: Granted): Call {
  return toCall(granted, wordsWithin(stage, granted), 0n);
}

function wordsWithin({ account, friend }: Stage, granted: Granted): bigint[] {
  const { words } = granted.called;
  const comparisons = comparisonsOf(granted);
  return words.map((kind, index) => {
    const usual =
      kind === "amount" ? 1n : BigInt(index === 0 && words.length === 3 ? account.address : friend);
    const ofWord = comparisons.filter((one) => indexOf(one) === index);
    const candidates = [usual, ...ofWord.map((one) => boundOf(one, false))];
    return candidates.find((one) => keeps(one, ofWord)) ?? usual;
  });
}

/** Whether a word keeps to comparisons, each by itself. */
function keeps(argument: bigint, comparisons: UniActionState["comparisons"]): boolean {
  const data = concat(["0x00000000", numberToHex(argument, { size: 32 })]);
  const key = { configId: "0x", multiplexer: zeroAddress, account: zeroAddress } as const;
  const call = { to: zeroAddress, value: 0n, data };
  if (comparisons.length === 0) return true;
  const alone = comparisons.map((one) => ({ ...one, offset: 0n }));
  return !!uniAction.predict({ maxValue: 0n, comparisons: alone }, { role: "action", ...key, call })?.passes;
}

const comparisonsOf = (granted: Granted) =>
  stateOf<UniActionState>(granted, uniAction.address)?.comparisons.filter(isOf(granted)) ?? [];

/** The rule that stands where there is none looks at no word that the function has. */
const isOf =
  ({ called }: Granted) =>
  (comparison: Comparison) =>
    indexOf(comparison) < called.words.length;

const indexOf = ({ offset }: Comparison) => Number(offset / 32n);

/** The calls that meet one of the bounds that there are, or go beyond it; undefined where nothing is limited. */
function aimAt(
  stage: Stage,
  state: SessionOnChain,
  granted: Granted,
  { which, beyond }: Extract<Aim, { at: "bound" }>,
): readonly Call[] | undefined {
  const words = wordsWithin(stage, granted);
  const more = beyond ? 1n : 0n;
  const sending = (value: bigint) => [toCall(granted, words, value)];
  const saying = (index: number, argument: bigint) => {
    const said = words.map((one, position) => (position === index ? argument : one));
    return [toCall(granted, said, 0n)];
  };

  const ofAction = (granted.action?.policies ?? []).flatMap(
    ({ address, state: held }): (readonly Call[])[] => {
      if (address === usageLimit.address) {
        const { limit, used } = held as Counter;
        const count = Math.min(mostCalls, Math.max(1, Number(limit - used + more)));
        return [Array.from({ length: count }, () => plain(stage, granted))];
      }
      if (address === valueLimit.address) return [sending(remaining(held) + more)];
      if (address === erc20SpendingLimit.address) {
        const { limit, spent, approved } = held as Erc20Spending;
        return [saying(words.length - 1, limit - spent - approved + more)];
      }
      if (address !== uniAction.address) return [];
      const { maxValue, comparisons } = held as UniActionState;
      return [
        ...(maxValue + more < word ? [sending(maxValue + more)] : []),
        ...comparisons
          .filter(isOf(granted))
          .flatMap((one) => [
            saying(indexOf(one), boundOf(one, beyond)),
            ...(one.maxTotal === undefined
              ? []
              : [saying(indexOf(one), one.maxTotal - (one.total ?? 0n) + more)]),
          ]),
      ];
    },
  );
  const ofSession = state.userOpPolicies.flatMap(({ address, state: held }) =>
    address === valueLimit.address ? [sending(remaining(held) + more)] : [],
  );
  const bounds = [...ofAction, ...ofSession];
  return bounds[which % Math.max(bounds.length, 1)];
}

interface Counter {
  readonly limit: bigint;
  readonly used: bigint;
}

const remaining = (held: unknown) => (held as Counter).limit - (held as Counter).used;

/** The word that just meets a comparison, or just does not. */
function boundOf({ condition, ref }: Comparison, beyond: boolean): bigint {
  const bound = BigInt(ref);
  const by = (within: bigint, without: bigint) => (bound + (beyond ? without : within) + word) % word;
  switch (condition) {
    case "equal":
      return by(0n, 1n);
    case "notEqual":
      return by(1n, 0n);
    case "lessThan":
      return by(-1n, 0n);
    case "lessThanOrEqual":
      return by(0n, 1n);
    case "greaterThan":
      return by(1n, 0n);
    case "greaterThanOrEqual":
      return by(0n, -1n);
    case "inRange":
      return (bound % 2n ** 128n) + (beyond ? 1n : 0n);
  }
}

/** Too great a word is cut, as call data would have it. */
const toCall = ({ called }: Granted, words: readonly bigint[], value: bigint): Call => ({
  to: called.target,
  value,
  data: concat([
    called.selector,
    ...words.map((one) => numberToHex(((one % word) + word) % word, { size: 32 })),
  ]),
});

function among(aimed: readonly Call[], other: Call, others: number, position: number): readonly Call[] {
  const before = Math.min(position, others);
  const some = (count: number) => Array.from({ length: count }, () => other);
  return [...some(before), ...aimed, ...some(others - before)];
}

function callOutside(stage: Stage, granted: Granted, what: (typeof outside)[number]): Asked {
  const { account, friend, smartSession } = stage;
  const call = plain(stage, granted);
  const { to, data = "0x" } = call;
  const single = packed(call);
  const remove = encodeFunctionData({
    abi: managementAbi,
    functionName: "removeSession",
    args: [`0x${"00".repeat(32)}`],
  });
  switch (what) {
    case "another function":
      return { calls: [{ ...call, data: concat(["0x12345678", `0x${"00".repeat(64)}`]) }] };
    case "another target":
      return { calls: [{ ...call, to: friend }] };
    case "plain transfer":
      return { calls: [{ to, value: 1n, data: "0x12" }] };
    case "the account":
      return { calls: [{ ...call, to: account.address }] };
    case "the account's execute":
      return { calls: [{ to: account.address, data: executing(modes.single, single) }] };
    case "the module":
      return { calls: [{ to: smartSession, data: remove }] };
    case "short data":
      return { calls: [{ ...call, data: `0x${data.slice(2, Math.max(10, data.length - 2))}` }] };
    case "too much of everything":
      return {
        calls: [
          toCall(
            granted,
            granted.called.words.map(() => word - 1n),
            word - 1n,
          ),
        ],
      };
    case "delegatecall":
      return { callData: executing(modes.delegateCall, concat([to, data])) };
    case "try":
      return { callData: executing(modes.trySingle, single) };
    case "no calls":
      return { callData: executing(modes.batch, packedBatch()) };
    case "a function of the account":
      return { callData: concat(["0x9517e29f", `0x${"00".repeat(96)}`]) };
    case "executeUserOp":
      return { callData: concat([executeUserOp, executing(modes.single, single)]) };
    case "what stands for the fallback action":
      return { calls: [{ ...call, to: fallbackTarget }] };
  }
}
