import { HarnessError } from "./HarnessError.ts";

/** Blocks that were read are no longer the chain's: it was reorganised, or put back to a snapshot. */
export class ReorganisedError extends HarnessError {
  override readonly code = "CHAIN_REORGANISED";
  /** The last of the blocks that were read. */
  readonly blockNumber: bigint;

  /** @param parameters The block that is gone. */
  constructor({ blockNumber }: { blockNumber: bigint }) {
    super(`Block ${blockNumber}, which was read, is no longer on the chain: it was reorganised.`, {
      remedies: [
        "Read again from a block before it.",
        "A simulated chain that was put back to a snapshot is read anew.",
      ],
    });
    this.blockNumber = blockNumber;
  }
}

/** What was read of sessions' use is not to be kept in a file, or a file is not what an analysis may go on from. */
export class CheckpointError extends HarnessError {
  override readonly code = "CHECKPOINT";
  /** Its path. */
  readonly file: string;

  /** @param parameters Which file, what is wrong with it, continuing "The checkpoint …"; the cause. */
  constructor({ file, problem, cause }: { file: string; problem: string; cause?: unknown }) {
    super(`The checkpoint ${file} ${problem}.`, {
      remedies: [
        "Give another path: each chain, choice of accounts and --from has a checkpoint of its own.",
        "Or move the file away: what it holds is read anew from the chain.",
      ],
      cause,
    });
    this.file = file;
  }
}

/** An analysis was interrupted before its end. */
export class AnalysisInterruptedError extends HarnessError {
  override readonly code = "ANALYSIS_INTERRUPTED";

  /** @param parameters The checkpoint's path; undefined where none is kept. */
  constructor({ checkpoint }: { checkpoint: string | undefined }) {
    super("The analysis was interrupted.", {
      remedies: [
        checkpoint === undefined
          ? "Run it again; with --checkpoint FILE the next one goes on where this one ended."
          : `Run it again: it goes on where ${checkpoint} ends.`,
      ],
    });
  }
}

/** The folder in which a watch keeps what it has read and raised cannot be read or written, or is of another watch. */
export class WatchFolderError extends HarnessError {
  override readonly code = "WATCH_FOLDER";
  /** Its path. */
  readonly folder: string;

  /** @param parameters Which folder, what is wrong with it, continuing "The folder … of the watch"; what to do; the cause. */
  constructor({
    folder,
    problem,
    remedy,
    cause,
  }: {
    folder: string;
    problem: string;
    remedy: string;
    cause?: unknown;
  }) {
    super(`The folder ${folder} of the watch ${problem}.`, { remedies: [remedy], cause });
    this.folder = folder;
  }
}

/** Another watch keeps its state in the same folder: each would raise what the other has raised. */
export class WatchBusyError extends HarnessError {
  override readonly code = "WATCH_BUSY";

  /** @param parameters The folder; the cause. */
  constructor({ folder, cause }: { folder: string; cause?: unknown }) {
    super(`Another watch is at work in ${folder}.`, {
      remedies: ["Let it end first, or give this one a folder of its own: --state DIR."],
      cause,
    });
  }
}

/** The chain has less than what was read of it: its node is late, or it was started anew. */
export class ChainBehindError extends HarnessError {
  override readonly code = "CHAIN_BEHIND";
  /** The block that it does not have. */
  readonly blockNumber: bigint;

  /** @param parameters The block that it does not have, and its latest one, where that is known. */
  constructor({ blockNumber, head }: { blockNumber: bigint; head?: bigint }) {
    super(`The chain has no block ${blockNumber}${head === undefined ? "" : `; its latest is ${head}`}.`, {
      remedies: [
        "The node that answered may be late, or stand still: try again, or ask another RPC.",
        "A chain that was started anew is another: give it a folder of its own (--state DIR).",
      ],
    });
    this.blockNumber = blockNumber;
  }
}

/** An alert cannot be printed: it is not written down either, and is raised anew. */
export class AlertOutputError extends HarnessError {
  override readonly code = "ALERT_OUTPUT";

  /** @param parameters What the system says of standard output, `EPIPE`; the cause. */
  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super(`An alert cannot be written to standard output (${reason}).`, {
      remedies: [
        "See that what reads it goes on reading, and that there is room on the disk, and start again: it is raised then.",
      ],
      cause,
    });
  }
}
