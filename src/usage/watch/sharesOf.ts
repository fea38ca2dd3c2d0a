import type { Limit } from "../../session/limitsOf.ts";
import type { CountedThing } from "../Alert.ts";
import type { RuleOf } from "../readAlertRules.ts";

/** A share of a limit that a session has reached. */
export interface ReachedShare {
  readonly share: number;
  readonly of: CountedThing;
  readonly limit: Limit;
  /** What tells it from other shares and limits of the session. */
  readonly key: string;
}

const things: Readonly<Record<Limit["field"], CountedThing>> = {
  maxUses: "calls",
  maxOperations: "operations",
  maxTotalValue: "value",
  spendingLimit: "token",
  argumentRules: "argument",
};

/** Shares are compared in millionths. */
const whole = 1_000_000;

/**
 * Which shares of its limits a session has reached.
 *
 * @param rule The shares, and of which limits.
 * @param limits The session's limits.
 * @returns Those that are reached.
 */
export function sharesOf(
  { shares, of: wanted }: Pick<RuleOf<"spending">, "shares" | "of">,
  limits: readonly Limit[],
): readonly ReachedShare[] {
  return limits.flatMap((limit) => {
    const of = things[limit.field];
    if (wanted && !wanted.includes(of)) return [];
    const reached = shares.filter(
      (share) =>
        limit.limit > 0n && limit.used * BigInt(whole) >= limit.limit * BigInt(Math.round(share * whole)),
    );
    const which = [limit.field, limit.actionId ?? "", limit.offset ?? ""].join("/");
    return reached.map((share) => ({ share, of, limit, key: `${which}/${share}` }));
  });
}
