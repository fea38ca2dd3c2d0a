import { z } from "zod";
import { complain, readBy } from "../config/parseInput.ts";
import { addressSchema } from "../config/schemas.ts";
import { amountPattern, parseAmount } from "../session/parseAmount.ts";
import { parseDuration } from "../session/parseDuration.ts";

/** Says of a value that is not there that it is missing, and of another what is wrong with it. */
const refused =
  (problem: string, remedy: string) =>
  ({ input }: { readonly input?: unknown }) =>
    complain(input === undefined ? "is missing" : problem, remedy);

/** More than a rule has to remember. */
export const mostCounted = 10_000;
/** What a rule may be called. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/;
const giveName = "Give 1 to 60 of A-Z, a-z, 0-9, ' ', '.', '_' and '-', a letter or a digit first.";

const count = (description: string) => {
  const remedy = `Give a whole number from 1 to ${mostCounted}.`;
  return z
    .number({ error: refused("is not a number", remedy) })
    .int({ error: complain("is not a whole number", remedy) })
    .min(1, { error: complain("is less than 1", remedy) })
    .max(mostCounted, { error: complain(`is more than ${mostCounted}`, remedy) })
    .describe(description);
};

const duration = (description: string) =>
  z
    .string({ error: refused("is not a duration", 'Give a number and a unit: "10 min", "1h", "7d".') })
    .transform(readBy(parseDuration))
    .describe(`${description} A number and a unit: "10 min", "1h", "7d".`);

const giveAmount = 'Give wei in decimal digits, or a unit: "0.05 ether", "5 gwei".';
const amount = (description: string) =>
  z
    .union(
      [
        z
          .number()
          .int({ error: complain("is no whole number", giveAmount) })
          .nonnegative({
            error: complain("is negative", giveAmount),
          }),
        z.string().regex(amountPattern, { error: complain("is not an amount", giveAmount) }),
      ],
      { error: refused("is not an amount of native value", giveAmount) },
    )
    .transform(readBy(parseAmount))
    .describe(`${description} In wei, or with a unit: "0.05 ether", "5 gwei".`);

const list = <Item extends z.ZodType>(item: Item, what: string, remedy: string) =>
  z
    .array(item, { error: refused(`is not a list of ${what}`, remedy) })
    .min(1, { error: complain("is empty", remedy) });

const addresses = (description: string) =>
  list(addressSchema, "addresses", 'Give ["0x…", …], or leave it out.').describe(description);

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) => {
  const remedy = `Give one of: ${values.join(", ")}.`;
  return z.enum(values, { error: refused("is not known here", remedy) });
};

/** What every rule takes. */
const common = {
  name: z
    .string({ error: refused("is not a name", giveName) })
    .regex(namePattern, { error: complain("is not a name", giveName) })
    .optional()
    .describe("What its alerts are called: unique in this file. Default: what the rule is called."),
  severity: oneOf(["info", "warning", "critical"])
    .optional()
    .describe("How much its alerts matter. Default: see docs/watch.md."),
  accounts: addresses("Only these accounts. Default: all that are watched.").optional(),
};

const rule = <const Kind extends string, Fields extends z.ZodRawShape>(
  kind: Kind,
  fields: Fields,
  description: string,
) => z.strictObject({ rule: z.literal(kind), ...common, ...fields }).describe(description);

const share = z
  .number({ error: refused("is not a share", "Give a number above 0, and at most 1: 0.9.") })
  .min(0.0001, { error: complain("is less than 0.0001", "Give a number above 0, and at most 1: 0.9.") })
  .max(1, { error: complain("is more than 1, which is all of the limit", "Give a number up to 1: 0.9.") });

/** The rules, each by its fields. */
const rules = [
  rule("unknownSession", {}, "A session is enabled that is not ours."),
  rule("unknownUse", {}, "An operation by a session that is not ours, or cannot be read."),
  rule(
    "spending",
    {
      shares: list(share, "shares", "Give [0.5, 0.9].").describe(
        "Shares of the session's limits, from 0 to 1: each is told once that is reached.",
      ),
      of: list(
        oneOf(["value", "token", "calls", "operations", "argument"]),
        "what is counted",
        'Give ["value"].',
      )
        .optional()
        .describe("Which limits. Default: all that the session has."),
    },
    "A session has used a share of one of its limits.",
  ),
  rule(
    "rate",
    {
      within: duration("The time that is looked back over."),
      operations: count("More operations than these are told.").optional(),
      value: amount("More native value than this is told, of operations that took effect.").optional(),
      by: oneOf(["session", "account"])
        .optional()
        .describe("Whether each session is counted, or all of an account together. Default: session."),
    },
    "More operations, or more value, within a time.",
  ).superRefine(({ operations, value }, context) => {
    if (operations !== undefined || value !== undefined) return;
    const message = complain("is missing, and value as well", "Give operations or value, or both.");
    context.addIssue({ code: "custom", path: ["operations"], message });
  }),
  rule(
    "failures",
    { streak: count("So many operations in a row.") },
    "Operations of a session that failed one after the other.",
  ),
  rule(
    "expiring",
    { within: duration("How long before its end a session is told.") },
    "A session is about to expire, by the chain's time.",
  ),
  rule(
    "policyChanged",
    {},
    "An enabled session was given a policy or lost one, lost an action, or was permitted paymasters.",
  ),
  rule("moduleUninstalled", {}, "An account uninstalled SmartSession, which ends its sessions."),
  rule("sessionRemoved", {}, "A session was removed."),
] as const;

/** The rules' names. */
export const alertRuleKinds = rules.map(({ shape }) => shape.rule.value);

const giveRule = `Give { "rule": … } with one of: ${alertRuleKinds.join(", ")}.`;
const hash = z
  .string({ error: refused("is not a permission id", "Give 0x and 64 hexadecimal digits.") })
  .regex(/^0x[0-9a-fA-F]{64}$/, {
    error: complain("is not a permission id", "Give 0x and 64 hexadecimal digits."),
  });

/** A file of alert rules. */
export const alertRulesSchema = z.strictObject(
  {
    $schema: z
      .string({ error: refused("is not the path of a schema", "Leave it out.") })
      .optional()
      .describe("Where this schema is."),
    ours: z
      .strictObject(
        {
          permissionIds: list(hash, "permission ids", 'Give ["0x…", …], or leave it out.')
            .optional()
            .describe("Sessions that are ours, by their permission ids."),
          sessionKeys: addresses(
            "Sessions are ours that take the signatures of these keys alone.",
          ).optional(),
        },
        { error: refused("is not what is ours", "Give { permissionIds, sessionKeys }, or leave it out.") },
      )
      .optional()
      .describe("Sessions that are ours, beside those that this machine has key files of."),
    rules: list(
      z.discriminatedUnion("rule", rules, {
        error: ({ code }) =>
          complain(code === "invalid_union" ? "is no rule that is known" : "is not a rule", giveRule),
      }),
      "rules",
      giveRule,
    ).describe("What is told. Several rules of a kind need names of their own."),
  },
  { error: refused("is not a file of alert rules", "Give { rules: [ … ] }.") },
);
