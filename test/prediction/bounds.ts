import { hexToBigInt, numberToHex, size, slice } from "viem";
import {
  type Call,
  type Comparison,
  type Erc20Spending,
  erc20SpendingLimit,
  type Operation,
  type Rule,
  type SessionOnChain,
  type TimeFrame,
  timeFrame,
  toActionId,
  type UniActionState,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";

/** The rules whose two sides a run has to meet. */
export const rules = [
  "sessionKey",
  "action",
  "validAfter",
  "validUntil",
  "argumentRules",
  "maxValue",
  "maxTotalValue",
  "spendingLimit",
  "maxUses",
  "maxOperations",
  "permitERC4337Paymaster",
  "sessionEnabled",
  "enableSignature",
  "moduleInstalled",
  "nonce",
] as const satisfies readonly Rule[];

interface Counter {
  readonly limit: bigint;
  readonly used: bigint;
}

/**
 * The rules that an accepted operation has just met: a limit to its last unit, a time to its second.
 *
 * @param before The session before it, enabled.
 * @param after The session after it.
 * @param operation The operation.
 * @param time The timestamp of its block, in Unix seconds.
 * @returns The rules.
 */
export function metBounds(
  before: SessionOnChain,
  after: SessionOnChain,
  operation: Operation,
  time: bigint,
): ReadonlySet<Rule> {
  const met = new Set<Rule>(["sessionKey", "action", "sessionEnabled", "moduleInstalled", "nonce"]);
  if (operation.enable) met.add("enableSignature");
  if (operation.paymaster) met.add("permitERC4337Paymaster");
  for (const { address, state } of [
    after.userOpPolicies,
    ...after.actions.map(({ policies }) => policies),
  ].flat()) {
    if (address !== timeFrame.address) continue;
    if ((state as TimeFrame).validAfter === time) met.add("validAfter");
    if ((state as TimeFrame).validUntil === time) met.add("validUntil");
  }
  for (const { address, state } of after.userOpPolicies) {
    if (address === usageLimit.address && isFull(state)) met.add("maxOperations");
    if (address === valueLimit.address && isFull(state) && hasValue(operation)) met.add("maxTotalValue");
  }
  for (const call of "calls" in operation ? operation.calls : []) {
    for (const rule of metByCall(before, after, call)) met.add(rule);
  }
  return met;
}

const isFull = (state: unknown) => (state as Counter).used === (state as Counter).limit;
const hasValue = (operation: Operation) =>
  "calls" in operation && operation.calls.some(({ value = 0n }) => value > 0n);

function metByCall(
  before: SessionOnChain,
  after: SessionOnChain,
  { to, data = "0x", value = 0n }: Call,
): Rule[] {
  if (size(data) < 4) return [];
  const actionId = toActionId(to, slice(data, 0, 4));
  const find = ({ actions }: SessionOnChain) =>
    actions.find((action) => action.actionId === actionId)?.policies ?? [];
  return find(after).flatMap(({ address, state }): Rule[] => {
    if (address === usageLimit.address) return isFull(state) ? ["maxUses"] : [];
    if (address === valueLimit.address) return isFull(state) && value > 0n ? ["maxTotalValue"] : [];
    if (address === erc20SpendingLimit.address) {
      const { limit, spent, approved } = state as Erc20Spending;
      const was = find(before).find((one) => one.address === address)?.state as Erc20Spending | undefined;
      const spends = was === undefined || was.spent + was.approved < spent + approved;
      return spent + approved === limit && spends ? ["spendingLimit"] : [];
    }
    if (address !== uniAction.address) return [];
    const { maxValue, comparisons } = state as UniActionState;
    return [
      ...(value === maxValue ? (["maxValue"] as const) : []),
      ...(comparisons.some((one) => isAtBound(one, data)) ? (["argumentRules"] as const) : []),
    ];
  });
}

function isAtBound(
  { offset, condition, ref, maxTotal, total }: UniActionState["comparisons"][number],
  data: `0x${string}`,
): boolean {
  const start = 4 + Number(offset);
  const argument = hexToBigInt(slice(data, start, start + 32));
  if (maxTotal !== undefined && total === maxTotal && argument > 0n) return true;
  return edges({ condition, ref }).includes(argument);
}

function edges({ condition, ref }: Pick<Comparison, "condition" | "ref">): readonly bigint[] {
  const bound = BigInt(ref);
  if (condition === "inRange") return [BigInt(slice(ref, 0, 16)), BigInt(slice(ref, 16, 32))];
  if (condition === "notEqual") return [bound - 1n, bound + 1n];
  if (condition === "lessThan") return [bound - 1n];
  if (condition === "greaterThan") return [bound + 1n];
  // That no word is less than 0 is no bound.
  return condition === "greaterThanOrEqual" && ref === numberToHex(0n, { size: 32 }) ? [] : [bound];
}
