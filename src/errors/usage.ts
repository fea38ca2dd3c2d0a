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
