import { HarnessError } from "./HarnessError.ts";

/** A proof was interrupted; a chain that it ran on is as it was before. */
export class ProofInterruptedError extends HarnessError {
  override readonly code = "PROOF_INTERRUPTED";

  constructor() {
    super("The proof was interrupted, and the chain put back.", { remedies: ["Run it again."] });
  }
}
