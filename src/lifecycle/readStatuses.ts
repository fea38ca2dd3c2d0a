import type { Hex } from "viem";
import type { SessionFile } from "../keys/SessionFile.ts";
import { isUsedUp, limitsOf } from "../session/limitsOf.ts";
import { readSession, type SessionOnChain } from "../session/readSession.ts";
import { timeFrameOf } from "../session/timeFrameOf.ts";
import { chainTime } from "../world/clock.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { readHistory, type SessionHistory } from "./readHistory.ts";
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
  const { world, account } = sessions;
  const listed = await world.release.readPermissionIds(world.client, account.address);
  const own = files.map(({ permissionId }) => permissionId);
  const history = await historyOf(sessions, files, listed !== undefined);
  const enabled = listed ?? [...history].flatMap(([id, last]) => (last === "created" ? [id] : []));
  const others = enabled.map((id) => id.toLowerCase() as Hex).filter((id) => !own.includes(id));
  const time = await chainTime(world);
  const statusOf = async (permissionId: Hex, file?: SessionFile): Promise<SessionStatus> => {
    const onChain = await readSession(world, account, { permissionId, session: file?.session });
    const frame = timeFrameOf(onChain);
    return {
      permissionId,
      state: stateOf(onChain, frame, time, history),
      file,
      onChain,
      ...frame,
      limits: limitsOf(onChain),
      interrupted: file?.operation && (await settle(sessions, file.operation)),
    };
  };
  return Promise.all([
    ...files.map((file) => statusOf(file.permissionId, file)),
    ...others.map((id) => statusOf(id)),
  ]);
}

/**
 * The events tell sessions that were removed from those that never were; and on a release that cannot list them, which
 * there are.
 */
async function historyOf(
  { world, account }: AccountSessions,
  files: readonly SessionFile[],
  isListed: boolean,
): Promise<SessionHistory> {
  const first = files.reduce<bigint | undefined>(
    (least, { block }) => (least === undefined || block < least ? block : least),
    undefined,
  );
  const since = isListed ? first : (world.forked?.blockNumber ?? 0n);
  return since === undefined ? new Map() : readHistory({ world, account }, since);
}

function stateOf(
  onChain: SessionOnChain,
  { validAfter, validUntil }: Pick<SessionStatus, "validAfter" | "validUntil">,
  time: bigint,
  history: SessionHistory,
): LifecycleState {
  if (!onChain.enabled) {
    if (onChain.enableNonce > 0n) return "revoked";
    return history.has(onChain.permissionId) ? "removed" : "not enabled";
  }
  if (!onChain.moduleInstalled) return "module not installed";
  if (validUntil !== undefined && time > validUntil) return "expired";
  if (isUsedUp(onChain)) return "used up";
  if (validAfter !== undefined && time < validAfter) return "not yet valid";
  return "active";
}
