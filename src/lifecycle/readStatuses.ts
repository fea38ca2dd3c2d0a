import type { Hex } from "viem";
import type { SessionFile } from "../keys/SessionFile.ts";
import { isUsedUp, limitsOf } from "../session/limitsOf.ts";
import { readSession, type SessionOnChain } from "../session/readSession.ts";
import { timeFrameOf } from "../session/timeFrameOf.ts";
import { chainTime } from "../world/clock.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { readHistory } from "./readHistory.ts";
import type { LifecycleState, SessionStatus } from "./SessionStatus.ts";
import { settle } from "./settle.ts";

/**
 * Reads where an account's sessions are in their life: those of this machine's files, and those that the chain has
 * beside them.
 *
 * @param sessions The account.
 * @param files This machine's files of its sessions.
 * @returns A status for each, files first; sessions of others that are enabled come after them.
 */
export async function readStatuses(
  sessions: AccountSessions,
  files: readonly SessionFile[],
): Promise<readonly SessionStatus[]> {
  const own = await readOwnStatuses(sessions, files);
  const { world, account } = sessions;
  const listed = await world.release.readPermissionIds(world.client, account.address);
  const enabled = listed ?? (await createdBy(sessions));
  const isOwn = (id: Hex) => files.some(({ permissionId }) => permissionId === id);
  const others = enabled.map((id) => id.toLowerCase() as Hex).filter((id) => !isOwn(id));
  const time = await chainTime(world);
  return [...own, ...(await Promise.all(others.map((id) => readStatus(sessions, time, id))))];
}

/**
 * Reads where sessions of this machine's files are in their life.
 *
 * @param sessions The account.
 * @param files The files.
 * @returns A status for each.
 */
export async function readOwnStatuses(
  sessions: AccountSessions,
  files: readonly SessionFile[],
): Promise<readonly SessionStatus[]> {
  const time = await chainTime(sessions.world);
  const read = await Promise.all(files.map((file) => readStatus(sessions, time, file.permissionId, file)));
  // The events tell sessions that were removed from those that never were: a question to be asked only of such.
  const unclear = read.flatMap(({ state, file }) => (state === "not enabled" && file ? [file.block] : []));
  const [first, ...rest] = unclear;
  if (first === undefined) return read;
  const since = rest.reduce((least, block) => (block < least ? block : least), first);
  const history = await readHistory(sessions, since);
  return read.map((one) =>
    one.state === "not enabled" && history.has(one.permissionId) ? { ...one, state: "removed" } : one,
  );
}

/** On a release that cannot list sessions, the events tell which there are. */
async function createdBy(sessions: AccountSessions): Promise<readonly Hex[]> {
  const history = await readHistory(sessions, sessions.world.forked?.blockNumber ?? 0n);
  return [...history].flatMap(([id, last]) => (last === "created" ? [id] : []));
}

async function readStatus(
  sessions: AccountSessions,
  time: bigint,
  permissionId: Hex,
  file?: SessionFile,
): Promise<SessionStatus> {
  const { world, account } = sessions;
  const onChain = await readSession(world, account, { permissionId, session: file?.session });
  const frame = timeFrameOf(onChain);
  const operations = file?.operations ?? [];
  return {
    permissionId,
    state: stateOf(onChain, frame, time),
    file,
    onChain,
    ...frame,
    limits: limitsOf(onChain),
    interrupted: await Promise.all(operations.map((operation) => settle(sessions, operation))),
  };
}

function stateOf(
  onChain: SessionOnChain,
  { validAfter, validUntil }: Pick<SessionStatus, "validAfter" | "validUntil">,
  time: bigint,
): LifecycleState {
  if (!onChain.enabled) {
    // What is created here is never enabled by a first use, which would move the nonce as well.
    return onChain.enableNonce > 0n ? "revoked" : "not enabled";
  }
  if (!onChain.moduleInstalled) return "module not installed";
  if (validUntil !== undefined && time > validUntil) return "expired";
  if (isUsedUp(onChain)) return "used up";
  if (validAfter !== undefined && time < validAfter) return "not yet valid";
  return "active";
}
