import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok } from "./finding.ts";

/**
 * Whether the chain is the one that is meant.
 *
 * @param examination What was read.
 * @returns The finding.
 */
export function checkChain({ world, chain }: Examination): Finding {
  if (chain.id !== world.chainId) {
    return failure(
      "chain",
      `The RPC now serves chain ${chain.id}, and this is chain ${world.chainId}.`,
      "Look at the RPC's URL: an operation is signed for one chain, and refused on every other.",
      "signature",
    );
  }
  return ok("chain", `Chain ${chain.id} answers (${world.kind}); its latest block is ${chain.blockNumber}.`);
}
