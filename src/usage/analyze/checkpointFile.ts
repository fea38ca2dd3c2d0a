import { readFileSync } from "node:fs";
import type { Hex } from "viem";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { CheckpointError } from "../../errors/usage.ts";
import type { World } from "../../world/World.ts";
import type { Plan, Position } from "./Plan.ts";
import { bigintSchema, type UsageState, usageStateSchema } from "./UsageState.ts";

const format = "smart-sessions-analysis";
/** Of what a checkpoint holds: one of another version is of no use. */
const version = 2;

/** What a checkpoint of whichever version says of itself. */
const headSchema = z.object({
  format: z.literal(format),
  version: z.int(),
  of: z.record(z.string(), z.unknown()).default({}),
});

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
    blockNumber: bigintSchema.refine((number) => number <= Number.MAX_SAFE_INTEGER),
    blockHash: z.custom<Hex>((value) => /^0x[0-9a-f]{64}$/.test(String(value))),
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
 * @returns It.
 * @throws What JSON and zod throw where it is none of this version.
 */
export const openCheckpoint = (text: string): Checkpoint => z.decode(checkpointSchema, JSON.parse(text));

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
 * @param plan What is to be read; it is told where the file is of an earlier version of this program.
 * @param file Its path.
 * @returns What it holds; undefined where there is none, or one of an earlier version.
 * @throws CheckpointError where it is no checkpoint, is of a later version, or not one of what is asked for: it is not
 * written over.
 */
export function readCheckpoint(world: World, plan: Plan, file: string): Checkpoint | undefined {
  const text = readText(file);
  if (text === undefined) return undefined;
  const open = <Result>(read: () => Result): Result => {
    try {
      return read();
    } catch (cause) {
      throw new CheckpointError({ file, problem: "is no checkpoint of an analysis, or is damaged", cause });
    }
  };
  const head = open(() => headSchema.parse(JSON.parse(text)));
  if (head.version > version) {
    const problem = `is of a later version of this program: its version is ${head.version}, not ${version}`;
    throw new CheckpointError({ file, problem });
  }
  const asked = describe(world, plan);
  const other = (Object.keys(asked) as (keyof Of)[]).find(
    (field) => field in head.of && String(head.of[field]) !== String(asked[field]),
  );
  if (other !== undefined) {
    const [was, is] = [String(head.of[other]), String(asked[other])];
    throw new CheckpointError({ file, problem: `is of another analysis: its ${other} is ${was}, not ${is}` });
  }
  if (head.version === version) return open(() => openCheckpoint(text));
  plan.onProgress(`${file} is of an earlier version of this program: reading anew`);
  return undefined;
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
