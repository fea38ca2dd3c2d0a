import type { Hex } from "viem";
import type { Account } from "../account/Account.ts";
import { parseInput } from "../config/parseInput.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { EnableSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { checkTarget } from "./checkTarget.ts";
import type { CompiledPermission } from "./compilePermission.ts";
import { hashSession } from "./hashSession.ts";
import { enableSignatureSchema, sessionSchema, sessionsSchema } from "./sessionSchema.ts";

/**
 * Checks sessions that an account is to enable in one operation.
 *
 * @param world Where.
 * @param account The account.
 * @param sessions The sessions, as compiled; they may have been stored in between.
 * @returns The sessions.
 * @throws InvalidInputError for what is no session, for one whose id is another's, for one that would let its key
 * reconfigure the account, and for two that are one.
 */
export function parseSessions(
  world: World,
  account: Account,
  sessions: readonly CompiledPermission[],
): readonly CompiledPermission[] {
  const parsed = parseInput(sessionsSchema, sessions, "sessions");
  for (const [index, one] of parsed.entries()) {
    checkSession(world, account, one, `sessions[${index}]`);
    if (parsed.findIndex(({ permissionId }) => permissionId === one.permissionId) === index) continue;
    throw refuse(
      `sessions[${index}].permissionId`,
      one.permissionId,
      "is the id of another session of this operation: together they would be one, with what both allow",
      "Leave salt out of permissions, or give each its own.",
    );
  }
  return parsed;
}

/**
 * Checks a session that an account's owner is to sign for; see {@link parseSessions}.
 *
 * @param world Where.
 * @param account The account.
 * @param session The session.
 * @returns The session.
 * @throws InvalidInputError.
 */
export function parseSession(
  world: World,
  account: Account,
  session: CompiledPermission,
): CompiledPermission {
  const parsed = parseInput(sessionSchema, session, "session") as unknown as CompiledPermission;
  checkSession(world, account, parsed, "session");
  return parsed;
}

/**
 * Checks an enable signature.
 *
 * @param world Where.
 * @param account The account.
 * @param permissionId The session that is to be used.
 * @param enable The enable signature, which may have been stored in between.
 * @returns The enable signature.
 * @throws InvalidInputError for what is none, for another session's, as the operation would enable that one, and
 * for a session that would let its key reconfigure the account.
 */
export function parseEnable(
  world: World,
  account: Account,
  permissionId: Hex,
  enable: EnableSignature,
): EnableSignature {
  const parsed = parseInput(enableSignatureSchema, enable, "enable");
  for (const { actionTarget } of parsed.session.actions) {
    checkTarget(world, actionTarget, "enable.session.target", account);
  }
  if (world.release.permissionId(parsed.session) === permissionId) return parsed;
  throw refuse(
    "enable.session",
    "(an object)",
    "is another session than the one that is to be used",
    "Give what harness.signEnable() made for this session.",
  );
}

function checkSession(
  world: World,
  account: Account,
  { session, permissionId, sessionHash }: CompiledPermission,
  field: string,
): void {
  for (const { actionTarget } of session.actions)
    checkTarget(world, actionTarget, `${field}.target`, account);
  // The id covers validator, key and salt; what is stated of the session is about its policies, too.
  const unchanged =
    world.release.permissionId(session) === permissionId && hashSession(world, session) === sessionHash;
  if (unchanged) return;
  throw refuse(
    `${field}.session`,
    "(an object)",
    "was changed since it was compiled: what was stated of it does not hold",
    "Compile the permission anew; a session of your own making is enabled by release.encodeEnable.",
  );
}

function refuse(field: string, value: string, problem: string, remedy: string): InvalidInputError {
  return new InvalidInputError([{ field, value, problem, remedy }]);
}
