import type { Address, LocalAccount } from "viem";
import type { Account } from "../../account/Account.ts";
import type { Harness } from "../../harness.ts";
import type { Outcome } from "../../refusal/Outcome.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import { setChainTime } from "../../world/clock.ts";
import type { PlannedUse } from "./Attack.ts";

/** Who makes operations of a session. */
export interface Player {
  readonly harness: Harness;
  readonly account: Account;
  readonly session: CompiledPermission;
  readonly key: LocalAccount;
  /** A key that the session does not know. */
  readonly stranger: LocalAccount;
  /** A paymaster that pays for every operation. */
  readonly paymaster: Address;
}

/** Gas that is enough for a use, and for each of its calls. */
const gasOfUse = { call: 1_000_000n, verification: 2_000_000n };
const gasOfCall = { call: 300_000n, verification: 200_000n };

/**
 * Sends an operation of a session. One that is permitted is mined, also where the target refuses its calls: what it uses
 * up is then used up.
 *
 * @param player Who makes it.
 * @param use The operation.
 * @returns What became of it.
 */
export async function playUse(
  { harness, account, session, key, stranger, paymaster }: Player,
  { calls, at, byStranger, byPaymaster }: PlannedUse,
): Promise<Outcome> {
  const use = {
    account,
    session,
    key: byStranger ? stranger : key,
    calls,
    ...(byPaymaster && { paymaster: { address: paymaster } }),
  };
  if (at !== undefined) await setChainTime(harness.world, at);
  const outcome = await harness.use(use);
  if (outcome.status === "accepted" || outcome.mined || outcome.refusal.rule !== "execution") return outcome;
  // The bundler refused it as the calls revert; with gas given it is not asked whether they do.
  const count = BigInt(calls.length);
  const gas = {
    callGasLimit: gasOfUse.call + count * gasOfCall.call,
    verificationGasLimit: gasOfUse.verification + count * gasOfCall.verification,
    preVerificationGas: 200_000n,
  };
  if (at !== undefined) await setChainTime(harness.world, at);
  return harness.use({ ...use, gas });
}

/**
 * Whether a session permitted an operation, whatever its target said to it.
 *
 * @param outcome What became of it.
 * @returns Whether validation passed.
 */
export const isPermitted = (outcome: Outcome): boolean =>
  outcome.status === "accepted" || outcome.mined !== undefined;
