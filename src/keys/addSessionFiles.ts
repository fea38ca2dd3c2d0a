import { existsSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { KeyFolderError } from "../errors/keys.ts";
import { makeFolder } from "./makeFolder.ts";
import { reasonOf, rewriteSessionFile } from "./rewriteSessionFile.ts";
import type { SessionFile } from "./SessionFile.ts";

/**
 * Writes the files of new sessions, before anything is sent that enables them: all of them or none.
 *
 * @param sessions The sessions; none of them has a file yet.
 * @throws KeyFolderError; what was written of them before is taken back.
 */
export function addSessionFiles(sessions: readonly SessionFile[]): void {
  const written: string[] = [];
  try {
    for (const session of sessions) {
      const folder = dirname(session.file);
      if (existsSync(session.file))
        throw new KeyFolderError({ folder, problem: "holds this session already" });
      makeFolderOfKeys(folder);
      rewriteSessionFile(session);
      written.push(session.file);
    }
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    throw error;
  }
}

function makeFolderOfKeys(folder: string): void {
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new KeyFolderError({ folder, problem: `cannot be made (${reasonOf(cause)})`, cause });
  }
}
