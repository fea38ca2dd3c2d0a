import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type FolderLock, lockFolder } from "../../scripts/sessions/lockFolder.ts";
import { WatchBusyError, WatchFolderError } from "../../src/index.ts";

describe("a folder that is locked", () => {
  let folder: string;
  const locks: FolderLock[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
  });
  afterEach(async () => {
    for (const lock of locks.splice(0)) await lock.release();
    rmSync(folder, { recursive: true, force: true });
  });

  const take = async (onLost = () => {}) => {
    const lock = await lockFolder(folder, onLost);
    locks.push(lock);
    return lock;
  };
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  /** A lock that a process has left, which was killed a moment ago. */
  function leave(host = hostname()) {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    mkdirSync(join(folder, "lock"));
    writeFileSync(join(folder, "lock.owner.json"), JSON.stringify({ pid, host, token: "of the dead" }));
  }

  /** As it is after the process has stood still for longer than others wait. */
  const growOld = () => utimesSync(join(folder, "lock"), 0, 0);

  it("is another's until it is given back", async () => {
    const { release } = await take();
    expect(await failure(take())).to.be.instanceOf(WatchBusyError);
    await release();
    await take();
  });

  it("is taken over at once from a process that has ended on this machine, and not from another one's", async () => {
    leave("elsewhere.example");
    expect(await failure(take())).to.be.instanceOf(WatchBusyError);
    rmSync(join(folder, "lock"), { recursive: true });
    leave();
    await take();
  });

  it("is taken over by one alone, however many begin at once", async () => {
    leave();
    const taken = await Promise.allSettled(Array.from({ length: 6 }, () => take()));
    const refused = taken.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refused).to.have.length(5);
    for (const error of refused) expect(error).to.be.instanceOf(WatchBusyError);
    locks[0]?.demand();
  });

  it("is no longer that of a process which stood still, which may write nothing and leaves the other's lock", async () => {
    const first = await take();
    first.demand();
    growOld();
    const second = await take();
    expect(() => first.demand()).to.throw(WatchFolderError, /lost its lock/);
    second.demand();
    await first.release();
    second.demand();
    expect(await failure(take())).to.be.instanceOf(WatchBusyError);
  });

  it("is given back once", async () => {
    const { demand, release } = await take();
    await release();
    await release();
    expect(demand).to.throw(WatchFolderError);
  });
});
