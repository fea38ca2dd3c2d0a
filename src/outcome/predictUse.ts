import type { Address, Hex } from "viem";
import type { ObservedAccount } from "../account/Account.ts";
import type { Refusal } from "../refusal/Refusal.ts";
import { actionsOf } from "../session/actionsOf.ts";
import type { PredictedRefusal, Prediction } from "../session/Prediction.ts";
import { predict } from "../session/predict.ts";
import { readSession } from "../session/readSession.ts";
import type { Call } from "../world/Call.ts";
import { chainTime } from "../world/clock.ts";
import type { EnableSignature, Session } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import { explainRule, withFigures } from "./explainRule.ts";

/** A prediction, with a refusal's reason and remedy in words. */
export type ExplainedPrediction =
  | Exclude<Prediction, { readonly status: "rejected" }>
  | {
      readonly status: "rejected";
      readonly refusal: PredictedRefusal & Pick<Refusal, "reason" | "remedy">;
    };

/** A use that is thought of. */
export interface UseToPredict {
  readonly account: ObservedAccount;
  readonly permissionId: Hex;
  /** The session's actions, as far as they are known; the calls' own are looked for as well. */
  readonly session?: Pick<Session, "actions"> | undefined;
  /** The address of the key that signs. */
  readonly signer: Address;
  readonly calls: readonly Call[];
  readonly enable?: EnableSignature | undefined;
  /** Whether a paymaster pays. */
  readonly paymaster: boolean;
}

/**
 * Says what would become of a use, from what the chain holds of the session now, in a block at the chain's time.
 * Nothing is sent.
 *
 * @param world Where.
 * @param use The use.
 * @returns The prediction; see `predict`.
 * @throws InvalidInputError where the calls or the enable signature cannot be meant.
 */
export async function predictUse(
  world: World,
  { account, permissionId, session, signer, calls, enable, paymaster }: UseToPredict,
): Promise<ExplainedPrediction> {
  const known = [...(session?.actions ?? []), ...actionsOf(calls)];
  const read = { permissionId, session: { actions: known } };
  const [state, time] = await Promise.all([readSession(world, account, read), chainTime(world)]);
  const operation = { calls, signer, paymaster, ...(enable && { enable }) };
  const prediction = predict({ permissionId }, state, operation, time);
  if (prediction.status !== "rejected") return prediction;
  const { refusal, figures } = prediction;
  const { reason, remedy } = explainRule(refusal.rule, { ...refusal, known: "asked" });
  return { status: "rejected", refusal: { ...refusal, reason: withFigures(reason, figures), remedy } };
}
