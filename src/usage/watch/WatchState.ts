import type { Address, Hex } from "viem";
import type { UsageCursor } from "../UsageFact.ts";

/** A session, as far as it was followed. */
export interface WatchedSession {
  readonly account: Address;
  readonly permissionId: Hex;
  readonly enabled: boolean;
  /** How often it was enabled since the watch began; 0 for one that was enabled before. */
  readonly ordinal: number;
  /** Where it was enabled, or found. */
  readonly since: Pick<UsageCursor, "blockNumber" | "timestamp">;
  /** Its last second; null where nothing bounds it, undefined where it was not read yet. */
  readonly validUntil?: bigint | null | undefined;
  /** Whose signatures it takes; undefined where it was not read yet, or is not known. Its id covers them. */
  readonly keys?: readonly Address[] | undefined;
  /** How often each change of its policies was seen since it was enabled. */
  readonly changes: Readonly<Record<string, number>>;
}

/** What was done at one time, of what a rule counts. */
export interface Counted {
  readonly timestamp: bigint;
  readonly operations: number;
  /** In wei. */
  readonly value: bigint;
}

/** What a rule remembers of a session, or of an account. */
export interface RuleMemory {
  /** What was told of the present enabling: shares, the end. */
  readonly told?: readonly string[];
  /** What was done within the rule's time, the eldest first. */
  readonly window?: readonly Counted[];
  /** How many operations failed one after the other. */
  readonly streak?: number;
}

/** What was learned from the blocks that were read: plain data, which the next block's is made of. */
export interface WatchFold {
  /** By {@link sessionKey}. */
  readonly sessions: ReadonlyMap<string, WatchedSession>;
  /** How often each account uninstalled the module. */
  readonly uninstalled: ReadonlyMap<Address, number>;
  /** By rule (its digest) and what it is about: a rule that was changed begins anew. */
  readonly memory: ReadonlyMap<string, RuleMemory>;
}

/** Where a watch began. */
export interface WatchBegun {
  /** The chain: its id, and what tells a simulated one from others. */
  readonly chainId: number;
  readonly instance?: string | undefined;
  /** The first block that was watched. Enablings are counted from there on. */
  readonly since: bigint;
}

/** Where a watch goes on, and with what. */
export interface WatchState extends WatchBegun {
  /** Whose sessions were read; undefined for every account's. */
  readonly accounts: readonly Address[] | undefined;
  /** The last block that was read and is settled; undefined where none is. */
  readonly settled: UsageCursor | undefined;
  /** The accounts that were asked for the sessions that they had before. */
  readonly surveyed: readonly Address[];
  readonly fold: WatchFold;
}

/** Nothing is known yet. */
export const emptyFold: WatchFold = { sessions: new Map(), uninstalled: new Map(), memory: new Map() };

/** What a session is known by. */
export const sessionKey = ({
  account,
  permissionId,
}: Pick<WatchedSession, "account" | "permissionId">): string => `${account}:${permissionId}`;
