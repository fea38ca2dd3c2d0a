import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, utimesSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { lock } from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";
import { WatchBusyError, WatchFolderError } from "../../src/index.ts";

/** In milliseconds: a lock that nobody has touched for so long is given to the next. */
const stale = 10_000;
/** Taking a lock takes no time: one that was left in its middle is given to the next at once. */
const taking = { stale: 2_000, retries: { retries: 40, minTimeout: 50, maxTimeout: 100 }, realpath: false };

/** A folder that is locked. */
export interface FolderLock {
  /** Throws WatchFolderError where another process has taken the lock over meanwhile. */
  demand(): void;
  /** Gives the lock back. */
  release(): Promise<void>;
}

/**
 * Keeps others from a folder while it is worked in. A lock whose process has ended on this machine, as one that was killed,
 * is taken over at once; one of another machine (a folder that is shared), or of a process that stands still, once nobody has
 * touched it for ten seconds.
 *
 * @param folder The folder; it is made where it is not there.
 * @param onLost Is told where the lock was lost: the machine slept for longer than others wait.
 * @returns The lock.
 * @throws WatchBusyError where another process has it; WatchFolderError where the folder cannot be written.
 */
export async function lockFolder(folder: string, onLost: (error: Error) => void): Promise<FolderLock> {
  const lockfilePath = join(folder, "lock");
  const ownerFile = join(folder, "lock.owner.json");
  const owner = { pid: process.pid, host: hostname(), token: randomUUID() };
  const lost = (cause?: unknown) =>
    new WatchFolderError({
      folder,
      problem: "is no longer this watch's: it stood still for too long, and lost its lock",
      remedy: "Start it again: where another one has taken over, it says so.",
      cause,
    });
  const isOurs = () => ownerOf(ownerFile)?.token === owner.token;
  let isLost = false;
  const onCompromised = (error: Error) => {
    isLost = true;
    onLost(lost(error));
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // One at a time: between the lock and its owner's name nobody else looks.
    const taken = await lock(join(folder, "lock.taking"), {
      ...taking,
      lockfilePath: join(folder, "lock.taking"),
      onCompromised: () => {},
    });
    try {
      if (existsSync(lockfilePath) && hasEnded(ownerOf(ownerFile))) utimesSync(lockfilePath, 0, 0);
      const release = await lock(folder, { lockfilePath, stale, onCompromised });
      writeFileAtomic.sync(ownerFile, JSON.stringify(owner), { mode: 0o600 });
      return {
        demand() {
          if (isLost || !isOurs()) throw lost();
        },
        async release() {
          if (!isLost && isOurs()) await release();
          isLost = true;
        },
      };
    } finally {
      await taken().catch(() => {}); // it was taken for one that was left
    }
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    if (code === "ELOCKED") throw new WatchBusyError({ folder, cause });
    const remedy = "Give a folder that you may write: --state DIR.";
    throw new WatchFolderError({ folder, problem: `cannot be written (${code})`, remedy, cause });
  }
}

/** Who has the lock, as far as that is written. */
interface Owner {
  readonly pid?: unknown;
  readonly host?: unknown;
  readonly token?: unknown;
}

function ownerOf(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process that has the lock is known to have ended: that of another machine is not known of. */
function hasEnded({ pid, host }: Owner = {}): boolean {
  if (host !== hostname() || typeof pid !== "number" || !Number.isSafeInteger(pid)) return false;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
