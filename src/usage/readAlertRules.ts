import type { Address, Hex } from "viem";
import type { z } from "zod";
import { parseInput } from "../config/parseInput.ts";
import { type InputProblem, InvalidInputError } from "../errors/InvalidInputError.ts";
import { problemsOf } from "../session/problemsOf.ts";
import { readJson } from "../session/readJson.ts";
import type { AlertRuleKind, AlertSeverity } from "./Alert.ts";
import { alertRulesSchema } from "./alertRulesSchema.ts";

type Written = z.output<typeof alertRulesSchema>["rules"][number];
type Named<Rule> = Rule extends Written
  ? Omit<Rule, "name" | "severity"> & { readonly name: string; readonly severity: AlertSeverity }
  : never;

/** A rule of a file, with what it leaves out. Durations are in seconds, values in wei. */
export type AlertRule = Named<Written>;

/** A rule of a kind. */
export type RuleOf<Kind extends AlertRuleKind> = Extract<AlertRule, { readonly rule: Kind }>;

/** What is to be told, and which sessions are ours beside those that this machine has key files of. */
export interface AlertRules {
  readonly rules: readonly AlertRule[];
  readonly ours: {
    /** In lower case. */
    readonly permissionIds: readonly Hex[];
    readonly sessionKeys: readonly Address[];
  };
}

/** How much a rule's alerts matter, where its file does not say. */
export const severities: Readonly<Record<AlertRuleKind, AlertSeverity>> = {
  unknownSession: "critical",
  unknownUse: "critical",
  spending: "warning",
  rate: "warning",
  failures: "warning",
  expiring: "info",
  policyChanged: "warning",
  moduleUninstalled: "critical",
  sessionRemoved: "info",
};

/**
 * Reads a file of alert rules (docs/alerts.schema.json), and checks all of it. Nothing is asked of a chain.
 *
 * @param file Its path.
 * @returns The rules.
 * @throws InvalidInputError, with every problem by its path: `rules[2].within`.
 * @example
 * ```ts
 * const rules = readAlertRules("examples/alerts.json");
 * ```
 */
export const readAlertRules = (file: string): AlertRules => parseAlertRules(readJson(file, "RULES"), file);

/**
 * Checks alert rules.
 *
 * @param json What a file of them says.
 * @param file Its path, as errors name it; undefined where they are of no file.
 * @returns The rules.
 * @throws InvalidInputError, with every problem by its path.
 */
export function parseAlertRules(json: unknown, file?: string): AlertRules {
  const problems: InputProblem[] = [];
  const read = problemsOf(() => parseInput(alertRulesSchema, json, "the file"), "", problems);
  const rules = (read?.rules ?? []).map(
    (one) =>
      ({ ...one, name: one.name ?? one.rule, severity: one.severity ?? severities[one.rule] }) as AlertRule,
  );
  problems.push(...repeatedNames(rules));
  const [first, ...rest] = problems;
  if (first) throw new InvalidInputError([first, ...rest], { source: file });
  const permissionIds = (read?.ours?.permissionIds ?? []).map((id) => id.toLowerCase() as Hex);
  return { rules, ours: { permissionIds, sessionKeys: read?.ours?.sessionKeys ?? [] } };
}

/** An alert is known by its rule's name. */
function repeatedNames(rules: readonly AlertRule[]): readonly InputProblem[] {
  return rules.flatMap(({ name }, index) => {
    const earlier = rules.findIndex((one) => one.name === name);
    if (earlier === index) return [];
    return [
      {
        field: `rules[${index}].name`,
        value: name,
        problem: `is what rules[${earlier}] is called as well`,
        remedy: "Give each a name of its own.",
        kind: "repeatedName" as const,
      },
    ];
  });
}
