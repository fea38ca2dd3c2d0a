import { type Address, type Hex, isAddressEqual } from "viem";
import type { Account } from "../account/Account.ts";
import { parseInput } from "../config/parseInput.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { EnableSignature, Session } from "../world/Release.ts";
import type { World } from "../world/World.ts";
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
 * Checks an owner's leave to enable a session.
 *
 * @param world Where.
 * @param account The account.
 * @param permissionId The session that is to be used.
 * @param enable The leave, which may have been stored in between.
 * @returns The leave.
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
  checkTargets(world, account, parsed.session, "enable.session");
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
  checkTargets(world, account, session, field);
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

/** A session that calls what decides for its account could take the account over. */
function checkTargets({ contracts }: World, account: Account, session: Session, field: string): void {
  const deciding: readonly (readonly [Address, string])[] = [
    [account.address, "the account itself"],
    ...account.machinery.map((one) => [one, "what runs as the account"] as const),
    [contracts.SmartSession.address, "SmartSession"],
    [contracts.OwnableValidator.address, "the validator of owners"],
    [contracts.EntryPoint.address, "EntryPoint, which holds the account's deposit"],
  ];
  for (const { actionTarget } of session.actions) {
    const [, what] = deciding.find(([one]) => isAddressEqual(one, actionTarget)) ?? [];
    if (what === undefined) continue;
    throw refuse(
      `${field}.target`,
      actionTarget,
      `is ${what}: the session could reconfigure the account, or rob it`,
      "Give the contract that the session may call.",
    );
  }
}

function refuse(field: string, value: string, problem: string, remedy: string): InvalidInputError {
  return new InvalidInputError([{ field, value, problem, remedy }]);
}
