import { type Address, type Hex, isAddressEqual } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { type Complaint, complain, parseInput } from "../config/parseInput.ts";
import { lastTimestamp } from "../config/schemas.ts";
import { erc20Spending } from "./erc20Spending.ts";
import { findArgument } from "./findArgument.ts";
import { limitValue, type ValueLimits } from "./limitValue.ts";
import type { ArgumentRule, Permission } from "./Permission.ts";
import { maxComparisons, type ParsedArgumentRule, parseArgumentRule } from "./parseArgumentRule.ts";
import { type PermissionFields, permissionSchema } from "./permissionSchema.ts";
import type { ResolvedFunction } from "./resolveFunction.ts";

/** Names a field that does not go with the others. */
type Complaining = (path: PropertyKey[], complaint: Complaint) => void;

/** A permission that is in order. */
export interface ParsedPermission {
  readonly sessionKey: Address;
  readonly sessionValidator?: Address;
  readonly target: Address;
  readonly function: ResolvedFunction;
  readonly argumentRules: readonly ParsedArgumentRule[];
  /** What keeps `maxValue` and `maxTotalValue`. */
  readonly value: ValueLimits;
  readonly spendingLimit?: bigint;
  readonly maxUses?: bigint;
  readonly maxOperations?: bigint;
  readonly permitERC4337Paymaster?: boolean;
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
  const schema = permissionSchema(permission?.abi).transform((given, context): ParsedPermission => {
    const complaining: Complaining = (path, { problem, remedy, kind }) =>
      context.addIssue({ code: "custom", path, message: complain(problem, remedy, kind) });
    const { abi: _, duration: __, maxValue: ___, maxTotalValue: ____, ...rest } = given;
    const validUntil = endOf(given, now, complaining);
    refuseKeyAsSalt(given, complaining);
    return {
      ...rest,
      ...(validUntil !== undefined && { validUntil }),
      argumentRules: argumentRulesOf(given, complaining),
      value: valueLimitsOf(given, complaining),
    } as ParsedPermission;
  });
  return parseInput(schema, permission, "permission");
}

/** A salt goes on chain for everybody to see. */
function refuseKeyAsSalt({ salt, sessionKey }: PermissionFields, complaining: Complaining): void {
  const order = 2n ** 256n - 432420386565659656852420866394968145599n; // of secp256k1: no key is greater
  if (salt === undefined || BigInt(salt) === 0n || BigInt(salt) >= order) return;
  if (!isAddressEqual(privateKeyToAddress(salt), sessionKey)) return;
  complaining(["salt"], {
    problem: "is the session key's private key, and a salt goes on chain",
    remedy: "Leave salt out, and use another key.",
  });
}

function endOf(
  { validAfter, validUntil, duration }: PermissionFields,
  now: bigint,
  complaining: Complaining,
) {
  if (duration !== undefined) {
    const end = (validAfter || now) + duration; // a validAfter of 0 means at once
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
      kind: "dead",
    });
  }
  return validUntil;
}

function argumentRulesOf(given: PermissionFields, complaining: Complaining): readonly ParsedArgumentRule[] {
  const { inputs } = given.function;
  const rules = (given.argumentRules ?? []).flatMap((rule, index) => {
    if (inputs === undefined) {
      complaining(["argumentRules", index], {
        problem: "cannot be kept without knowing the function's arguments",
        remedy: "Give the function's signature, or the target's ABI.",
        kind: "unenforceable",
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
      kind: "unenforceable",
    });
  }
  return rules;
}

function valueLimitsOf(given: PermissionFields, complaining: Complaining): ValueLimits {
  const { selector } = given.function;
  if (given.spendingLimit !== undefined && !erc20Spending.includes(selector)) {
    complaining(["spendingLimit"], {
      problem:
        "cannot be kept for this function: ERC20SpendingLimitPolicy knows no other than transfer, transferFrom, approve, increaseAllowance",
      remedy: "Grant one of these, or limit an argument by argumentRules.",
      kind: "unenforceable",
    });
  }
  const limits = limitValue(given);
  if (!("problem" in limits)) return limits;
  complaining([limits.field], limits);
  return {};
}
