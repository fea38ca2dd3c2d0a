import { readFileSync } from "node:fs";
import { type Hex, isHex } from "viem";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { CheckpointError } from "../../errors/usage.ts";
import type { World } from "../../world/World.ts";
import type { Plan, Position } from "./Plan.ts";
import { bigintSchema, type UsageState, usageStateSchema } from "./UsageState.ts";

const format = "smart-sessions-analysis";
/** Of what a checkpoint holds: one of another version is of no use. */
const version = 1;

const headSchema = z.object({ format: z.literal(format), version: z.number() });

const checkpointSchema = z.object({
  format: z.literal(format),
  version: z.literal(version),
  /** What was read; the same has to be asked for. */
  of: z.object({
    chainId: z.number(),
    /** Of a simulated chain: another one has the same id. */
    instance: z.string().nullable(),
    release: z.string(),
    accounts: z.array(z.string()).nullable(),
    readFrom: bigintSchema,
    fromBlock: bigintSchema,
  }),
  cursor: z.object({
    blockNumber: bigintSchema,
    blockHash: z.custom<Hex>((value) => isHex(value)),
    timestamp: bigintSchema,
  }),
  state: usageStateSchema,
});

type Checkpoint = z.output<typeof checkpointSchema>;
/** What of the chain a checkpoint is of. */
type Of = Checkpoint["of"];

/**
 * What was read up to a block, as it is kept.
 *
 * @param world The chain.
 * @param plan What is read.
 * @param position What was read; it may be changed afterwards.
 * @returns The text of a checkpoint's file.
 */
export function sealCheckpoint(world: World, plan: Plan, { cursor, state }: Position<UsageState>): string {
  const content = { format, version, of: describe(world, plan), cursor, state } as const;
  return `${JSON.stringify(z.encode(checkpointSchema, content as Checkpoint))}\n`;
}

/**
 * What a checkpoint's text holds.
 *
 * @param text The text.
 * @returns It; undefined where it is of another version of this program.
 * @throws What JSON and zod throw where it is none.
 */
export function openCheckpoint(text: string): Checkpoint | undefined {
  const content: unknown = JSON.parse(text);
  return headSchema.parse(content).version === version
    ? z.decode(checkpointSchema, content as z.input<typeof checkpointSchema>)
    : undefined;
}

/**
 * Writes a checkpoint's file: whole or not at all, and for nobody else to read (mode 0600).
 *
 * @param file Its path.
 * @param text See {@link sealCheckpoint}.
 * @throws CheckpointError; what the file held before is untouched.
 */
export function writeCheckpoint(file: string, text: string): void {
  try {
    writeFileAtomic.sync(file, text, { mode: 0o600 });
  } catch (cause) {
    throw new CheckpointError({ file, problem: `cannot be written (${reasonOf(cause)})`, cause });
  }
}

/**
 * Reads a checkpoint's file.
 *
 * @param world The chain.
 * @param plan What is to be read.
 * @param file Its path.
 * @returns What it holds; undefined where there is none, or one of another version of this program.
 * @throws CheckpointError where it is no checkpoint, or not one of what is asked for: it is not written over.
 */
export function readCheckpoint(world: World, plan: Plan, file: string): Checkpoint | undefined {
  const text = readText(file);
  if (text === undefined) return undefined;
  let checkpoint: Checkpoint | undefined;
  try {
    checkpoint = openCheckpoint(text);
  } catch (cause) {
    throw new CheckpointError({ file, problem: "is no checkpoint of an analysis, or is damaged", cause });
  }
  if (!checkpoint) return undefined;
  const asked = describe(world, plan);
  const other = (Object.keys(asked) as (keyof Of)[]).find(
    (field) => String(checkpoint.of[field]) !== String(asked[field]),
  );
  if (other !== undefined) {
    const [was, is] = [String(checkpoint.of[other]), String(asked[other])];
    throw new CheckpointError({ file, problem: `is of another analysis: its ${other} is ${was}, not ${is}` });
  }
  return checkpoint;
}

const describe = ({ chainId, instance, release }: World, { accounts, readFrom, fromBlock }: Plan): Of => ({
  chainId,
  instance: instance ?? null,
  release: release.name,
  accounts: accounts ? accounts.map((one) => one.toLowerCase()).sort() : null,
  readFrom,
  fromBlock,
});

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new CheckpointError({ file, problem: `cannot be read (${reasonOf(cause)})`, cause });
  }
}

const reasonOf = (cause: unknown): string => {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
};
