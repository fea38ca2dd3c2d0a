import { HarnessError } from "./HarnessError.ts";

/** A proof was interrupted; a chain that it ran on is as it was before. */
export class ProofInterruptedError extends HarnessError {
  override readonly code = "PROOF_INTERRUPTED";

  constructor() {
    super("The proof was interrupted, and the chain put back.", { remedies: ["Run it again."] });
  }
}

/** A chain cannot be put back: somebody else has put it back to before the work began. */
export class SnapshotLostError extends HarnessError {
  override readonly code = "SNAPSHOT_LOST";

  constructor() {
    super("The chain could not be put back: its snapshot is gone.", {
      remedies: [
        "Serve it anew, or go on with it as it is: what was done on it stands, and its clock may have been moved.",
        "Work on a chain of your own (without --network), or let nobody else use this one meanwhile.",
      ],
    });
  }
}

/** Another command works on the chain, and will put it back. */
export class ChainBusyError extends HarnessError {
  override readonly code = "CHAIN_BUSY";

  /** @param parameters The chain. */
  constructor({ chainId, cause }: { chainId: number; cause?: unknown }) {
    super(`Another command (prove, reproduce) works on this chain ${chainId}, and will put it back.`, {
      remedies: ["Wait until it has ended, or work on a chain of your own (without --network)."],
      cause,
    });
  }
}
