import { formatEther } from "viem";
import type { Layer, Rule } from "../../refusal/Refusal.ts";
import type { Enforcement } from "../../session/Enforcement.ts";
import type { Call } from "../../world/Call.ts";
import { type Attack, type AttackGround, type AttackPlan, mostUses, tooMany } from "./Attack.ts";
import { callOf } from "./callOf.ts";
import { cheapestCall } from "./cheapestCall.ts";
import { inBatches } from "./inBatches.ts";
import { anyWord, partInto } from "./wordRange.ts";

/**
 * Plans an attack on a limit of native value, by what enforces it.
 *
 * @param ground The permission, and a call that it allows.
 * @param enforcement The statement about `maxValue` or `maxTotalValue`.
 * @returns The attack.
 */
export function attackValue(ground: AttackGround, { field, value: bound, enforcedBy }: Enforcement): Attack {
  const { sample, session, target } = ground;
  const { byTarget, perCall } = session.permission.value;
  const limit = bound as bigint;
  const by = (layer: Layer, rule: Rule) => ({ layer, rule });
  const attack = (done: string, expected: Attack["expected"], ...plans: readonly AttackPlan[]): Attack => ({
    ...{ field, bound, attack: done, expected, plans },
  });
  const impossible = (done: string, expected: Attack["expected"], why: string): Attack => ({
    ...attack(done, expected),
    impossible: why,
  });
  const oneCall = (wei: bigint): AttackPlan => ({
    before: [],
    attack: { calls: [callOf(ground, { ...sample, value: wei })] },
  });

  if (enforcedBy?.startsWith("UniActionPolicy")) {
    const [done, expected] = [`${ether(limit)} and 1 wei in one call`, by("policy", "maxValue")];
    if (limit >= anyWord.most) return impossible(done, expected, "no value is greater");
    return attack(done, expected, oneCall(limit + 1n));
  }
  if (enforcedBy?.startsWith("ERC20SpendingLimitPolicy")) {
    return attack("1 wei with a call", by("policy", "spendingLimit"), oneCall(1n));
  }
  if (byTarget && field === "maxTotalValue") {
    // The target keeps it, and the policy to one wei in all.
    return attack("2 wei with a call", by("policy", "maxTotalValue"), oneCall(2n));
  }
  if (byTarget) {
    const expected = by("target", "execution");
    if (target.origin !== "standIn") return attack("1 wei with a call", expected, oneCall(1n));
    const why = "the target itself is to refuse it, and a stand-in is in its place";
    return impossible("1 wei with a call", expected, why);
  }
  const parted = partInto(limit, { ...anyWord, most: perCall ?? limit + 1n }, mostUses);
  const expected = by("policy", "maxTotalValue");
  if (!parted) return impossible(`${ether(limit)} in all, then 1 wei more`, expected, tooMany);
  const plansWith = (call: Call) =>
    inBatches(
      parted.words.map((wei) => ({ ...call, value: wei })),
      { ...call, value: parted.beyond },
    );
  const plans = [...plansWith(callOf(ground, sample)), ...plansWith(cheapestCall(ground))];
  return attack(`${ether(limit)} in all, then ${parted.beyond} wei more`, expected, ...plans);
}

const ether = (wei: bigint): string => `${formatEther(wei)} ETH`;
