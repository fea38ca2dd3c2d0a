import type { Hex, LocalAccount } from "viem";
import type { SmartAccount } from "viem/account-abstraction";
import type { Account } from "../../account/Account.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import type { Limit } from "../../session/limitsOf.ts";
import type { Holdings, PlannedCall } from "./plannedCalls.ts";
import type { Sort } from "./sorts.ts";
import type { Tally } from "./tally.ts";

/** A target's function, as an account's sessions called it. */
export interface TargetTally {
  readonly target: Hex;
  readonly selector: Hex | undefined;
  calls: number;
  failed: number;
  value: bigint;
}

/** An account on the chain, and what its operations came to so far. */
export interface Holder {
  readonly account: Account;
  /** EntryPoint's next nonces, key included: of the owner, and of sessions. */
  readonly nonces: { owner: bigint; session: bigint };
  readonly holdings: Holdings;
  readonly targets: Map<string, TargetTally>;
  readonly grants: Grant[];
  nextNft: bigint;
  installed: boolean;
  toEnable: number;
  policiesAdded: number;
  policiesTaken: number;
}

/** What a policy counts, since the session was enabled last. */
export interface Counter extends Pick<Limit, "field" | "limit"> {
  used: bigint;
  /** What an operation of these calls adds. */
  needs(calls: readonly PlannedCall[]): bigint;
  /** Whether it was added to the session later: enabling the session anew leaves it as it is. */
  readonly added?: boolean;
}

/** A session that is granted, and what it came to so far. */
export interface Grant {
  readonly holder: Holder;
  readonly sort: Sort;
  readonly compiled: CompiledPermission;
  readonly key: LocalAccount;
  /** The account as the session drives it, once it is enabled. */
  readonly signer: SmartAccount;
  readonly tally: Tally;
  /** Whether its first use is to enable it. */
  readonly firstUse: boolean;
  counters: Counter[];
  enabled: boolean;
  /** The last time, in Unix seconds. */
  enabledAt: bigint;
  enabledBy: "call" | "first use";
  enablings: number;
  removals: number;
  lastUsed: bigint | undefined;
}
