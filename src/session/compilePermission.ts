import { randomBytes } from "node:crypto";
import { getOwnableValidator } from "@rhinestone/module-sdk";
import { bytesToHex, type Hex, isAddressEqual } from "viem";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { PolicyData, Session } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import type { Permission } from "./Permission.ts";
import { type ParsedPermission, parsePermission } from "./parsePermission.ts";
import { sudo } from "./policies/sudo.ts";
import { timeFrame } from "./policies/timeFrame.ts";
import { usageLimit } from "./policies/usageLimit.ts";

/** What enforces one field of a permission on chain. */
export interface Enforcement {
  readonly field: Exclude<keyof Permission, "abi" | "salt"> | "value";
  /** What the field says, as it is enforced; `null` where it is left open. */
  readonly value: string | bigint | null;
  /** The contract that enforces it, and in which role; `null` where nothing does. */
  readonly enforcedBy: string | null;
  /** What that means, in a sentence. */
  readonly statement: string;
}

/** A permission as it goes on chain. */
export interface CompiledPermission {
  readonly permission: ParsedPermission;
  readonly permissionId: Hex;
  readonly session: Session;
  /** Field by field, what enforces it; fields that nothing limits are named too. */
  readonly enforcement: readonly Enforcement[];
}

/**
 * Compiles a permission into the session that SmartSession enforces, and says what enforces each field.
 * Nothing is sent.
 *
 * @param world The world whose release it is for.
 * @param permission What the session key may do.
 * @returns The session, its id, and the statement of enforcement.
 * @throws InvalidInputError where a field cannot be meant or cannot be enforced.
 * @example
 * ```ts
 * const { session, enforcement } = compilePermission(world, {
 *   sessionKey: key.address,
 *   target: counter,
 *   function: "increment()",
 *   validUntil: 1_800_000_000n,
 *   maxUses: 10n,
 * });
 * ```
 */
export function compilePermission(world: World, permission: Permission): CompiledPermission {
  const parsed = parsePermission(permission);
  const { sessionKey, target, validAfter, validUntil, maxUses, salt } = parsed;
  if (isAddressEqual(target, world.contracts.SmartSession.address)) {
    throw new InvalidInputError([
      {
        field: "target",
        value: target,
        problem: "is SmartSession itself, which it refuses as a target (InvalidActionId)",
        remedy: "Give the contract that the session may call.",
      },
    ]);
  }

  const userOpPolicies: PolicyData[] = [];
  if (validAfter || validUntil) {
    userOpPolicies.push(timeFrame.encode({ validAfter: validAfter ?? 0n, validUntil: validUntil ?? 0n }));
  }
  const actionPolicies = maxUses === undefined ? [sudo.encode()] : [usageLimit.encode({ limit: maxUses })];
  const validator = getOwnableValidator({ threshold: 1, owners: [sessionKey] });

  const session: Session = {
    sessionValidator: validator.address,
    sessionValidatorInitData: validator.initData,
    salt: salt ?? bytesToHex(randomBytes(32)),
    userOpPolicies,
    actions: [{ actionTarget: target, actionTargetSelector: parsed.function.selector, actionPolicies }],
  };
  return {
    permission: parsed,
    permissionId: world.release.permissionId(session),
    session,
    enforcement: stateEnforcement(parsed),
  };
}

function stateEnforcement({
  sessionKey,
  target,
  function: { selector, signature },
  validAfter,
  validUntil,
  maxUses,
}: ParsedPermission): readonly Enforcement[] {
  const time = (field: "validAfter" | "validUntil", value: bigint | undefined): Enforcement =>
    value
      ? {
          field,
          value,
          enforcedBy: "TimeFramePolicy (userOp policy)",
          statement: `${field === "validAfter" ? "not before" : "not after"} ${isoTime(value)}, that second included`,
        }
      : {
          field,
          value: null,
          enforcedBy: null,
          statement: field === "validAfter" ? "at once" : "never expires",
        };
  return [
    {
      field: "sessionKey",
      value: sessionKey,
      enforcedBy: "OwnableValidator (session validator)",
      statement: "this key alone signs for the session",
    },
    {
      field: "target",
      value: target,
      enforcedBy: "SmartSession (action)",
      statement: "no other contract may be called",
    },
    {
      field: "function",
      value: signature ? `${signature} ${selector}` : selector,
      enforcedBy: "SmartSession (action)",
      statement: "no other function may be called",
    },
    time("validAfter", validAfter),
    time("validUntil", validUntil),
    maxUses === undefined
      ? { field: "maxUses", value: null, enforcedBy: null, statement: "any number of calls" }
      : {
          field: "maxUses",
          value: maxUses,
          enforcedBy: "UsageLimitPolicy (action policy)",
          statement: "calls are counted, each call of a batch too, and calls that fail",
        },
    {
      field: "value",
      value: null,
      enforcedBy: null,
      statement: "any native value, if the function takes it",
    },
  ];
}

function isoTime(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
