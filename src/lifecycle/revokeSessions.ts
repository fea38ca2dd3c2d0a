import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { Outcome } from "../refusal/Outcome.ts";
import type { Call } from "../world/Call.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { confirm } from "./confirm.ts";
import { type FoundSession, isEnabled } from "./findSessions.ts";
import { fitBatch } from "./fitBatch.ts";
import { closeOperations, type Means, submit } from "./submit.ts";

/** What revoking sessions comes to. */
export interface RevokePlan {
  /** Of the account's owner; read before all else. */
  readonly nonce: bigint;
  /** Enabled, or such that an enable signature could still bring them. */
  readonly toRevoke: readonly FoundSession[];
  /** Revoked for good already. */
  readonly revoked: readonly FoundSession[];
}

/** What became of sessions that were to be revoked. */
export interface Revoked {
  readonly revoked: readonly FoundSession[];
  /** Not revoked: the operation that was to do it was refused, and no further one was sent. */
  readonly left: readonly FoundSession[];
  readonly already: readonly FoundSession[];
  readonly outcomes: readonly Outcome[];
}

/**
 * Finds which of some sessions are still to be revoked. Nothing is sent.
 *
 * @param sessions The account.
 * @param found The sessions.
 * @returns The plan.
 */
export async function planRevoke(
  sessions: AccountSessions,
  found: readonly FoundSession[],
): Promise<RevokePlan> {
  const { world, account } = sessions;
  const nonce = await account.smartAccount.getNonce();
  const over = await Promise.all(
    found.map(async ({ permissionId, file }) => {
      // Enabling by a first use moves the nonce as well: of a session that others made, it tells nothing.
      if (!file) return false;
      const [enabled, enableNonce] = await Promise.all([
        isEnabled(sessions, permissionId),
        world.client.readContract({
          address: world.contracts.SmartSession.address,
          abi: smartSessionAbi,
          functionName: "getNonce",
          args: [permissionId, account.address],
        }),
      ]);
      return !enabled && enableNonce > 0n;
    }),
  );
  return {
    nonce,
    toRevoke: found.filter((_, index) => !over[index]),
    revoked: found.filter((_, index) => over[index]),
  };
}

/**
 * Revokes sessions for good: they are removed, and no enable signature made before brings them back. As many go into an
 * operation as fit.
 *
 * @param sessions The account.
 * @param means The bundler.
 * @param plan See {@link planRevoke}.
 * @param onProgress Is told how far it is.
 * @returns What became of it; the chain was asked whether they are gone.
 * @throws NotConfirmedError; what `submit` throws.
 */
export async function revokeSessions(
  sessions: AccountSessions,
  means: Means,
  { nonce: first, toRevoke, revoked: already }: RevokePlan,
  onProgress: (text: string) => void = () => {},
): Promise<Revoked> {
  closeOperations(
    already.flatMap(({ file }) => file ?? []),
    ({ purpose }) => purpose === "revoke",
  );
  const signer = sessions.account.smartAccount;
  const outcomes: Outcome[] = [];
  const revoked: FoundSession[] = [];
  for (let nonce = first; revoked.length < toRevoke.length; nonce += 1n) {
    const items = toRevoke.slice(revoked.length);
    const { count } = await fitBatch(sessions, means, {
      signer,
      nonce,
      items,
      callsOf: (some) => callsThatRevoke(sessions, some),
    });
    const batch = items.slice(0, Math.max(count, 1));
    onProgress(`revoking: ${batch.map(({ name }) => name).join(", ")}`);
    const outcome = await submit(sessions, means, {
      signer,
      nonce,
      calls: callsThatRevoke(sessions, batch),
      files: batch.flatMap(({ file }) => file ?? []),
      purpose: "revoke",
    });
    outcomes.push(outcome);
    if (outcome.status === "rejected") break;
    const ids = batch.map(({ permissionId }) => permissionId);
    await confirm(sessions, ids, false, outcome);
    revoked.push(...batch);
  }
  return { revoked, left: toRevoke.slice(revoked.length), already, outcomes };
}

/**
 * The owner's calls that revoke sessions for good.
 *
 * @param sessions The account.
 * @param found The sessions.
 * @returns The calls, in their order.
 */
export const callsThatRevoke = (
  { world }: Pick<AccountSessions, "world">,
  found: readonly Pick<FoundSession, "permissionId">[],
): readonly Call[] => found.flatMap(({ permissionId }) => world.release.encodeRevoke(permissionId));
