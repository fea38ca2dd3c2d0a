import {
  type AccountSessions,
  findSessions,
  type SessionFile,
  SessionNotFoundError,
} from "../../src/index.ts";

/**
 * Finds the key file of a session: without it, its key is not here.
 *
 * @param sessions The account.
 * @param files This machine's files of its sessions.
 * @param name The session's name, or its permission id.
 * @returns The file.
 * @throws SessionNotFoundError.
 */
export async function findFile(
  sessions: AccountSessions,
  files: readonly SessionFile[],
  name: string,
): Promise<SessionFile> {
  const [found] = await findSessions(sessions, files, [name]);
  if (found?.file) return found.file;
  const known = files.map((one) => one.name);
  throw new SessionNotFoundError({ name, account: sessions.account.address, known });
}
