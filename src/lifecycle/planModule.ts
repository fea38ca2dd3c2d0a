import type { SessionFile } from "../keys/SessionFile.ts";
import type { Call } from "../world/Call.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { readStatuses } from "./readStatuses.ts";
import { callsThatRevoke } from "./revokeSessions.ts";
import type { SessionStatus } from "./SessionStatus.ts";

/** What installing or uninstalling SmartSession comes to. */
export interface ModulePlan {
  /** Of the account's owner; read before all else. */
  readonly nonce: bigint;
  /** Whether the account is on chain: its first operation deploys it. */
  readonly isDeployed: boolean;
  /** None where there is nothing to do. */
  readonly calls: readonly Call[];
  /** The sessions that are enabled now: they are revoked before the module is uninstalled. */
  readonly live: readonly SessionStatus[];
}

/**
 * Finds what is to be done so that an account has SmartSession, or no longer has it. Nothing is sent.
 *
 * SmartSession removes the account's sessions when it is uninstalled, but an account may swallow that it failed
 * (Safe7579): with as little gas as a bundler finds to suffice, the sessions stay enabled, and come alive again with the
 * module. So they are revoked first, one by one.
 *
 * @param sessions The account.
 * @param files This machine's files of its sessions.
 * @param wanted Whether it is to be installed.
 * @returns The plan.
 */
export async function planModule(
  sessions: AccountSessions,
  files: readonly SessionFile[],
  wanted: "installed" | "uninstalled",
): Promise<ModulePlan> {
  const { world, account } = sessions;
  const module = world.contracts.SmartSession.address;
  const nonce = await account.smartAccount.getNonce();
  const [isInstalled, code, statuses] = await Promise.all([
    account.isInstalled(module),
    world.client.getCode({ address: account.address }),
    readStatuses(sessions, files),
  ]);
  const live = statuses.filter(({ onChain }) => onChain.enabled);
  const plan = { nonce, isDeployed: code !== undefined, live };
  if (isInstalled === (wanted === "installed")) return { ...plan, calls: [] };
  if (wanted === "installed") {
    return { ...plan, calls: [account.encodeInstall(module, world.release.encodeInstallData([]))] };
  }
  return { ...plan, calls: [...callsThatRevoke(sessions, live), await account.encodeUninstall(module)] };
}
