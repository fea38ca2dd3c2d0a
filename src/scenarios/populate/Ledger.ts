import type { Address, Hex } from "viem";
import type { AccountKind } from "../../account/Account.ts";
import type { Limit } from "../../session/limitsOf.ts";

/** What was moved of a token, by operations that took effect; in its smallest unit. */
export interface LedgerToken {
  readonly token: Address;
  readonly transferred: bigint;
  readonly approved: bigint;
}

/** What operations came to. */
export interface LedgerFigures {
  readonly operations: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly calls: number;
  /** Native value of operations that took effect, in wei. */
  readonly value: bigint;
  readonly tokens: readonly LedgerToken[];
  /** As EntryPoint charged for each operation in the bundle's receipt. */
  readonly gasUsed: bigint;
  readonly gasCost: bigint;
  /** Operations that a paymaster paid for. */
  readonly sponsored: number;
}

/** Where a session is at the end. What was removed with the module is revoked as well. */
export type LedgerState = "active" | "not yet valid" | "used up" | "expired" | "revoked";

/** A session that was enabled at least once. */
export interface LedgerSession extends LedgerFigures {
  readonly account: Address;
  readonly permissionId: Hex;
  /** What sort of session it is: `counter`, `erc20`, `nft`, … */
  readonly sort: string;
  readonly state: LedgerState;
  /** By the last enabling, and when that was, in Unix seconds. */
  readonly enabledBy: "call" | "first use";
  readonly enabledAt: bigint;
  /** How often it was enabled, and removed. */
  readonly enablings: number;
  readonly removals: number;
  readonly validUntil: bigint | undefined;
  readonly lastUsed: bigint | undefined;
  /** What its policies have counted since it was enabled last: failed operations too. */
  readonly limits: readonly Pick<Limit, "field" | "limit" | "used">[];
}

/** Calls of a target's function. */
export interface LedgerTarget {
  readonly target: Address;
  /** Undefined for plain transfers of native value. */
  readonly selector: Hex | undefined;
  readonly calls: number;
  /** Calls of operations that failed. */
  readonly failed: number;
  /** Native value of operations that took effect, in wei. */
  readonly value: bigint;
}

/** What targets hold of an account: moved by sessions and owners alike. */
export interface LedgerHoldings {
  /** The Counter's count of the account. */
  readonly count: bigint;
  /** The account's tokens, what it gave to the recipient, and what it lets the recipient take. */
  readonly tokens: bigint;
  readonly given: bigint;
  readonly allowance: bigint;
  readonly nfts: bigint;
  /** What the NFTs' treasury and the recipient were paid, in wei. */
  readonly paid: bigint;
  readonly sent: bigint;
}

/** An account, and what it had done. */
export interface LedgerAccount {
  readonly account: Address;
  readonly kind: AccountKind;
  /** Whether SmartSession is installed at the end. */
  readonly installed: boolean;
  /** What its owner signed to enable sessions: operations, and enable signatures that were used. */
  readonly toEnable: number;
  /** Policies that were added to sessions that were enabled, and taken from them. */
  readonly policiesAdded: number;
  readonly policiesTaken: number;
  readonly targets: readonly LedgerTarget[];
  readonly holdings: LedgerHoldings;
}

/** Where what was called stands, and who was paid. */
export interface LedgerPlaces {
  readonly counter: Address;
  readonly token: Address;
  readonly nft: Address;
  readonly treasury: Address;
  readonly recipient: Address;
}

/** What was done on a chain, as whoever did it knows it. */
export interface Ledger {
  /** The time of the last block, in Unix seconds. */
  readonly time: bigint;
  readonly places: LedgerPlaces;
  readonly accounts: readonly LedgerAccount[];
  readonly sessions: readonly LedgerSession[];
}
