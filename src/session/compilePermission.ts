import { randomBytes } from "node:crypto";
import { getOwnableValidator } from "@rhinestone/module-sdk";
import { bytesToHex, type Hex } from "viem";
import { howToPull } from "../errors/canonical.ts";
import { InvalidInputError } from "../errors/InvalidInputError.ts";
import type { Session } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { checkTarget } from "./checkTarget.ts";
import type { Enforcement } from "./Enforcement.ts";
import { erc20Spending } from "./erc20Spending.ts";
import { hashSession } from "./hashSession.ts";
import type { Permission } from "./Permission.ts";
import { type ParsedPermission, parsePermission } from "./parsePermission.ts";
import type { PolicyPart } from "./policies/Policy.ts";
import { sudo } from "./policies/sudo.ts";
import { policies } from "./policyAt.ts";
import { ownableValidator, type SessionValidator, sessionValidatorAt } from "./sessionValidatorAt.ts";

/** A permission as it goes on chain. */
export interface CompiledPermission {
  readonly permission: ParsedPermission;
  readonly permissionId: Hex;
  readonly session: Session;
  /** keccak256 of what enables it: the statement holds for this session, and for no other of the same id. */
  readonly sessionHash: Hex;
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
 *   target: nft,
 *   function: "mint(address to,uint256 tokenId)",
 *   argumentRules: [{ argument: "to", condition: "equal", value: account.address }],
 *   maxValue: parseEther("0.05"),
 *   duration: "1 day",
 * });
 * ```
 */
export function compilePermission(world: World, permission: Permission): CompiledPermission {
  const parsed = parsePermission(permission, BigInt(Math.floor(Date.now() / 1000)));
  const { sessionKey, target, salt } = parsed;
  checkTarget(world, target, "target");
  const validator = findValidator(world, parsed);
  const paymasters = permitPaymasters(world, parsed);

  const parts = policies.flatMap((policy) => policy.compile(parsed));
  const inRole = (role: PolicyPart["role"]) =>
    parts.filter((part) => part.role === role).map(({ data }) => data);
  // An action without a policy is no action: where nothing limits the call itself, Sudo lets it pass.
  const actionPolicies = inRole("action").length > 0 ? inRole("action") : [sudo.encode()];
  // SmartSession wants a policy of the operation where a paymaster may pay.
  const userOpPolicies =
    paymasters.permitted && inRole("userOp").length === 0 ? [sudo.encode()] : inRole("userOp");

  const session: Session = {
    sessionValidator: validator.address,
    sessionValidatorInitData: getOwnableValidator({ threshold: 1, owners: [sessionKey] }).initData,
    salt: salt ?? bytesToHex(randomBytes(32)),
    userOpPolicies,
    actions: [{ actionTarget: target, actionTargetSelector: parsed.function.selector, actionPolicies }],
    ...(paymasters.permitted && { permitERC4337Paymaster: true }),
  };
  return {
    permission: parsed,
    permissionId: world.release.permissionId(session),
    session,
    sessionHash: hashSession(world, session),
    enforcement: [...stateEnforcement(parsed, parts, validator), paymasters.enforcement],
  };
}

/** What judges the key's signatures. */
function findValidator(
  { contracts }: World,
  { sessionValidator = ownableValidator.address }: ParsedPermission,
): SessionValidator {
  const validator = sessionValidatorAt(sessionValidator);
  if (validator && contracts[validator.name]) return validator;
  throw new InvalidInputError([
    {
      field: "sessionValidator",
      value: sessionValidator,
      problem: `is ${validator?.name ?? "a session validator"}, which this world does not hold: no key could sign for the session`,
      remedy: `Fill the code store, and run on SmartSession v1: ${howToPull}. Or leave it out.`,
    },
  ]);
}

/** Whether paymasters may pay, and what sees to it. */
function permitPaymasters(
  { release }: World,
  { permitERC4337Paymaster: given }: ParsedPermission,
): { readonly permitted: boolean; readonly enforcement: Enforcement } {
  const field = "permitERC4337Paymaster";
  if (given === false && !release.limitsPaymasters) {
    throw new InvalidInputError([
      {
        field,
        value: given,
        problem: `cannot be kept: SmartSession ${release.name} lets any paymaster pay`,
        remedy: "Leave it out, or run on v1.",
        kind: "unenforceable",
      },
    ]);
  }
  const permitted = given ?? false;
  if (release.limitsPaymasters && !permitted) {
    const statement = "no paymaster may pay for its operations";
    return { permitted, enforcement: { field, value: "no", enforcedBy: "SmartSession", statement } };
  }
  const statement = "any paymaster may pay for its operations";
  return { permitted, enforcement: { field, value: null, enforcedBy: null, statement } };
}

/** What SmartSession enforces itself, what the policies do, and what nothing does. */
function stateEnforcement(
  permission: ParsedPermission,
  parts: readonly PolicyPart[],
  validator: SessionValidator,
): readonly Enforcement[] {
  const enforced = parts.flatMap(({ enforces }) => enforces);
  const limits = openFields(permission).flatMap((open) => {
    const limited = enforced.filter(({ field }) => field.replace(/\[\d+\]$/, "") === open.field);
    return limited.length > 0 ? limited : [open];
  });
  return [...scope(permission, validator), ...limits];
}

function scope(
  { sessionKey, target, function: { selector, signature } }: ParsedPermission,
  validator: SessionValidator,
): Enforcement[] {
  return [
    {
      field: "sessionKey",
      value: sessionKey,
      enforcedBy: `${validator.name} (session validator)`,
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
  ];
}

/** The fields in their order, as they are where no policy limits them. */
function openFields({ function: called }: ParsedPermission): Enforcement[] {
  const open = (field: Enforcement["field"], statement: string): Enforcement => ({
    field,
    value: null,
    enforcedBy: null,
    statement,
  });
  const anyValue =
    called.payable === false
      ? "by its ABI the function takes none"
      : "any native value, if the function takes it";
  return [
    ...(called.inputs?.length === 0 ? [] : [open("argumentRules", "any arguments")]),
    open("maxValue", anyValue),
    open("maxTotalValue", anyValue),
    ...(erc20Spending.includes(called.selector)
      ? [open("spendingLimit", "any amount of the token, if the target is one")]
      : []),
    open("maxUses", "any number of calls"),
    open("maxOperations", "any number of user operations"),
    open("validAfter", "at once"),
    open("validUntil", "never expires"),
  ];
}
