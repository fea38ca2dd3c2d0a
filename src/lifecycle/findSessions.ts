import type { Hex } from "viem";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import { SessionNotFoundError } from "../errors/lifecycle.ts";
import type { SessionFile } from "../keys/SessionFile.ts";
import type { AccountSessions } from "./AccountSessions.ts";

/** Whose sessions are meant. */
export interface SessionsOf {
  readonly world: AccountSessions["world"];
  readonly account: Pick<AccountSessions["account"], "address">;
}

/** A session that was named: by its name where it has a file here, else by its permission id. */
export interface FoundSession {
  readonly permissionId: Hex;
  /** What a person calls it: its name, or its id. */
  readonly name: string;
  readonly file: SessionFile | undefined;
}

/**
 * Finds sessions by what a person calls them. Of several of one name, which rotation makes, the one is meant that is
 * enabled; where none is, the newest.
 *
 * @param sessions The account.
 * @param files This machine's files of its sessions.
 * @param names Names, or permission ids; a session that is named twice is found once.
 * @returns The sessions.
 * @throws SessionNotFoundError for a name that no file has. An id need not have one.
 */
export async function findSessions(
  sessions: SessionsOf,
  files: readonly SessionFile[],
  names: readonly string[],
): Promise<readonly FoundSession[]> {
  const found = await Promise.all(names.map((name) => findSession(sessions, files, name)));
  return found.filter(
    (one, index) => found.findIndex(({ permissionId }) => permissionId === one.permissionId) === index,
  );
}

async function findSession(
  sessions: SessionsOf,
  files: readonly SessionFile[],
  name: string,
): Promise<FoundSession> {
  if (/^0x[0-9a-fA-F]{64}$/.test(name)) {
    const permissionId = name.toLowerCase() as Hex;
    const file = files.find((one) => one.permissionId === permissionId);
    return { permissionId, name: file?.name ?? permissionId, file };
  }
  const file = await currentOf(sessions, files, name);
  if (file) return { permissionId: file.permissionId, name, file };
  const known = [...new Set(files.map((one) => one.name))];
  throw new SessionNotFoundError({ name, account: sessions.account.address, known });
}

/**
 * The session that a name stands for.
 *
 * @param sessions The account.
 * @param files This machine's files of its sessions.
 * @param name The name.
 * @returns The one that is enabled, else the newest; undefined where no file has the name.
 */
export async function currentOf(
  sessions: SessionsOf,
  files: readonly SessionFile[],
  name: string,
): Promise<SessionFile | undefined> {
  const named = files.filter((one) => one.name === name);
  if (named.length < 2) return named[0];
  const enabled = await Promise.all(named.map(({ permissionId }) => isEnabled(sessions, permissionId)));
  const newest = named.filter(({ permissionId }) => !named.some(({ replaces }) => replaces === permissionId));
  return named.filter((_, index) => enabled[index]).at(-1) ?? newest.at(-1);
}

/**
 * Asks the chain whether a session is enabled.
 *
 * @param sessions The account.
 * @param permissionId The session.
 * @returns Whether it is, at the latest block.
 */
export function isEnabled({ world, account }: SessionsOf, permissionId: Hex): Promise<boolean> {
  return world.client.readContract({
    address: world.contracts.SmartSession.address,
    abi: smartSessionAbi,
    functionName: "isPermissionEnabled",
    args: [permissionId, account.address],
  });
}
