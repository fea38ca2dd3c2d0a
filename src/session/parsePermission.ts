import { type Address, type Hex, zeroAddress } from "viem";
import { z } from "zod";
import { type Complaint, complain, parseInput } from "../config/parseInput.ts";
import {
  abiSchema,
  addressSchema,
  bytes32Schema,
  lastTimestamp,
  timestampSchema,
  uintSchema,
  weiSchema,
} from "../config/schemas.ts";
import { findArgument } from "./findArgument.ts";
import { limitValue, type ValueLimits } from "./limitValue.ts";
import { type ArgumentRule, argumentConditions, type Permission } from "./Permission.ts";
import { maxComparisons, type ParsedArgumentRule, parseArgumentRule } from "./parseArgumentRule.ts";
import { parseDuration } from "./parseDuration.ts";
import { type ResolvedFunction, resolveFunction } from "./resolveFunction.ts";

/** SmartSession's FALLBACK_TARGET_FLAG. */
const fallbackTarget = "0x0000000000000000000000000000000000000001";

/** The functions that ERC20SpendingLimitPolicy counts. */
export const erc20Spending: readonly Hex[] = [
  "0xa9059cbb", // transfer(address,uint256)
  "0x23b872dd", // transferFrom(address,address,uint256)
  "0x095ea7b3", // approve(address,uint256)
  "0x39509351", // increaseAllowance(address,uint256)
];

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
  duration: z
    .string({ error: complain("is not a duration", 'Give it by name: "1 hour", "7 days".') })
    .transform((written, context) => {
      const seconds = parseDuration(written);
      if (typeof seconds === "bigint") return seconds;
      context.addIssue({ code: "custom", message: complain(seconds.problem, seconds.remedy) });
      return z.NEVER;
    })
    .optional(),
  maxUses: uintSchema({ bits: 128, unit: "calls", min: 1n }).optional(),
  maxOperations: uintSchema({ bits: 128, unit: "user operations", min: 1n }).optional(),
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

/** What every field is by itself. */
const fieldsSchema = (abi: unknown) =>
  z.strictObject(
    { ...fields, function: functionSchema(abi) },
    { error: complain("is not a permission", "Give { sessionKey, target, function, … }.") },
  );
type Fields = z.output<ReturnType<typeof fieldsSchema>>;

/** Names a field that does not go with the others. */
type Complaining = (path: PropertyKey[], complaint: Complaint) => void;

/** A permission that is in order. */
export interface ParsedPermission {
  readonly sessionKey: Address;
  readonly target: Address;
  readonly function: ResolvedFunction;
  readonly argumentRules: readonly ParsedArgumentRule[];
  /** What keeps `maxValue` and `maxTotalValue`. */
  readonly value: ValueLimits;
  readonly spendingLimit?: bigint;
  readonly maxUses?: bigint;
  readonly maxOperations?: bigint;
  readonly validAfter?: bigint;
  readonly validUntil?: bigint;
  readonly salt?: Hex;
}

/**
 * Checks a permission, field by field and field against field.
 *
 * @param permission What a person wrote.
 * @param now The time that a `duration` begins at where `validAfter` is left out, in Unix seconds.
 * @returns The permission with its function and arguments resolved and its numbers as bigint.
 * @throws InvalidInputError naming every field that is wrong, its value, and the remedy.
 */
export function parsePermission(permission: Permission, now: bigint): ParsedPermission {
  const schema = fieldsSchema(permission?.abi).transform((given, context): ParsedPermission => {
    const complaining: Complaining = (path, { problem, remedy }) =>
      context.addIssue({ code: "custom", path, message: complain(problem, remedy) });
    const { abi: _, duration: __, maxValue: ___, maxTotalValue: ____, ...rest } = given;
    const validUntil = endOf(given, now, complaining);
    return {
      ...rest,
      ...(validUntil !== undefined && { validUntil }),
      argumentRules: argumentRulesOf(given, complaining),
      value: valueLimitsOf(given, complaining),
    } as ParsedPermission;
  });
  return parseInput(schema, permission, "permission");
}

function endOf({ validAfter, validUntil, duration }: Fields, now: bigint, complaining: Complaining) {
  if (duration !== undefined) {
    const end = (validAfter ?? now) + duration;
    if (validUntil === undefined && end <= lastTimestamp) return end;
    if (validUntil === undefined) {
      complaining(["duration"], {
        problem: "ends beyond the year 5138",
        remedy: "Give a shorter one, or leave it out where no expiry is meant.",
      });
      return end;
    }
    complaining(["duration"], {
      problem: "is given beside validUntil: the session can end but once",
      remedy: "Leave one of them out.",
    });
  }
  if (validAfter !== undefined && validUntil !== undefined && validAfter > validUntil) {
    complaining(["validUntil"], {
      problem: `is before validAfter (${validAfter}): the session could never be used`,
      remedy: "Give a validUntil that is not before validAfter.",
    });
  }
  return validUntil;
}

function argumentRulesOf(given: Fields, complaining: Complaining): readonly ParsedArgumentRule[] {
  const { inputs } = given.function;
  const rules = (given.argumentRules ?? []).flatMap((rule, index) => {
    if (inputs === undefined) {
      complaining(["argumentRules", index], {
        problem: "cannot be kept without knowing the function's arguments",
        remedy: "Give the function's signature, or the target's ABI.",
      });
      return [];
    }
    const argument = findArgument(inputs, rule.argument);
    if ("problem" in argument) {
      complaining(["argumentRules", index, "argument"], argument);
      return [];
    }
    const parsed = parseArgumentRule(rule as ArgumentRule, argument);
    if (!("problem" in parsed)) return [parsed];
    complaining(["argumentRules", index, parsed.field], parsed);
    return [];
  });
  const count = rules.reduce((total, { comparisons }) => total + comparisons.length, 0);
  if (count > maxComparisons) {
    complaining(["argumentRules"], {
      problem: `make ${count} comparisons, and UniActionPolicy has ${maxComparisons}`,
      remedy: "Leave some out; notEqual and greaterThan take two each for types below 256 bits.",
    });
  }
  return rules;
}

function valueLimitsOf(given: Fields, complaining: Complaining): ValueLimits {
  const { selector } = given.function;
  if (given.spendingLimit !== undefined && !erc20Spending.includes(selector)) {
    complaining(["spendingLimit"], {
      problem:
        "cannot be kept for this function: ERC20SpendingLimitPolicy knows no other than transfer, transferFrom, approve, increaseAllowance",
      remedy: "Grant one of these, or limit an argument by argumentRules.",
    });
  }
  const limits = limitValue(given);
  if (!("problem" in limits)) return limits;
  complaining([limits.field], limits);
  return {};
}
