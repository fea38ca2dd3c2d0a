import type { Account } from "../../account/Account.ts";
import { afterEnabling } from "../../session/afterEnabling.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import { neverEnabled } from "../../session/neverEnabled.ts";
import { predict } from "../../session/predict.ts";
import type { SessionOnChain } from "../../session/readSession.ts";
import type { World } from "../../world/World.ts";
import type { Attack, AttackPlan } from "./Attack.ts";

/**
 * Chooses the way of an attack that no other rule of the permission stands in, as far as that can be told without a
 * chain.
 *
 * @param world Where.
 * @param account The account of the session.
 * @param session The session.
 * @param attack The attack.
 * @param time When it is made, where its plan does not say, in Unix seconds.
 * @returns The plan; or why there is none, in words.
 */
export function choosePlan(
  world: World,
  account: Account,
  session: CompiledPermission,
  { plans, expected, impossible }: Attack,
  time: bigint,
): AttackPlan | string {
  const enabled = afterEnabling(neverEnabled(world, account, session.permissionId), session);
  const [best] = plans;
  if (!best) return impossible ?? "nothing is beyond the bound";
  if ("status" in enabled) return best;
  let hindrance = "";
  for (const plan of plans) {
    const rule = hinders(session, enabled, plan, time);
    // What is predicted to be let through is the very thing to try.
    if (rule === undefined || rule === expected.rule) return plan;
    // By its own rule the target refuses; that is no validation's business.
    if (expected.rule === "execution") return plan;
    hindrance ||= rule;
  }
  return `${hindrance} of the same permission refuses first`;
}

/** The rule that is predicted to refuse first; undefined where none is, or that cannot be told. */
function hinders(
  session: CompiledPermission,
  enabled: SessionOnChain,
  { before, attack }: AttackPlan,
  time: bigint,
): string | undefined {
  let state = enabled;
  for (const { calls, at } of before) {
    const { sessionKey: signer } = session.permission;
    const prediction = predict(session, state, { calls, signer }, at ?? time);
    if (prediction.status === "unknown") return undefined;
    // Before the bound, the rule that is attacked must not refuse either.
    if (prediction.status === "rejected") return `${prediction.refusal.rule}`;
    state = prediction.state;
  }
  const { calls, at, byStranger, byPaymaster } = attack;
  if (byStranger) return undefined;
  const operation = { calls, signer: session.permission.sessionKey, paymaster: byPaymaster === true };
  const prediction = predict(session, state, operation, at ?? time);
  return prediction.status === "rejected" ? prediction.refusal.rule : undefined;
}
