import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { lock } from "proper-lockfile";
import { WatchBusyError, WatchFolderError } from "../../src/index.ts";

/** In milliseconds: a lock that nobody has touched for so long is given to the next. */
const stale = 10_000;

/**
 * Keeps others from a folder while it is worked in. A lock whose process has ended on this machine, as one that was killed,
 * is taken over at once; one of another machine (a folder that is shared) once nobody has touched it for ten seconds.
 *
 * @param folder The folder; it is made where it is not there.
 * @param onLost Is told where the lock was lost: the machine slept for longer than others wait.
 * @returns Gives the lock back.
 * @throws WatchBusyError where another process has it.
 */
export async function lockFolder(
  folder: string,
  onLost: (error: Error) => void,
): Promise<() => Promise<void>> {
  const lockfilePath = join(folder, "lock");
  const ownerFile = join(folder, "lock.owner.json");
  let isLost = false;
  const onCompromised = (error: Error) => {
    isLost = true;
    onLost(error);
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (existsSync(lockfilePath) && hasEnded(ownerFile)) utimesSync(lockfilePath, 0, 0);
    const release = await lock(folder, { lockfilePath, stale, onCompromised });
    writeFileSync(ownerFile, JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 });
    return async () => {
      if (!isLost) await release();
    };
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    if (code === "ELOCKED") throw new WatchBusyError({ folder, cause });
    const remedy = "Give a folder that you may write: --state DIR.";
    throw new WatchFolderError({ folder, problem: `cannot be written (${code})`, remedy, cause });
  }
}

/** Whether the process that has the lock is known to have ended: that of another machine is not known of. */
function hasEnded(ownerFile: string): boolean {
  try {
    const { pid, host } = JSON.parse(readFileSync(ownerFile, "utf8"));
    if (host !== hostname() || !Number.isSafeInteger(pid) || pid === process.pid) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
