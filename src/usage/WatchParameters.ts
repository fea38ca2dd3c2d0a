import type { Address } from "viem";
import type { World } from "../world/World.ts";
import type { Alert } from "./Alert.ts";
import type { WatchJournal } from "./openWatchJournal.ts";
import type { AlertRules } from "./readAlertRules.ts";
import type { OwnSession } from "./watch/knownSessions.ts";

/** Something about the watching itself. */
export type WatchEvent =
  /** It begins to read, or goes on. */
  | { readonly type: "begun"; readonly fromBlock: bigint; readonly isFirst: boolean }
  /** The chain does not answer, or not what it is asked: it is asked again until it does. */
  | { readonly type: "unreachable"; readonly error: Error }
  | { readonly type: "reachable" }
  /** Blocks that were read are no longer the chain's; it is read anew from there. */
  | { readonly type: "reorganised"; readonly fromBlock: bigint }
  /** The chain has had no new block for long; or it lacks a block that was read and is settled. */
  | { readonly type: "behind"; readonly head: bigint; readonly lacking?: bigint };

/** What is watched, and by what. */
export interface WatchParameters {
  readonly rules: AlertRules;
  /** Where the watch keeps what it has read and raised. */
  readonly journal: WatchJournal;
  /** Whose sessions; a watch that goes on may have more of them, and none less. Default: every account's. */
  readonly accounts?: readonly Address[] | undefined;
  /** The accounts that are asked for the sessions that they have already. Default: `accounts`. */
  readonly surveyed?: readonly Address[] | undefined;
  /** Reads the sessions of an account that this machine has key files of: they are ours. Default: none is. */
  readonly filesOf?: ((account: Address) => readonly OwnSession[]) | undefined;
  /** The first block, where the journal says of none yet. Default: the next one. */
  readonly fromBlock?: bigint | undefined;
  /** Whether the watch ends at the chain's latest block. Default: it goes on until the signal. */
  readonly once?: boolean | undefined;
  /** How many blocks deep one is settled. Default: see `settledBlock`. */
  readonly depth?: bigint | undefined;
  /** How long a live chain may be without a new block before that is told, in milliseconds. Default: 300000. */
  readonly patience?: number | undefined;
  /** Ends the watch: what is being written is written to its end, what is being read is read again at the next start. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Is told an alert before it is written down: where the process ends in between, it is told once more. Where this throws,
   * the watch ends, and the alert is not written down.
   */
  readonly onAlert?: ((alert: Alert) => void | Promise<void>) | undefined;
  readonly onEvent?: ((event: WatchEvent) => void) | undefined;
  /** Waits for what may be a new block. Default: viem's polling. */
  readonly nextBlock?: ((world: World, signal?: AbortSignal) => Promise<void>) | undefined;
}
