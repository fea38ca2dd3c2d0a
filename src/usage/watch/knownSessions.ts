import type { Address, Hex } from "viem";
import type { Session } from "../../world/Release.ts";
import type { AlertRules } from "../readAlertRules.ts";

/** A session that is ours, as a key file has it. */
export interface OwnSession {
  readonly permissionId: Hex;
  readonly name: string;
  readonly session?: Pick<Session, "actions">;
}

/** Which sessions are ours. */
export interface KnownSessions {
  find(account: Address, permissionId: Hex): OwnSession | undefined;
  all(account: Address): readonly OwnSession[];
  /** Whether a session is ours; `readKeys` is asked where its id does not tell. */
  isOurs(
    account: Address,
    permissionId: Hex,
    readKeys: () => Promise<readonly Address[] | undefined>,
  ): Promise<boolean>;
}

/**
 * Tells which sessions are ours: by this machine's key files, which are read anew where one is not among them, by
 * permission id, or by the keys that sign.
 *
 * @param ours What the rules say.
 * @param filesOf Reads an account's key files.
 * @returns Tells of sessions.
 */
export function knownSessions(
  { permissionIds, sessionKeys }: AlertRules["ours"],
  filesOf: (account: Address) => readonly OwnSession[],
): KnownSessions {
  const read = new Map<Address, readonly OwnSession[]>();
  const all = (account: Address) => {
    const files = filesOf(account);
    read.set(account, files);
    return files;
  };
  const find = (account: Address, permissionId: Hex) => {
    const is = (one: OwnSession) => one.permissionId === permissionId;
    return read.get(account)?.find(is) ?? all(account).find(is);
  };
  return {
    find,
    all,
    async isOurs(account, permissionId, readKeys) {
      if (permissionIds.includes(permissionId) || find(account, permissionId)) return true;
      if (sessionKeys.length === 0) return false;
      const keys = await readKeys();
      // One key of somebody else is enough to sign, where not all have to.
      return keys !== undefined && keys.length > 0 && keys.every((key) => sessionKeys.includes(key));
    },
  };
}
