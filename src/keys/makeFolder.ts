import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, and those that it is in, for nobody else to read (mode 0700). Level by level: where a file system takes
 * no folders (/proc), Node 24's own recursion does not end.
 *
 * @param folder The folder; it may be there.
 * @throws What the system says.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another command has made it meanwhile
  }
}
