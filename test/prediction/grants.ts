import fc from "fast-check";
import type { Address, Hex } from "viem";
import {
  type ActionData,
  type ArgumentRule,
  argumentConditions,
  InvalidInputError,
  type Permission,
  type PolicyData,
  type Session,
  sudo,
  timeFrame,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { fallbackSelectors, fallbackTarget } from "../../src/world/fallbackAction.ts";
import type { Stage, TargetFunction } from "./buildStage.ts";

/** Part of a permission, drawn; times count from when the walk begins. */
interface Grant {
  readonly function: number;
  readonly maxUses: bigint | undefined;
  readonly maxOperations: bigint | undefined;
  readonly value: "none" | "per call" | "in all" | "both";
  readonly maxValue: bigint;
  readonly maxTotalValue: bigint;
  readonly spendingLimit: bigint | undefined;
  readonly rules: readonly {
    readonly condition: ArgumentRule["condition"] | undefined;
    readonly value: bigint;
    readonly width: bigint;
    readonly maxTotal: bigint | undefined;
  }[];
  readonly friendOnly: "equal" | "notEqual" | undefined;
  readonly validAfter: bigint | undefined;
  readonly validUntil: bigint | undefined;
  readonly paymaster: boolean;
}

/** A session, drawn: its permissions in one, and what no permission compiles to. */
export interface DrawnSession {
  readonly grants: readonly Grant[];
  /** A limit of native value for the whole session. */
  readonly totalOfSession: bigint | undefined;
  /** A time frame for the first action alone. */
  readonly frameOfAction: { readonly validAfter: bigint; readonly validUntil: bigint } | undefined;
  readonly fallback: "none" | "others" | "smartSession";
}

const few = fc.bigInt(1n, 4n);
const wei = fc.bigInt(1n, 50n);
const edge = fc.constantFrom(0n, 1n, 2n ** 128n - 1n, 2n ** 128n, 2n ** 255n, 2n ** 256n - 1n);
/** Now and then, once in so many times: a session that is limited in every way refuses for the first alone. */
const seldom = <Value>(oneIn: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: oneIn - 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );

const rule = fc.record({
  condition: fc.constantFrom(undefined, ...argumentConditions),
  value: fc.oneof({ weight: 5, arbitrary: fc.bigInt(0n, 60n) }, { weight: 1, arbitrary: edge }),
  width: fc.bigInt(0n, 20n),
  maxTotal: seldom(2, fc.bigInt(1n, 300n)),
});

const grant: fc.Arbitrary<Grant> = fc.record({
  function: fc.nat(7),
  maxUses: seldom(3, few),
  maxOperations: seldom(4, few),
  value: fc.constantFrom("none", "per call", "in all", "both"),
  maxValue: fc.oneof({ weight: 4, arbitrary: wei }, { weight: 1, arbitrary: fc.constant(0n) }),
  maxTotalValue: fc.bigInt(1n, 150n),
  spendingLimit: fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.bigInt(1n, 200n) },
  ),
  rules: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(rule, { minLength: 1, maxLength: 2 }) },
  ),
  friendOnly: seldom(4, fc.constantFrom("equal", "notEqual")),
  validAfter: seldom(3, fc.bigInt(1n, 400n)),
  validUntil: seldom(2, fc.bigInt(401n, 900n)),
  paymaster: fc.boolean(),
});

/** Draws a session. */
export const drawnSession: fc.Arbitrary<DrawnSession> = fc.record({
  grants: fc.array(grant, { minLength: 1, maxLength: 2 }),
  totalOfSession: seldom(6, fc.bigInt(1n, 150n)),
  frameOfAction: seldom(8, fc.record({ validAfter: fc.bigInt(0n, 200n), validUntil: fc.bigInt(300n, 900n) })),
  fallback: fc.oneof(
    { weight: 6, arbitrary: fc.constant("none" as const) },
    { weight: 1, arbitrary: fc.constantFrom("others", "smartSession") },
  ),
});

/**
 * Makes a drawn session: its permissions are compiled, each by itself, and put together.
 *
 * @param stage Where.
 * @param drawn What was drawn.
 * @param sessionKey Whose session it is.
 * @param salt What tells it from others of that key.
 * @returns The session.
 */
export function toSession(
  stage: Stage,
  { grants, totalOfSession, frameOfAction, fallback }: DrawnSession,
  sessionKey: Address,
  salt: Hex,
): Session {
  const compiled = grants.map((one) => compile(stage, one, sessionKey, salt));
  const [first] = compiled;
  if (!first) throw new Error("a drawn session has a permission");
  const frame = frameOfAction && {
    validAfter: frameOfAction.validAfter && stage.now + frameOfAction.validAfter,
    validUntil: stage.now + frameOfAction.validUntil,
  };
  const actions = compiled
    .flatMap(({ actions }) => actions)
    .map((action, index) =>
      frame && index === 0
        ? { ...action, actionPolicies: [...action.actionPolicies, timeFrame.encode(frame)] }
        : action,
    );
  const userOpPolicies = [
    ...compiled.flatMap((one) => one.userOpPolicies),
    ...(totalOfSession === undefined ? [] : [valueLimit.encode({ limit: totalOfSession })]),
  ];
  return {
    ...first,
    actions: [...actions, ...fallbackActions(fallback)],
    userOpPolicies: firstOfEach(userOpPolicies),
  };
}

function fallbackActions(fallback: DrawnSession["fallback"]): ActionData[] {
  if (fallback === "none") return [];
  const policy = fallback === "others" ? usageLimit.encode({ limit: 3n }) : sudo.encode();
  return [
    {
      actionTarget: fallbackTarget,
      actionTargetSelector: fallbackSelectors[fallback],
      actionPolicies: [policy],
    },
  ];
}

const firstOfEach = (policies: readonly PolicyData[]) =>
  policies.filter(({ policy }, index) => policies.findIndex((one) => one.policy === policy) === index);

function compile(stage: Stage, grant: Grant, sessionKey: Address, salt: Hex): Session {
  const called = stage.functions[grant.function] as TargetFunction;
  const limits = limitsOf(stage, called, grant);
  const permission: Permission = {
    sessionKey,
    salt,
    target: called.target,
    function: called.signature,
    abi: called.abi,
    ...limits,
  };
  try {
    return stage.harness.compile(permission).session;
  } catch (error) {
    // A rule that cannot be kept was drawn; without rules and value everything can.
    if (!(error instanceof InvalidInputError)) throw error;
    const { argumentRules: _, maxValue: __, maxTotalValue: ___, ...kept } = permission;
    return stage.harness.compile(kept).session;
  }
}

function limitsOf({ now, friend, world }: Stage, called: TargetFunction, grant: Grant): Partial<Permission> {
  const { maxUses, maxOperations, value, maxValue, maxTotalValue, rules, friendOnly } = grant;
  const spendingLimit = called.spends ? grant.spendingLimit : undefined;
  const amount = called.words.indexOf("amount");
  const person = called.words.lastIndexOf("address");
  const argumentRules: ArgumentRule[] = [
    ...(friendOnly && person >= 0 ? [{ argument: person, condition: friendOnly, value: friend }] : []),
    ...(amount >= 0 ? rules.flatMap((one) => toRule(amount, one)) : []),
  ];
  return {
    ...(maxUses && { maxUses }),
    ...(maxOperations && { maxOperations }),
    ...(spendingLimit && { spendingLimit }),
    ...(!spendingLimit && ["per call", "both"].includes(value) && { maxValue }),
    ...(!spendingLimit && ["in all", "both"].includes(value) && { maxTotalValue }),
    ...(argumentRules.length > 0 && { argumentRules }),
    ...(grant.validAfter && { validAfter: now + grant.validAfter }),
    ...(grant.validUntil && { validUntil: now + grant.validUntil }),
    ...(grant.paymaster && world.release.limitsPaymasters && { permitERC4337Paymaster: true }),
  };
}

function toRule(
  argument: number,
  { condition, value, width, maxTotal }: Grant["rules"][number],
): ArgumentRule[] {
  if (condition === undefined) return maxTotal === undefined ? [] : [{ argument, maxTotal }];
  const compared: ArgumentRule["value"] = condition === "inRange" ? [value, value + width] : value;
  return [{ argument, condition, value: compared, ...(maxTotal !== undefined && { maxTotal }) }];
}
