import { z } from "zod";
import { complain, readBy } from "../config/parseInput.ts";
import { targetNames } from "../deployments/deploymentsSchema.ts";
import { argumentConditions } from "./Permission.ts";
import { amountPattern, parseAmount } from "./parseAmount.ts";
import { parseTime, timePattern } from "./parseTime.ts";
import { type PresetName, presets } from "./presets.ts";

/** Says of a value that is not there that it is missing, and of another what is wrong with it. */
const refused =
  (problem: string, remedy: string) =>
  ({ input }: { readonly input?: unknown }) =>
    complain(input === undefined ? "is missing" : problem, remedy);

/** More sessions than one entry is meant to make. */
export const mostCount = 1000;
/** What a session may be called. */
export const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/** A number, or text that looks so: a union's own error is for what is neither. */
const written = (pattern: RegExp, problem: string, remedy: string) =>
  z.union(
    [
      z
        .number()
        .int({ error: complain("is a number too great to be exact: write it as digits in quotes", remedy) })
        .nonnegative({ error: complain("is negative", remedy) }),
      z.string().regex(pattern, { error: complain(problem, remedy) }),
    ],
    { error: refused(problem, remedy) },
  );

/** A number that the permission itself checks. */
const whole = (description: string) =>
  written(
    /^\d{1,78}$/,
    "is not a whole number",
    "Give a number from 0 on, or decimal digits in quotes.",
  ).describe(description);

/** Read here, as a permission knows no units. */
const amount = (description: string) =>
  written(
    amountPattern,
    "is not an amount of native value",
    'Give wei in decimal digits, or a unit: "0.05 ether", "5 gwei".',
  )
    .transform(readBy(parseAmount))
    .describe(`${description} In wei, or with a unit: "0.05 ether", "5 gwei".`);

const time = (description: string) =>
  written(timePattern, "is not a time", 'Give Unix seconds, or ISO 8601 with a zone: "2027-01-01T00:00:00Z".')
    .transform(readBy(parseTime))
    .describe(`${description} In Unix seconds, or ISO 8601 with a zone: "2027-01-01T00:00:00Z".`);

const text = (what: string, remedy: string) => z.string({ error: refused(`is not ${what}`, remedy) });

const list = z.array(z.unknown(), { error: refused("is not a list of arguments", "Give [argument, …].") });

const notAnArgument = { error: complain("is not an argument", "Give its name, or its position from 0.") };
const notAComparand = {
  error: complain(
    "is not a range",
    "Give the least and the most: [1, 100]; or one value, where the condition takes one.",
  ),
};

const argumentRule = z
  .strictObject(
    {
      argument: z
        .union([z.string(), z.number().int(notAnArgument).nonnegative(notAnArgument)], {
          error: refused("is not an argument", "Give its name, or its position from 0."),
        })
        .describe('Its name, or its position from 0; "order.recipient" inside a struct.'),
      condition: z
        .enum(argumentConditions, {
          error: refused("is not a comparison", `Give one of: ${argumentConditions.join(", ")}.`),
        })
        .optional()
        .describe("How it compares with value. Default: only maxTotal limits it."),
      value: z
        .union(
          [
            z.string(),
            z.number(),
            z.boolean(),
            z.array(z.union([z.string(), z.number()])).length(2, notAComparand),
          ],
          {
            error: refused(
              "is not what an argument is compared with",
              "Give a number or digits, an address or bytes, true or false; for inRange [least, most].",
            ),
          },
        )
        .optional()
        .describe(
          'What it is compared with; for inRange the least and the most, both included. For an address also "account", the account whose session it is, or a preset\'s target by name.',
        ),
      maxTotal: whole("The most that it may come to in all calls together.").optional(),
    },
    { error: refused("is not an argument rule", "Give { argument, condition, value }.") },
  )
  .describe("What one argument of the call may be.");

const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];

const targetPattern = new RegExp(`^(0x[0-9a-fA-F]{40}|${targetNames.join("|")})$`);
const noTarget = "is neither an address nor the name of a deployed target";
const giveTarget = `Give 0x and 40 hexadecimal digits, or one of: ${targetNames.join(", ")}.`;

const giveAbi =
  'Give the path of a build artifact, relative to this file; or signatures: ["function mint(address to)"].';
const notAnAbi = { error: complain("is not an ABI", giveAbi) };

/** What `sessions lint` leaves out. */
const lintSchema = z
  .strictObject(
    {
      off: z
        .record(
          z.string(),
          z
            .string({
              error: complain("is not a reason", "Say in a few words why the rule is switched off."),
            })
            .regex(/\S/, {
              error: complain("is no reason", "Say in a few words why the rule is switched off."),
            }),
          { error: refused("is not what is switched off", 'Give { "no-expiry": "why" }.') },
        )
        .describe(
          'Rules of `sessions lint` that are switched off, each with the reason: { "no-expiry": "…" }.',
        ),
    },
    { error: refused("is not what lint is told", 'Give { "off": { "no-expiry": "why" } }.') },
  )
  .optional()
  .describe("What `sessions lint` is told.");

/** One entry, each field by itself. What its limits mean together is the permission's own check. */
export const sessionEntrySchema = z
  .strictObject(
    {
      name: z
        .string({ error: refused("is not a name", "Give 1 to 40 of A-Z, a-z, 0-9, '.', '_' and '-'.") })
        .regex(namePattern, {
          error: complain(
            "is not a name",
            "Give 1 to 40 of A-Z, a-z, 0-9, '.', '_' and '-', a letter or a digit first.",
          ),
        })
        .describe("What the session is called: unique in this file."),
      preset: z
        .enum(presetNames, {
          error: refused("is not a preset", `Give one of: ${presetNames.join(", ")}.`),
        })
        .optional()
        .describe("The permission to start from; the other fields replace its own."),
      target: z
        .string({ error: refused(noTarget, giveTarget) })
        .regex(targetPattern, { error: complain(noTarget, giveTarget) })
        .optional()
        .describe(
          "The contract that may be called: an address, or a preset's target by name. Default: the preset's.",
        ),
      function: text(
        "a function",
        'Give a signature ("increment()"), a selector ("0xd09de08a"), or a name and the ABI.',
      )
        .optional()
        .describe(
          'The function that may be called: "transfer(address to,uint256 amount)", "0xa9059cbb", or a name where abi is given.',
        ),
      abi: z
        .union([z.string().min(1, notAnAbi), z.array(z.string()).min(1, notAnAbi)], {
          error: refused("is not an ABI", giveAbi),
        })
        .optional()
        .describe(
          "The target's ABI: the path of a build artifact or an ABI's file, relative to this file; or signatures as Solidity writes them.",
        ),
      argumentRules: z
        .array(argumentRule, {
          error: refused("is not a list of argument rules", "Give [{ argument, condition, value }, …]."),
        })
        .optional()
        .describe("What the call's arguments may be: every rule has to hold."),
      maxValue: amount("The most native value of one call.").optional(),
      maxTotalValue: amount("The most native value of all calls together.").optional(),
      spendingLimit: whole(
        "Where the target is an ERC-20 token: the most of it, transferred and approved together, in its smallest unit.",
      ).optional(),
      maxUses: whole("How many calls of the function the session may make.").optional(),
      maxOperations: whole("How many user operations the session may make; a batch is one.").optional(),
      permitERC4337Paymaster: z
        .boolean({ error: refused("is not true or false", "Give true, or leave it out.") })
        .optional()
        .describe("Whether paymasters may pay for the session's operations. Default: false."),
      sessionValidator: text("an address", "Give an address: 0x and 40 hexadecimal digits.")
        .optional()
        .describe("The contract that judges the key's signatures. Default: OwnableValidator."),
      validAfter: time("First second of use, included. Default: at once.").optional(),
      validUntil: time("Last second of use, included. Default: no expiry.").optional(),
      duration: text("a duration", 'Give a number and a unit: "24h", "7d", "1 month".')
        .optional()
        .describe('How long the session lasts, in place of validUntil: "24h", "7d", "1 month" (30 days).'),
      count: z
        .number({ error: refused("is not a number of sessions", `Give 1 to ${mostCount}.`) })
        .int({ error: complain("is not a whole number", `Give 1 to ${mostCount}.`) })
        .min(1, { error: complain("is less than 1", `Give 1 to ${mostCount}.`) })
        .max(mostCount, { error: complain(`is more than ${mostCount}`, `Give 1 to ${mostCount}.`) })
        .optional()
        .describe("How many sessions to make of this entry, each with a key of its own: pay-1, pay-2, …"),
      example: z
        .strictObject(
          {
            args: list
              .exactOptional()
              .describe(
                'The arguments, numbers as digits; for an address also "account", the caller, or a preset\'s target by name.',
              ),
            value: amount("Native value of the call.").exactOptional(),
          },
          { error: refused("is not an example", "Give { args, value }.") },
        )
        .optional()
        .describe("A use that the target accepts, for `sessions prove`."),
      lint: lintSchema,
    },
    {
      error: refused("is not a session", "Give { name, preset } or { name, target, function }, and limits."),
    },
  )
  .describe("A session: what a key may do.")
  .meta({ anyOf: [{ required: ["preset"] }, { required: ["target", "function"] }] });

/** What an entry says, field by field. */
export type EntryFields = z.output<typeof sessionEntrySchema>;

const mustBeFile = "Give { sessions: [ … ] }.";

/** A sessions file: what is around the entries, and optionally these themselves. */
export const sessionsFileSchema = <Entry extends z.ZodType>(entry: Entry) =>
  z.strictObject(
    {
      $schema: text("the path of a schema", "Leave it out.").optional().describe("Where this schema is."),
      sessions: z
        .array(entry, { error: refused("is not a list of sessions", "Give [{ name, … }, …].") })
        .min(1, { error: complain("is empty", "Give at least one session.") })
        .describe("The sessions to grant."),
      lint: lintSchema,
    },
    { error: refused("is not a sessions file", mustBeFile) },
  );
