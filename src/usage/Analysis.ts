import type { Address, Hex } from "viem";
import type { AccountKind } from "../account/Account.ts";
import type { Limit } from "../session/limitsOf.ts";
import type { ReleaseName } from "../world/Release.ts";
import type { UsageCursor } from "./UsageFact.ts";

/** What was moved of an ERC-20 token, by its call data. */
export interface TokenFigures {
  readonly token: Address;
  /** As the token says itself; undefined where it does not. Whoever deployed it chose it. */
  readonly symbol: string | undefined;
  readonly decimals: number | undefined;
  /** By `transfer`, and by `transferFrom` to others than the account; in the token's smallest unit. */
  readonly transferred: bigint;
  /** By `approve` and `increaseAllowance`, each call counted whole. */
  readonly approved: bigint;
}

/** What was done in a period, by all sessions or by some. Amounts are of operations that took effect. */
export interface UsageFigures {
  readonly operations: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Of failed operations too. */
  readonly calls: number;
  /** Native value of the calls, in wei. */
  readonly value: bigint;
  readonly tokens: readonly TokenFigures[];
  /** Gas that was charged for, and what it cost, in wei; failed operations too. */
  readonly gasUsed: bigint;
  readonly gasCost: bigint;
  /** Operations that a paymaster paid for. */
  readonly sponsored: number;
}

/**
 * Where a session is at the end of the period. `revoked` is one that was removed, also where it ended with the module, which
 * `sessions list` tells apart: an enable signature made before may bring that one back.
 */
export type AnalysedState =
  | "active"
  | "not yet valid"
  | "used up"
  | "expired"
  | "revoked"
  | "module not installed";

/** A session of the period. */
export interface SessionUsage extends UsageFigures {
  readonly account: Address;
  readonly permissionId: Hex;
  /** Its name by this machine's files; undefined where it has none. */
  readonly name: string | undefined;
  readonly state: AnalysedState;
  /** When it was enabled, the last time; in Unix seconds. Undefined where that is before what was read. */
  readonly enabledAt: bigint | undefined;
  readonly enabledBy: "call" | "first use" | undefined;
  /** In Unix seconds; undefined where nothing bounds it, or the session is gone. */
  readonly validUntil: bigint | undefined;
  /** When it was used last, in Unix seconds. */
  readonly lastUsed: bigint | undefined;
  /** What its policies count, as the chain has it; empty for one that is gone. */
  readonly limits: readonly Limit[];
}

/** An account of the period. */
export interface AccountUsage extends UsageFigures {
  readonly account: Address;
  readonly kind: AccountKind | undefined;
  readonly sessions: number;
}

/** A target, or a function of one, that sessions called. */
export interface TargetUsage {
  readonly target: Address;
  /** Undefined for a target as a whole, and for plain transfers of native value. */
  readonly selector?: Hex | undefined;
  /** The function's signature, where it is known. */
  readonly signature?: string | undefined;
  readonly calls: number;
  /** Calls of operations that failed. */
  readonly failed: number;
  readonly value: bigint;
}

/** What was done in a part of the period, for charts. */
export interface UsageInterval {
  /** In Unix seconds; it lasts until the next one's. */
  readonly begin: bigint;
  readonly succeeded: number;
  readonly failed: number;
}

/** What was measured of an operation's gas, before it is held against what was done. */
export type MeasuredGas = Omit<GasComparison, "operations" | "saved">;

/** What an operation of a session costs beside the same operation of the owner, as measured on a simulated chain. */
export interface GasComparison {
  readonly kind: AccountKind;
  /** What is done: a call, a call with value, a token transfer, a batch. */
  readonly action: "call" | "value" | "token" | "batch";
  /** Operations of the period that are of this sort. */
  readonly operations: number;
  /** Gas of the whole transaction, an operation of each. */
  readonly owner: bigint;
  readonly session: bigint;
  /** Gas that the sessions saved in all: (owner − session) × operations. Negative where they cost more. */
  readonly saved: bigint;
  /** The L1 data fee of such a transaction on the chain that is analysed, in wei; undefined where it charges none. */
  readonly l1Fee: { readonly owner: bigint; readonly session: bigint } | undefined;
}

/** What sessions were used for in a period. */
export interface Analysis {
  readonly chainId: number;
  readonly release: ReleaseName;
  readonly period: {
    readonly fromBlock: bigint;
    /** In Unix seconds. */
    readonly fromTime: bigint;
    readonly end: UsageCursor;
  };
  /**
   * The block at which limits and times were read: later than the period's end where that is before the chain's head. Where
   * the RPC keeps no state of it, they are of the RPC's latest block.
   */
  readonly limitsAt: bigint;
  readonly sessions: {
    readonly total: number;
    readonly active: number;
    readonly expired: number;
    readonly revoked: number;
    /** Not yet valid, used up, or without the module. */
    readonly other: number;
  };
  readonly totals: UsageFigures;
  readonly signatures: {
    /** Operations that session keys signed. */
    readonly bySessions: number;
    /** What the owners signed to enable sessions: an operation each, or an enable signature each. */
    readonly toEnable: number;
    /** The difference: what owners would have had to sign, and did not. */
    readonly saved: number;
  };
  /** Empty where it was not measured. */
  readonly gas: readonly GasComparison[];
  readonly targets: readonly TargetUsage[];
  readonly functions: readonly TargetUsage[];
  readonly bySession: readonly SessionUsage[];
  readonly byAccount: readonly AccountUsage[];
  readonly timeline: readonly UsageInterval[];
  /** Operations of which the session or the calls could not be read, or whose session was never enabled. */
  readonly unread: number;
  /**
   * What is in no other figure where every account is analysed: operations of accounts whose kind is not known, and how many
   * accounts those are. EntryPoint takes any contract for an account, also one that makes up what it does.
   */
  readonly unrecognised: { readonly operations: number; readonly accounts: number };
}
