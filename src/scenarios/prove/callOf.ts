import type { Call } from "../../world/Call.ts";
import type { AttackGround } from "./Attack.ts";
import type { SampleCall } from "./sampleCall.ts";

/**
 * A call of a permission's target.
 *
 * @param ground The permission, and its target.
 * @param sample Value and call data.
 * @returns The call. A stand-in has none of the target's errors.
 */
export function callOf(
  { session, target, entry }: Pick<AttackGround, "session" | "target" | "entry">,
  { value, data }: SampleCall,
): Call {
  return {
    to: session.permission.target,
    value,
    data,
    ...(entry.abi && target.origin !== "standIn" && { abi: entry.abi }),
  };
}
