import type { Found, Subject } from "./Rule.ts";
import { wordBounds } from "./wordBounds.ts";

/**
 * Finds limits that another one always reaches first.
 *
 * @param subject The session.
 * @returns A finding for each.
 */
export function redundantLimits({ given, permission, lost, unknown }: Subject): readonly Found[] {
  // What stands in the place of a field that was refused is not what was meant.
  if (lost.size > 0) return [];
  const { maxUses, maxOperations, argumentRules } = permission;
  const [maxValue, maxTotalValue] = [given.maxValue, given.maxTotalValue].map((one) =>
    one === undefined ? undefined : BigInt(one),
  );
  const found: Found[] = [];
  if (maxUses !== undefined && maxOperations !== undefined && maxOperations >= maxUses) {
    const message = `has maxOperations ${maxOperations}, and its ${maxUses} calls are used up in as many operations at the most`;
    found.push({ field: "maxOperations", message });
  }
  if (maxValue !== undefined && maxTotalValue !== undefined && maxValue > 0n) {
    if (maxValue >= maxTotalValue) {
      found.push({ field: "maxValue", message: "has a maxValue that is not below its maxTotalValue" });
    } else if (maxUses !== undefined && maxValue * maxUses <= maxTotalValue) {
      const message = "has a maxTotalValue that maxUses calls of maxValue do not go beyond";
      found.push({ field: "maxTotalValue", message });
    }
  }
  for (const [index, rule] of argumentRules.entries()) {
    if (unknown.has(index)) continue;
    const others = argumentRules.filter(
      (_, other) => other !== index && !unknown.has(other) && !isEarlierTwin(other, index),
    );
    const [own] = rule.comparisons;
    if (own === undefined || own.maxTotal !== undefined) continue;
    const around = wordBounds(
      others.flatMap(({ comparisons }) => comparisons),
      own.offset,
      rule.argument.type,
    );
    const within = wordBounds(rule.comparisons, own.offset);
    const isImplied =
      own.condition !== "notEqual" && around.least >= within.least && around.most <= within.most;
    if (isImplied && around.least <= around.most) {
      const message = `has an argument rule that holds for every call that is left: ${rule.text}`;
      found.push({ field: `argumentRules[${index}]`, message });
    }
  }
  return found;

  /** Of rules that say the same, the first is not redundant. */
  function isEarlierTwin(other: number, index: number): boolean {
    return other > index && argumentRules[other]?.text === argumentRules[index]?.text;
  }
}
