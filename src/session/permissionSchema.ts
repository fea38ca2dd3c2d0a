import { zeroAddress } from "viem";
import { z } from "zod";
import { complain, readBy } from "../config/parseInput.ts";
import {
  abiSchema,
  addressSchema,
  bytes32Schema,
  timestampSchema,
  uintSchema,
  weiSchema,
} from "../config/schemas.ts";
import { fallbackTarget } from "../world/fallbackAction.ts";
import { argumentConditions } from "./Permission.ts";
import { parseDuration } from "./parseDuration.ts";
import { resolveFunction } from "./resolveFunction.ts";
import { sessionValidatorAt, sessionValidators } from "./sessionValidatorAt.ts";

const fields = {
  sessionKey: addressSchema.refine((address) => address !== zeroAddress, {
    error: complain("is the zero address, which no key has", "Give the address of the session's key."),
  }),
  sessionValidator: addressSchema
    .refine((address) => sessionValidatorAt(address) !== undefined, {
      error: complain(
        "is no session validator that is known here: how its key would sign, and what it is told, is not known",
        `Give one of: ${sessionValidators.map(({ name, address }) => `${address} (${name})`).join(", ")}.`,
      ),
    })
    .optional(),
  target: addressSchema
    .refine((address) => address !== zeroAddress, {
      error: complain(
        "is the zero address: SmartSession refuses it as a target (InvalidActionId)",
        "Give the contract that the session may call.",
      ),
    })
    .refine((address) => address !== fallbackTarget, {
      error: complain(
        "is SmartSession's flag for the fallback action, which opens every target and the account itself",
        "Give the contract that the session may call.",
        "fallback",
      ),
    }),
  abi: abiSchema.optional(),
  validAfter: timestampSchema.optional(),
  validUntil: timestampSchema
    .refine((time) => time !== 0n, {
      error: complain(
        "would mean on chain that the session never expires",
        "Give its last second, or leave validUntil out where no expiry is meant.",
      ),
    })
    .optional(),
  duration: z
    .string({ error: complain("is not a duration", 'Give it by name: "1 hour", "7 days".') })
    .transform(readBy(parseDuration))
    .optional(),
  maxUses: uintSchema({ bits: 128, unit: "calls", min: 1n, lessIs: "dead" }).optional(),
  maxOperations: uintSchema({ bits: 128, unit: "user operations", min: 1n, lessIs: "dead" }).optional(),
  permitERC4337Paymaster: z
    .boolean({ error: complain("is not true or false", "Give true, or leave it out.") })
    .optional(),
  maxValue: weiSchema.optional(),
  maxTotalValue: weiSchema.optional(),
  spendingLimit: uintSchema({ bits: 256, unit: "the token's smallest unit", min: 1n }).optional(),
  argumentRules: z
    .array(
      z.strictObject(
        {
          argument: z.union([z.string(), z.number()], {
            error: complain("is not an argument", "Give its name, or its position from 0."),
          }),
          condition: z
            .enum(argumentConditions, {
              error: complain("is not a comparison", `Give one of: ${argumentConditions.join(", ")}.`),
            })
            .optional(),
          value: z.unknown().optional(), // the argument's type tells what it may be
          maxTotal: z.unknown().optional(),
        },
        { error: complain("is not an argument rule", "Give { argument, condition, value }.") },
      ),
      {
        error: complain(
          "is not a list of argument rules",
          "Give an array of { argument, condition, value }.",
        ),
      },
    )
    .optional(),
  salt: bytes32Schema.optional(),
};

/**
 * A permission's function: whether it is right depends on the ABI beside it.
 *
 * @param abi What was given as the target's ABI.
 * @returns The schema.
 */
export const functionSchema = (abi: unknown) =>
  z
    .string({
      error: complain(
        "is not a function",
        'Give a signature ("increment()"), a selector ("0xd09de08a"), or a name and the ABI.',
      ),
    })
    .transform(readBy((written: string) => resolveFunction(written, abiSchema.safeParse(abi).data)));

/**
 * A permission's fields, each by itself.
 *
 * @param abi What was given as the target's ABI.
 * @returns The schema.
 */
export const permissionSchema = (abi: unknown) =>
  z.strictObject(
    { ...fields, function: functionSchema(abi) },
    { error: complain("is not a permission", "Give { sessionKey, target, function, … }.") },
  );
/** What it reads. */
export type PermissionFields = z.output<ReturnType<typeof permissionSchema>>;
