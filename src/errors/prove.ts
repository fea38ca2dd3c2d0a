import { HarnessError } from "./HarnessError.ts";

/** A proof was interrupted; a chain that it ran on is as it was before. */
export class ProofInterruptedError extends HarnessError {
  override readonly code = "PROOF_INTERRUPTED";

  constructor() {
    super("The proof was interrupted, and the chain put back.", { remedies: ["Run it again."] });
  }
}

/** A chain cannot be put back: somebody else has put it back to before the proof began. */
export class SnapshotLostError extends HarnessError {
  override readonly code = "SNAPSHOT_LOST";

  constructor() {
    super("The chain could not be put back: its snapshot is gone.", {
      remedies: [
        "Prove on a chain of your own (without --network), or let nobody else use this one meanwhile.",
      ],
    });
  }
}
