import type { SmartAccount } from "viem/account-abstraction";
import { HarnessError } from "../errors/HarnessError.ts";
import type { OperationEstimate } from "../outcome/estimateOperation.ts";
import type { Rejected } from "../refusal/Outcome.ts";
import type { Call } from "../world/Call.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { estimate, type Means } from "./submit.ts";

/** How many of a batch fit into one operation. */
export interface Fit {
  /** From the first on. 0: not even one, and then it is not for their number. */
  readonly count: number;
  /** What so many would take; undefined where it is none. */
  readonly estimated: OperationEstimate | undefined;
  /** Why not all, in words; undefined where all fit. */
  readonly reason: string | undefined;
  /** Why the bundler does not estimate a single one. */
  readonly refusal: Rejected | undefined;
}

/** What is to be done with each of a batch. */
export interface Batch<Item> {
  readonly signer: SmartAccount;
  readonly nonce: bigint;
  readonly items: readonly Item[];
  /** The calls of one operation that does it for these. */
  callsOf(items: readonly Item[]): readonly Call[];
}

/**
 * Finds how many of a batch fit into one operation: what the bundler estimates, and a block has room for. Nothing is
 * signed or sent.
 *
 * @param sessions The account.
 * @param means The bundler.
 * @param batch The batch, at least one.
 * @returns How many fit.
 */
export async function fitBatch<Item>(
  sessions: Pick<AccountSessions, "world" | "account">,
  means: Means,
  { signer, nonce, items, callsOf }: Batch<Item>,
): Promise<Fit> {
  const { gasLimit } = await sessions.world.client.getBlock();
  const attempt = async (count: number) => {
    const calls = callsOf(items.slice(0, count));
    const estimated = await estimate(sessions, means, { signer, nonce, calls }).catch((error: unknown) => {
      // Bundlers fail at what is too large in ways of their own (alto: HTTP 500): a single one tells.
      if (count === 1 || error instanceof HarnessError) throw error;
      return error as Error;
    });
    if (estimated instanceof Error) {
      const { details = estimated.message } = estimated as Error & { details?: string };
      return { estimated: undefined, refusal: undefined, reason: `The bundler: ${details}` };
    }
    if (estimated.status === "rejected") {
      return { estimated: undefined, refusal: estimated, reason: `The bundler: ${estimated.refusal.reason}` };
    }
    const gas = gasOf(estimated);
    const reason = gas > gasLimit ? `They need ${gas} gas, and a block has ${gasLimit}.` : undefined;
    return { estimated, refusal: undefined, reason };
  };

  const all = await attempt(items.length);
  if (all.reason === undefined) return { count: items.length, ...all };
  let [fits, tooMany] = [0, items.length];
  let best: OperationEstimate | undefined;
  let lone = items.length === 1 ? all : undefined;
  while (tooMany - fits > 1) {
    // One alone first: where that is refused, the number is not what it is refused for.
    const count = fits === 0 ? 1 : Math.floor((fits + tooMany) / 2);
    const tried = await attempt(count);
    if (count === 1) lone = tried;
    if (tried.reason === undefined) [fits, best] = [count, tried.estimated];
    else tooMany = count;
  }
  return {
    count: fits,
    estimated: best,
    reason: all.reason,
    refusal: fits === 0 ? lone?.refusal : undefined,
  };
}

const gasOf = ({ operation }: OperationEstimate): bigint =>
  operation.callGasLimit +
  operation.verificationGasLimit +
  operation.preVerificationGas +
  (operation.paymasterVerificationGasLimit ?? 0n) +
  (operation.paymasterPostOpGasLimit ?? 0n);
