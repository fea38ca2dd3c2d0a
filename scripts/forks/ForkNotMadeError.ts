import { HarnessError } from "../../src/index.ts";

/** A chain answers, and no fork can be made of it. */
export class ForkNotMadeError extends HarnessError {
  override readonly code = "FORK_NOT_MADE";

  /** @param parameters The fork's network, the variables of its RPC and block, and what EDR says of it. */
  constructor({ name, variables, cause }: { name: string; variables: readonly string[]; cause: Error }) {
    super(`${name} could not be made: ${cause.message.replace(/\.$/, "")}.`, {
      remedies: [
        "Look whether the block is one that the chain has, and whether the RPC answers for state at that block.",
        ...(variables.length > 0 ? [`They are set by ${variables.join(" and ")}.`] : []),
      ],
      cause,
    });
  }
}
