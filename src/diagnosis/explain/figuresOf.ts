import type { UserOperation } from "viem/account-abstraction";
import type { ObservedAccount } from "../../account/Account.ts";
import type { Rule } from "../../refusal/Refusal.ts";
import { actionsOf } from "../../session/actionsOf.ts";
import { afterEnabling } from "../../session/afterEnabling.ts";
import { decodeCallData } from "../../session/decodeCallData.ts";
import { predict } from "../../session/predict.ts";
import { readSession } from "../../session/readSession.ts";
import { chainTime } from "../../world/clock.ts";
import type { World } from "../../world/World.ts";

/**
 * Tells in figures why a rule is broken, by the session as the chain holds it now.
 *
 * @param world Where.
 * @param account The account of the operation.
 * @param operation The operation, of a session.
 * @param rule The rule.
 * @returns The figures in words; undefined where they tell of no such rule.
 */
export async function figuresOf(
  world: World,
  account: ObservedAccount,
  operation: UserOperation<"0.7">,
  rule: Rule,
): Promise<string | undefined> {
  const signed = world.release.decodeSignature(operation.signature);
  if (!signed) return undefined;
  const { permissionId, enables } = signed;
  const calls = decodeCallData(operation.callData)?.calls ?? [];
  const read = { permissionId, session: { actions: actionsOf(calls) } };
  const [state, time] = await Promise.all([readSession(world, account, read), chainTime(world)]);
  const judged = enables ? afterEnabling(state, { session: enables }) : state;
  if ("status" in judged) return undefined;
  const asked = { callData: operation.callData, paymaster: operation.paymaster !== undefined };
  const prediction = predict({ permissionId }, judged, asked, time);
  return prediction.status === "rejected" && prediction.refusal.rule === rule
    ? prediction.figures
    : undefined;
}
