import { type Abi, type Address, type Hex, zeroAddress } from "viem";
import { z } from "zod";
import { complain, parseInput } from "../config/parseInput.ts";
import { addressSchema, bytes32Schema, timestampSchema, uintSchema } from "../config/schemas.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { Permission } from "./Permission.ts";
import { type ResolvedFunction, resolveFunction } from "./resolveFunction.ts";

/** SmartSession's FALLBACK_TARGET_FLAG. */
const fallbackTarget = "0x0000000000000000000000000000000000000001";

const permissionSchema = z
  .strictObject({
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
    function: z.string({
      error: complain(
        "is not a function",
        'Give a signature ("increment()"), a selector ("0xd09de08a"), or a name and the ABI.',
      ),
    }),
    abi: z
      .custom<Abi>(Array.isArray, { error: complain("is not an ABI", "Give the ABI's array of items.") })
      .optional(),
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
  })
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
  const { function: written, abi, ...rest } = parseInput(permissionSchema, permission);
  const resolved = resolveFunction(written, abi);
  if ("problem" in resolved) {
    throw new InvalidInputError([{ field: "function", value: written, ...resolved }]);
  }
  return { ...(rest as Omit<ParsedPermission, "function">), function: resolved };
}
