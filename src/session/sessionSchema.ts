import { type Hex, size } from "viem";
import { z } from "zod";
import { complain } from "../config/parseInput.ts";
import { bytes32Schema, bytesSchema } from "../config/schemas.ts";
import type { EnableSignature } from "../world/Release.ts";
import type { CompiledPermission } from "./compilePermission.ts";

const notASession = complain("is not a session", "Give what harness.compile() made.");

/** A session that exists already: its id is enough. */
export const sessionIdSchema = z.looseObject({ permissionId: bytes32Schema }, { error: notASession });

/** Sessions to be enabled. */
export const sessionsSchema = z
  .array(
    z.custom<CompiledPermission>(
      (value) => {
        const { session, permissionId } = (value ?? {}) as Partial<CompiledPermission>;
        return Array.isArray(session?.actions) && bytes32Schema.safeParse(permissionId).success;
      },
      { error: notASession },
    ),
    { error: complain("is not a list of sessions", "Give an array of what harness.compile() made.") },
  )
  .min(1, { error: complain("is empty", "Give at least one session.") });

/** How a session is enabled by its first operation. */
export const enableModeSchema = z.enum(["ENABLE", "UNSAFE_ENABLE"], {
  error: complain("is not a mode that enables", "Give ENABLE or UNSAFE_ENABLE."),
});

/** The owner's leave to enable a session. */
export const enableSignatureSchema = z.custom<EnableSignature>(
  (value) => {
    const { mode, session, chainDigests, signature } = (value ?? {}) as Partial<EnableSignature>;
    return (
      enableModeSchema.safeParse(mode).success &&
      Array.isArray(session?.actions) &&
      Array.isArray(chainDigests) &&
      bytesSchema.safeParse(signature).success &&
      // A validator's address, and something that it could be asked about.
      size(signature as Hex) > 20
    );
  },
  { error: complain("is not an owner's leave to enable a session", "Give what harness.signEnable() made.") },
);
