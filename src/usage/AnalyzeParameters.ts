import type { Address } from "viem";
import type { AccountKind } from "../account/Account.ts";
import type { SessionFile } from "../keys/SessionFile.ts";
import type { MeasuredGas } from "./Analysis.ts";

/** What this machine knows of a session that its events do not tell: a key file, or as much of one. */
export type KnownSession = Pick<SessionFile, "permissionId" | "name" | "session" | "function"> & {
  /** The same session may be another account's as well: that is another one. */
  readonly account: Pick<SessionFile["account"], "address">;
};

/** What is analysed. */
export interface AnalyzeParameters {
  /** The period's first block. Default: the chain's first; of a fork, the last that both have. */
  readonly fromBlock?: bigint | undefined;
  /** The period's last block. Default: the chain's head. */
  readonly toBlock?: bigint | undefined;
  /**
   * The first block that is read: sessions that were enabled before the period are known from there on. Default: the chain's
   * first; of a fork, the last that both have.
   */
  readonly readFrom?: bigint | undefined;
  /** Whose sessions. Default: every account's, of the kinds that are known. */
  readonly accounts?: readonly Address[] | undefined;
  /** This machine's sessions: their names, actions and functions. */
  readonly known?: readonly KnownSession[] | undefined;
  /** A file that keeps what was read: it is gone on from, and written. Default: none. */
  readonly checkpoint?: string | undefined;
  /** Measures gas for the kinds of account that are there, see `compareGas`. Default: nothing is measured. */
  readonly measureGas?: ((kinds: readonly AccountKind[]) => Promise<readonly MeasuredGas[]>) | undefined;
  /** Is told how far it is. */
  readonly onProgress?: ((text: string) => void) | undefined;
  /** Ends it: it throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}
