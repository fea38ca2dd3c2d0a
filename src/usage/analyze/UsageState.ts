import { z } from "zod";

/**
 * What is kept of the facts while they are read: as much as there are sessions, accounts, targets and functions, however many
 * facts. As a schema it is also what a checkpoint holds of it.
 */

/** JSON knows no bigint. */
export const bigintSchema = z.codec(z.string().regex(/^\d{1,100}$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: String,
});

/** JSON knows no Map: it is its entries. */
const mapOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.codec(
    z.array(z.tuple([z.string(), schema])),
    z.custom<Map<string, z.output<Schema>>>((value) => value instanceof Map),
    {
      decode: (entries) => new Map(entries as [string, z.output<Schema>][]),
      encode: (map) => [...map] as [string, z.input<Schema>][] as never,
    },
  );

const count = z.int().min(0);

const tokenTally = z.object({ transferred: bigintSchema, approved: bigintSchema });

const tally = z.object({
  operations: count,
  succeeded: count,
  calls: count,
  value: bigintSchema,
  gasUsed: bigintSchema,
  gasCost: bigintSchema,
  sponsored: count,
  /** By target, of calls that would move a token: whether the target is one is asked in the end. */
  tokens: mapOf(tokenTally),
});

const session = z.object({
  tally,
  removed: z.boolean(),
  enabledAt: bigintSchema.optional(),
  enabledBy: z.enum(["call", "first use"]).optional(),
  lastUsed: bigintSchema.optional(),
  /** Actions that are known of it, target ‖ selector: the chain holds only their hash. */
  actions: z.array(z.string()),
});

/** Operations by what they do; those that would move a token by its address, with native value or without. */
const sorts = z.object({
  batch: count,
  value: count,
  call: count,
  tokens: mapOf(z.object({ value: count, call: count })),
});

const account = z.object({ tally, sorts, hasModule: z.boolean().optional() });

const targetTally = z.object({ calls: count, failed: count, value: bigintSchema });
const target = targetTally.extend({
  /** By selector; `0x` for plain transfers of native value. */
  functions: mapOf(targetTally),
});

const interval = z.object({ succeeded: count, failed: count });

/** See the top. Addresses and ids are keys in lower case. */
export const usageStateSchema = z.object({
  totals: tally,
  /** By account ‖ permission id. */
  sessions: mapOf(session),
  accounts: mapOf(account),
  targets: mapOf(target),
  timeline: z.object({
    /** In seconds. */
    width: count,
    /** By begin, in Unix seconds. */
    intervals: mapOf(interval),
  }),
  /** What the owners signed to enable sessions. */
  enablings: count,
  unread: count,
});

export type UsageState = z.output<typeof usageStateSchema>;
export type Tally = UsageState["totals"];
export type SessionRecord = z.output<typeof session>;
export type AccountRecord = z.output<typeof account>;
export type TargetTally = z.output<typeof targetTally>;
export type Timeline = UsageState["timeline"];
