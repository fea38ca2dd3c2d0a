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

const bytes = (size: number) => z.string().regex(new RegExp(`^0x[0-9a-f]{${2 * size}}$`));
const address = bytes(20);

/** JSON knows no Map: it is its entries. */
const mapOf = <Schema extends z.ZodType>(key: z.ZodType<string>, schema: Schema) =>
  z.codec(
    z.array(z.tuple([key, schema])),
    z.custom<Map<string, z.output<Schema>>>((value) => value instanceof Map),
    {
      decode: (entries) => new Map(entries as [string, z.output<Schema>][]),
      encode: (map) => [...map] as [string, z.input<Schema>][] as never,
    },
  );

/** Nor a Set. */
const setOf = (item: z.ZodType<string>) =>
  z.codec(
    z.array(item),
    z.custom<Set<string>>((value) => value instanceof Set),
    {
      decode: (items) => new Set(items),
      encode: (set) => [...set],
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
  tokens: mapOf(address, tokenTally),
});

const session = z.object({
  tally,
  removed: z.boolean(),
  enabledAt: bigintSchema.optional(),
  enabledBy: z.enum(["call", "first use"]).optional(),
  lastUsed: bigintSchema.optional(),
  /** Actions that are known of it and that a limit may be of, target ‖ selector: the chain holds only their hash. */
  actions: setOf(bytes(24)),
});

/** Operations by what they do; those that would move a token by its address, with native value or without. */
const sorts = z.object({
  batch: count,
  value: count,
  call: count,
  tokens: mapOf(address, z.object({ value: count, call: count })),
});

const account = z.object({ tally, sorts, hasModule: z.boolean().optional() });

const targetTally = z.object({ calls: count, failed: count, value: bigintSchema });
const target = targetTally.extend({
  /** By selector; `0x` for plain transfers of native value. */
  functions: mapOf(z.union([z.literal("0x"), bytes(4)]), targetTally),
});

const interval = z.object({ succeeded: count, failed: count });

/** See the top. Addresses and ids are keys in lower case. */
export const usageStateSchema = z.object({
  totals: tally,
  /** By account ‖ permission id. */
  sessions: mapOf(bytes(52), session),
  accounts: mapOf(address, account),
  targets: mapOf(address, target),
  timeline: z.object({
    /** In seconds. */
    width: z.int().min(60),
    /** By begin, in Unix seconds. */
    intervals: mapOf(z.string().regex(/^\d{1,20}$/), interval),
  }),
  /** What the owners signed to enable sessions. */
  enablings: count,
  unread: count,
  /** Set apart, where every account is read. */
  unrecognised: z.object({ operations: count, accounts: setOf(address) }),
});

export type UsageState = z.output<typeof usageStateSchema>;
export type Tally = UsageState["totals"];
export type SessionRecord = z.output<typeof session>;
export type AccountRecord = z.output<typeof account>;
export type TargetTally = z.output<typeof targetTally>;
export type Timeline = UsageState["timeline"];
