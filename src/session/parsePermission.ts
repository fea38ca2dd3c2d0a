import { type Address, type Hex, zeroAddress } from "viem";
import { z } from "zod";
import { complain, parseInput } from "../config/parseInput.ts";
import { abiSchema, addressSchema, bytes32Schema, timestampSchema, uintSchema } from "../config/schemas.ts";
import type { Permission } from "./Permission.ts";
import { type ResolvedFunction, resolveFunction } from "./resolveFunction.ts";

/** SmartSession's FALLBACK_TARGET_FLAG. */
const fallbackTarget = "0x0000000000000000000000000000000000000001";

const fields = {
  sessionKey: addressSchema.refine((address) => address !== zeroAddress, {
    error: complain("is the zero address, which no key has", "Give the address of the session's key."),
  }),
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
  maxUses: uintSchema({ bits: 128, unit: "calls", min: 1n }).optional(),
  salt: bytes32Schema.optional(),
};

/** Whether a function is right depends on the ABI beside it. */
const functionSchema = (abi: unknown) =>
  z
    .string({
      error: complain(
        "is not a function",
        'Give a signature ("increment()"), a selector ("0xd09de08a"), or a name and the ABI.',
      ),
    })
    .transform((written, context): ResolvedFunction => {
      const resolved = resolveFunction(written, abiSchema.safeParse(abi).data);
      if (!("problem" in resolved)) return resolved;
      context.addIssue({ code: "custom", message: complain(resolved.problem, resolved.remedy) });
      return z.NEVER;
    });

const permissionSchema = (abi: unknown) =>
  z
    .strictObject(
      { ...fields, function: functionSchema(abi) },
      { error: complain("is not a permission", "Give { sessionKey, target, function, … }.") },
    )
    .superRefine(({ validAfter, validUntil }, context) => {
      if (validAfter === undefined || validUntil === undefined || validAfter <= validUntil) return;
      context.addIssue({
        code: "custom",
        path: ["validUntil"],
        message: complain(
          `is before validAfter (${validAfter}): the session could never be used`,
          "Give a validUntil that is not before validAfter.",
        ),
      });
    });

/** A permission that is in order. */
export interface ParsedPermission {
  readonly sessionKey: Address;
  readonly target: Address;
  readonly function: ResolvedFunction;
  readonly validAfter?: bigint;
  readonly validUntil?: bigint;
  readonly maxUses?: bigint;
  readonly salt?: Hex;
}

/**
 * Checks a permission, field by field.
 *
 * @param permission What a person wrote.
 * @returns The permission with its function resolved and its numbers as bigint.
 * @throws InvalidInputError naming every field that is wrong, its value, and the remedy.
 */
export function parsePermission(permission: Permission): ParsedPermission {
  const { abi: _, ...parsed } = parseInput(permissionSchema(permission?.abi), permission, "permission");
  return parsed as ParsedPermission;
}
