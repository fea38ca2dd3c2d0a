import { type Address, type Hex, isAddressEqual } from "viem";
import { parseInput } from "../config/parseInput.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { EnableSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import type { CompiledPermission } from "./compilePermission.ts";
import { enableSignatureSchema, sessionsSchema } from "./sessionSchema.ts";

/**
 * Checks sessions that an account is to enable.
 *
 * @param world Where.
 * @param account The account.
 * @param sessions The sessions, as compiled; they may have been stored in between.
 * @returns The sessions.
 * @throws InvalidInputError for what is no session, for one that was changed since it was compiled, and for one
 * that would let its key call the account itself.
 */
export function parseSessions(
  world: World,
  account: Address,
  sessions: readonly CompiledPermission[],
): readonly CompiledPermission[] {
  const parsed = parseInput(sessionsSchema, sessions, "sessions");
  for (const [index, { session, permissionId }] of parsed.entries()) {
    // A session is used by its id: it would be enabled under another.
    if (world.release.permissionId(session) !== permissionId) {
      throw refuse(
        `sessions[${index}].permissionId`,
        permissionId,
        "is not the id of its session, which was changed since it was compiled",
        "Compile the permission anew.",
      );
    }
    if (session.actions.some(({ actionTarget }) => isAddressEqual(actionTarget, account))) {
      throw refuse(
        `sessions[${index}].target`,
        account,
        "is the account itself: the session could reconfigure it",
        "Give the contract that the session may call.",
      );
    }
  }
  return parsed;
}

/**
 * Checks an owner's leave to enable a session.
 *
 * @param world Where.
 * @param permissionId The session that is to be used.
 * @param enable The leave, which may have been stored in between.
 * @returns The leave.
 * @throws InvalidInputError for what is none, and for another session's: the operation would enable that one.
 */
export function parseEnable({ release }: World, permissionId: Hex, enable: EnableSignature): EnableSignature {
  const parsed = parseInput(enableSignatureSchema, enable, "enable");
  if (release.permissionId(parsed.session) === permissionId) return parsed;
  throw refuse(
    "enable.session",
    "(an object)",
    "is another session than the one that is to be used",
    "Give what harness.signEnable() made for this session.",
  );
}

function refuse(field: string, value: string, problem: string, remedy: string): InvalidInputError {
  return new InvalidInputError([{ field, value, problem, remedy }]);
}
