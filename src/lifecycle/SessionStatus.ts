import type { Hex } from "viem";
import type { SessionFile } from "../keys/SessionFile.ts";
import type { Limit } from "../session/limitsOf.ts";
import type { SessionOnChain } from "../session/readSession.ts";

import type { Settlement } from "./settle.ts";

/**
 * Where a session is in its life:
 * - `active`: its key may use it now
 * - `not yet valid`, `expired`: by its time frame and the chain's clock
 * - `used up`: its number of calls or operations is spent
 * - `module not installed`: it is enabled, and of no use while the account lacks SmartSession
 * - `revoked`: ended for good; no enable signature made before brings it back
 * - `removed`: ended with the module, or by a removal that left enable signatures in force
 * - `not enabled`: this machine has its key, and the chain never had the session
 */
export type LifecycleState =
  | "active"
  | "not yet valid"
  | "expired"
  | "used up"
  | "module not installed"
  | "revoked"
  | "removed"
  | "not enabled";

/** A session, by chain and file together. */
export interface SessionStatus {
  readonly permissionId: Hex;
  readonly state: LifecycleState;
  /** This machine's file of it; undefined for a session that somebody else created. */
  readonly file: SessionFile | undefined;
  readonly onChain: SessionOnChain;
  /** In Unix seconds; undefined where nothing bounds it. */
  readonly validAfter: bigint | undefined;
  readonly validUntil: bigint | undefined;
  /** What counts, and how much is left of it. */
  readonly limits: readonly Limit[];
  /** The operations that commands were interrupted at, and what became of them. */
  readonly interrupted: readonly Settlement[];
}
