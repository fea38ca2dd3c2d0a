import { size, slice } from "viem";
import type { RuleOf } from "../readAlertRules.ts";
import type { SessionUsed } from "../UsageFact.ts";
import type { ArmedRules } from "./armRules.ts";
import { cut } from "./cut.ts";
import { type Finding, placeOf } from "./Finding.ts";
import type { Memories } from "./Watching.ts";
import type { Counted } from "./WatchState.ts";

/** Of more times than these a rate remembers so many parts of its time. */
const [mostTimes, parts] = [4_000, 2_000n];

/**
 * Holds an operation against the rules about single operations, rates and failures.
 *
 * @param rules The rules.
 * @param memories What they remember; it is brought up to date.
 * @param fact The operation.
 * @param isOurs Whether its session is ours.
 * @returns What they find.
 */
export function judgeUse(
  rules: ArmedRules,
  memories: Memories,
  fact: SessionUsed,
  isOurs: boolean,
): readonly Finding[] {
  const { account, permissionId = null } = fact;
  const found: Finding[] = [];
  const subjectOf = (by: "session" | "account") =>
    by === "account" ? account : permissionId && `${account}:${permissionId}`;

  for (const rule of isOurs ? [] : rules.of("unknownUse", account)) {
    found.push({ ...unknownUse(fact), rule, account, permissionId, at: placeOf(fact) });
  }
  for (const rule of rules.of("rate", account)) {
    const { by = "session", digest, within } = rule;
    const subject = subjectOf(by);
    if (subject === null) continue;
    const { window: before = [] } = memories.get(digest, subject);
    const kept = before.filter(({ timestamp }) => timestamp > fact.timestamp - within);
    const window = added(rule, kept, fact);
    memories.set(digest, subject, { window: coarser(within, needed(rule, window)) });
    for (const finding of passed(rule, kept, window)) {
      found.push({
        rule,
        account,
        permissionId: by === "account" ? null : permissionId,
        at: placeOf(fact),
        key: [finding.of, fact.userOpHash],
        details: { ...finding, rule: "rate", by, within, userOpHash: fact.userOpHash },
      });
    }
  }
  for (const rule of permissionId === null ? [] : rules.of("failures", account)) {
    const subject = `${account}:${permissionId}`;
    const streak = fact.success ? 0 : (memories.get(rule.digest, subject).streak ?? 0) + 1;
    memories.set(rule.digest, subject, { streak });
    if (streak !== rule.streak) continue;
    const { userOpHash } = fact;
    const details = { rule: "failures", streak, userOpHash } as const;
    found.push({ rule, account, permissionId, at: placeOf(fact), key: [streak, userOpHash], details });
  }
  return found;
}

function unknownUse({
  userOpHash,
  success,
  permissionId,
  calls,
}: SessionUsed): Pick<Finding, "key" | "details"> {
  const { shown, more: moreCalls } = cut(calls ?? []);
  const called = shown.map(({ to, value, data }) => ({
    to,
    value,
    selector: size(data) < 4 ? null : slice(data, 0, 4),
  }));
  const sessionRead = permissionId !== undefined;
  return {
    key: [userOpHash],
    details: {
      rule: "unknownUse",
      userOpHash,
      sessionRead,
      success,
      calls: calls ? called : null,
      moreCalls,
    },
  };
}

/** An operation that failed has moved no value; one that has moved none is not kept where value alone is counted. */
function added(
  { operations: counts }: Pick<RuleOf<"rate">, "operations">,
  window: readonly Counted[],
  { timestamp, success, calls = [] }: SessionUsed,
): readonly Counted[] {
  const value = success ? calls.reduce((sum, one) => sum + one.value, 0n) : 0n;
  if (counts === undefined && value === 0n) return window;
  const last = window.at(-1);
  if (last?.timestamp !== timestamp) return [...window, { timestamp, operations: 1, value }];
  const together = { timestamp, operations: last.operations + 1, value: last.value + value };
  return [...window.slice(0, -1), together];
}

const count = (window: readonly Counted[], of: "operations" | "value") =>
  window.reduce((sum, one) => sum + BigInt(one[of]), 0n);

/** A window without the eldest, as far as what is left passes the limits as well: it need not hold more. */
function needed(
  rule: Pick<RuleOf<"rate">, "operations" | "value">,
  window: readonly Counted[],
): readonly Counted[] {
  const limits = limitsOf(rule);
  const passed = { operations: 0n, value: 0n };
  const last = window.findLastIndex((one) => {
    passed.operations += BigInt(one.operations);
    passed.value += one.value;
    return limits.every(({ of, limit }) => passed[of] > limit);
  });
  return last > 0 ? window.slice(last) : window;
}

/** A window of fewer times, where it has too many: those that are within a part of the rule's time are one, at the last's. */
function coarser(within: bigint, window: readonly Counted[]): readonly Counted[] {
  if (window.length <= mostTimes) return window;
  const slots = Map.groupBy(window, ({ timestamp }) => (timestamp * parts) / within);
  return [...slots.values()].map((ofSlot) => ({
    timestamp: ofSlot.at(-1)?.timestamp ?? 0n,
    operations: Number(count(ofSlot, "operations")),
    value: count(ofSlot, "value"),
  }));
}

const limitsOf = ({ operations, value }: Pick<RuleOf<"rate">, "operations" | "value">) => [
  ...(operations === undefined ? [] : [{ of: "operations" as const, limit: BigInt(operations) }]),
  ...(value === undefined ? [] : [{ of: "value" as const, limit: value }]),
];

/** Which of a rule's limits this operation has passed: it is told once, until the count has been at the limit again. */
function passed(
  rule: Pick<RuleOf<"rate">, "operations" | "value">,
  before: readonly Counted[],
  after: readonly Counted[],
) {
  return limitsOf(rule).flatMap(({ of, limit }) => {
    const counted = count(after, of);
    return counted <= limit || count(before, of) > limit ? [] : [{ of, limit, counted }];
  });
}
