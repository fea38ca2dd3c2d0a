import { BaseError } from "viem";
import { ChainBehindError, ReorganisedError } from "../../errors/usage.ts";
import { ChainUnreachableError } from "../../errors/world.ts";
import { knownError } from "../../outcome/knownError.ts";

/**
 * Tells whether an error is one of the chain, or of the line to it: a line that is down comes back, and what an RPC answers
 * once it may answer otherwise later.
 *
 * @param error The error.
 * @returns Whether it is.
 */
export function isOfChain(error: unknown): boolean {
  const known = knownError(error);
  return (
    [ChainUnreachableError, ReorganisedError, ChainBehindError].some((one) => known instanceof one) ||
    error instanceof BaseError
  );
}
