import { type Address, type Hex, isAddress, isHex } from "viem";
import { z } from "zod";
import { sessionKey, type WatchBegun, type WatchState } from "./WatchState.ts";

/** What is written; another one is not read. */
const version = 1;

const address = z.custom<Address>((value) => typeof value === "string" && isAddress(value));
const hex = z.custom<Hex>((value) => isHex(value));
const whole = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
const times = z.int().nonnegative();

const session = z.object({
  account: address,
  permissionId: hex,
  enabled: z.boolean(),
  ordinal: times,
  since: z.object({ blockNumber: whole, timestamp: whole }),
  validUntil: whole.nullish(),
  keys: z.array(address).optional(),
  changes: z.record(z.string(), times),
});

const memory = z.object({
  told: z.array(z.string()).exactOptional(),
  window: z.array(z.object({ timestamp: whole, operations: times, value: whole })).exactOptional(),
  streak: times.exactOptional(),
});

/** A watch's state, as it is written: bigints as decimal digits. */
export const stateSchema = z
  .object({
    version: z.literal(version),
    chainId: times,
    instance: z.string().optional(),
    since: whole,
    accounts: z.array(address).optional(),
    settled: z.object({ blockNumber: whole, blockHash: hex, timestamp: whole }).optional(),
    surveyed: z.array(address),
    sessions: z.array(session),
    uninstalled: z.array(z.tuple([address, times])),
    memory: z.array(z.tuple([z.string(), memory])),
  })
  .transform(
    ({ version: _, sessions, uninstalled, memory, ...state }): WatchState => ({
      ...state,
      accounts: state.accounts,
      settled: state.settled,
      fold: {
        sessions: new Map(sessions.map((one) => [sessionKey(one), one])),
        uninstalled: new Map(uninstalled),
        memory: new Map(memory),
      },
    }),
  );

/** Where a watch began, as it is written. */
export const begunSchema = z.object({
  version: z.literal(version),
  chainId: times,
  instance: z.string().optional(),
  since: whole,
});

/**
 * Where a watch began, as text.
 *
 * @param begun Where it began.
 * @returns What `begunSchema` reads.
 */
export const begunText = ({ chainId, instance, since }: WatchBegun): string =>
  `${JSON.stringify({ version, chainId, instance, since: String(since) })}\n`;

/**
 * A watch's state as text.
 *
 * @param state The state.
 * @returns What `stateSchema` reads.
 */
export function stateText({ fold, ...state }: WatchState): string {
  const { sessions, uninstalled, memory } = fold;
  const written = {
    version,
    ...state,
    sessions: [...sessions.values()],
    uninstalled: [...uninstalled],
    memory: [...memory],
  };
  return `${JSON.stringify(written, (_, one) => (typeof one === "bigint" ? String(one) : one))}\n`;
}
