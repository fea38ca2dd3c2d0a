import { HarnessError } from "../../src/index.ts";

/** The chain that a fork was made of has gone away. */
export class UpstreamLostError extends HarnessError {
  override readonly code = "UPSTREAM_LOST";

  /** @param parameters The network that is a fork of it, the variable that names its RPC, and what asking it came to. */
  constructor({ name, variable, cause }: { name: string; variable: string | undefined; cause: unknown }) {
    super(
      `The chain that ${name} is a fork of no longer answers: what the fork has not read yet is out of reach.`,
      {
        remedies: [
          "Look whether it is there, and run this again: nothing is lost, as a fork keeps nothing.",
          ...(variable ? [`Or give another RPC: ${variable}.`] : []),
        ],
        cause,
      },
    );
  }
}
