import { type Address, keccak256, slice, stringToHex } from "viem";
import type { AlertRuleKind } from "../Alert.ts";
import type { AlertRule, RuleOf } from "../readAlertRules.ts";

/** A rule, and what its memory is kept under. */
export type ArmedRule<Rule extends AlertRule = AlertRule> = Rule & { readonly digest: string };

/** The rules of a watch. */
export interface ArmedRules {
  readonly digests: ReadonlySet<string>;
  /** The rules of a kind that are about an account. */
  of<Kind extends AlertRuleKind>(kind: Kind, account: Address): readonly ArmedRule<RuleOf<Kind>>[];
}

/**
 * Makes rules ready to be asked.
 *
 * @param rules The rules.
 * @returns Them by kind. A rule's digest is of all that it finds by: with another one it remembers nothing.
 */
export function armRules(rules: readonly AlertRule[]): ArmedRules {
  const armed = rules.map((rule) => ({ ...rule, digest: digestOf(rule) }));
  return {
    digests: new Set(armed.map(({ digest }) => digest)),
    of: <Kind extends AlertRuleKind>(kind: Kind, account: Address) =>
      armed.filter(
        (one) => one.rule === kind && (one.accounts?.includes(account) ?? true),
      ) as unknown as readonly ArmedRule<RuleOf<Kind>>[],
  };
}

function digestOf({ severity: _, ...rule }: AlertRule): string {
  const fields = Object.entries(rule).sort(([one], [other]) => (one < other ? -1 : 1));
  const text = JSON.stringify(fields, (_, one) => (typeof one === "bigint" ? String(one) : one));
  return slice(keccak256(stringToHex(text)), 0, 8);
}
