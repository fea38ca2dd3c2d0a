import { HarnessError } from "./HarnessError.ts";

/** An operation that is measured did not take effect: its time would mean nothing. */
export class BenchRefusedError extends HarnessError {
  override readonly code = "BENCH_REFUSED";

  /** @param parameters Which operation, and what became of it. */
  constructor({ what, refusal }: { what: string; refusal: string }) {
    super(`${what} was refused, so nothing is measured: ${refusal}`, {
      remedies: ["Run the suite (./harness test): what is refused here is refused there."],
    });
  }
}
