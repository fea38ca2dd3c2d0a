import { ModuleNotChangedError } from "../errors/lifecycle.ts";
import type { Outcome } from "../refusal/Outcome.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { confirm } from "./confirm.ts";
import type { FoundSession } from "./findSessions.ts";
import { fitBatch } from "./fitBatch.ts";
import type { ModulePlan } from "./planModule.ts";
import { callsThatRevoke, revokeSessions } from "./revokeSessions.ts";
import { type Means, submit } from "./submit.ts";

/**
 * Installs SmartSession on an account, or uninstalls it, as planned. Where its live sessions are too many to revoke them
 * by the same operation, they are revoked by others before.
 *
 * @param sessions The account.
 * @param means The bundler.
 * @param plan See `planModule`; there is something to do.
 * @param onProgress Is told how far it is.
 * @returns Of the last operation; the chain was asked about the module and the sessions.
 * @throws ModuleNotChangedError, NotConfirmedError where the chain says otherwise; what `submit` throws.
 */
export async function changeModule(
  sessions: AccountSessions,
  means: Means,
  plan: ModulePlan,
  onProgress: (text: string) => void = () => {},
): Promise<Outcome> {
  const { world, account } = sessions;
  const signer = account.smartAccount;
  const module = world.contracts.SmartSession.address;
  const before = await account.isInstalled(module);
  let { nonce, calls, live } = plan;
  const change = calls.slice(-1);
  if (before && live.length > 0) {
    const found = live.map(
      ({ permissionId, file }): FoundSession => ({
        permissionId,
        file,
        name: file?.name ?? permissionId,
      }),
    );
    const { count } = await fitBatch(sessions, means, {
      signer,
      nonce,
      items: found,
      callsOf: (some) => [...callsThatRevoke(sessions, some), ...change],
    });
    if (count > 0 && count < found.length) {
      const { outcomes } = await revokeSessions(
        sessions,
        means,
        { nonce, toRevoke: found, revoked: [] },
        onProgress,
      );
      const refused = outcomes.find(({ status }) => status === "rejected");
      if (refused) return refused;
      [nonce, calls, live] = [nonce + BigInt(outcomes.length), change, []];
    }
  }
  onProgress(before ? "uninstalling" : "installing");
  const files = before ? live.flatMap(({ file }) => file ?? []) : [];
  const outcome = await submit(sessions, means, { signer, nonce, calls, files, purpose: "revoke" });
  if (outcome.status === "rejected") return outcome;
  const ended = before ? plan.live.map(({ permissionId }) => permissionId) : [];
  await confirm(sessions, ended, false, outcome);
  if ((await account.isInstalled(module)) !== before) return outcome;
  throw new ModuleNotChangedError({
    account: account.address,
    isInstalled: before,
    transactionHash: outcome.transactionHash,
  });
}
