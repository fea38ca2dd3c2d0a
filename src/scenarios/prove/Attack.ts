import type { Address } from "viem";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import type { Enforcement } from "../../session/Enforcement.ts";
import type { SessionEntry } from "../../session/SessionsFile.ts";
import type { Call } from "../../world/Call.ts";
import type { ExpectedRefusal, ProvedTarget } from "./Proof.ts";
import type { SampleCall } from "./sampleCall.ts";

/** A user operation of the session. */
export interface PlannedUse {
  readonly calls: readonly Call[];
  /** The block's time, in Unix seconds. Default: as it comes. */
  readonly at?: bigint;
  /** Whether another key signs. Default: the session's does. */
  readonly byStranger?: true;
  /** Whether a paymaster pays. Default: the account does. */
  readonly byPaymaster?: true;
}

/** A way to go beyond a bound. */
export interface AttackPlan {
  /** What is permitted, up to the bound. */
  readonly before: readonly PlannedUse[];
  /** What is beyond it. */
  readonly attack: PlannedUse;
}

/** An attack on a field of a permission. */
export interface Attack {
  readonly field: Enforcement["field"];
  readonly bound: Enforcement["value"];
  /** What is done, in words. */
  readonly attack: string;
  readonly expected: ExpectedRefusal;
  /** Ways to do it, the best first; none where it cannot be done. */
  readonly plans: readonly AttackPlan[];
  /** Why it cannot be done, where it cannot. */
  readonly impossible?: string;
}

/** What attacks are made of. */
export interface AttackGround {
  readonly entry: SessionEntry;
  readonly session: CompiledPermission;
  readonly target: ProvedTarget;
  /** A call that the permission allows. */
  readonly sample: SampleCall;
  /** Where no session of the file may call. */
  readonly elsewhere: Address;
  /** When the session was enabled, in Unix seconds. */
  readonly now: bigint;
}

/** More calls or operations are not made to use a limit up. */
export const mostUses = 2000;

/** Why an attack that takes more is not made. */
export const tooMany = `it takes more than ${mostUses} uses, or no value can reach it`;
