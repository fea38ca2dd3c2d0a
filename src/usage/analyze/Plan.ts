import type { Address } from "viem";
import type { UsageCursor } from "../UsageFact.ts";

/** What of a chain is analysed, as it was settled before the reading. */
export interface Plan {
  /** The first block that is read, for the lives of sessions. */
  readonly readFrom: bigint;
  /** The period's first block. */
  readonly fromBlock: bigint;
  /** The period's last block. */
  readonly toBlock: bigint;
  /** Whether that was the chain's last, as nobody asked for another. */
  readonly isToHead: boolean;
  /** The last block of the period that no reorganisation takes away any more. */
  readonly settled: bigint;
  /** Undefined: every account. */
  readonly accounts: readonly Address[] | undefined;
  readonly checkpoint: string | undefined;
  readonly onProgress: (text: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** What was read so far. */
export interface Position<State> {
  /** The last block that is in it; undefined where none is. */
  readonly cursor: UsageCursor | undefined;
  readonly state: State;
}
