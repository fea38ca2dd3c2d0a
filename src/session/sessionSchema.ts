import { type Hex, isHex, size } from "viem";
import { z } from "zod";
import { complain } from "../config/parseInput.ts";
import { addressSchema, bytes32Schema, uintSchema } from "../config/schemas.ts";
import type { EnableSignature, Session } from "../world/Release.ts";
import type { CompiledPermission } from "./compilePermission.ts";

const notASession = complain("is not a session", "Give what harness.compile() made.");
const anyBytes = z.custom<Hex>((value) => isHex(value) && value.length % 2 === 0, {
  error: complain("is not hexadecimal bytes", "Give what harness.compile() made, as it is."),
});
const policies = z.array(z.object({ policy: addressSchema, initData: anyBytes }, { error: notASession }), {
  error: notASession,
});

const hashSchema = bytes32Schema.transform((id) => id.toLowerCase() as Hex);

/** What goes on chain, as a program may have stored it. */
export const onChainSchema: z.ZodType<Session> = z.object(
  {
    sessionValidator: addressSchema,
    sessionValidatorInitData: anyBytes,
    salt: bytes32Schema,
    userOpPolicies: policies,
    actions: z.array(
      z.object(
        {
          actionTargetSelector: anyBytes.refine((value) => size(value) === 4, {
            error: complain("is not a selector", "Give what harness.compile() made, as it is."),
          }),
          actionTarget: addressSchema,
          actionPolicies: policies,
        },
        { error: notASession },
      ),
      { error: notASession },
    ),
    erc7739Policies: z
      .object({
        allowedERC7739Content: z.array(
          z.object({ appDomainSeparator: bytes32Schema, contentNames: z.array(z.string()) }),
          { error: notASession },
        ),
        erc1271Policies: policies,
      })
      .exactOptional(),
    permitERC4337Paymaster: z.boolean({ error: notASession }).exactOptional(),
  },
  { error: notASession },
);

/** A session that exists already: its id is enough. */
export const sessionIdSchema = z.looseObject(
  { permissionId: hashSchema, session: onChainSchema.optional() },
  { error: notASession },
);

/** A session to be enabled. */
export const sessionSchema = z.looseObject(
  { session: onChainSchema, permissionId: hashSchema, sessionHash: hashSchema },
  { error: notASession },
);

/** Sessions to be enabled. */
export const sessionsSchema = z
  .array(sessionSchema, {
    error: complain("is not a list of sessions", "Give an array of what harness.compile() made."),
  })
  .min(1, { error: complain("is empty", "Give at least one session.") })
  .transform((sessions) => sessions as unknown as readonly CompiledPermission[]);

/** How a session is enabled by its first operation. */
export const enableModeSchema = z.enum(["ENABLE", "UNSAFE_ENABLE"], {
  error: complain("is not a mode that enables", "Give ENABLE or UNSAFE_ENABLE."),
});

const notASignature = complain("is not an enable signature", "Give what harness.signEnable() made.");

/** An enable signature, also where it was stored as JSON in between. */
export const enableSignatureSchema: z.ZodType<EnableSignature> = z.object(
  {
    mode: enableModeSchema,
    session: onChainSchema,
    chainDigests: z
      .array(
        z.object(
          { chainId: uintSchema({ bits: 64, unit: "" }), sessionDigest: bytes32Schema },
          { error: notASignature },
        ),
        { error: notASignature },
      )
      .min(1, { error: notASignature }),
    // A validator's address, and something that it could be asked about.
    signature: anyBytes.refine((value) => size(value) > 20, { error: notASignature }),
  },
  { error: notASignature },
);
