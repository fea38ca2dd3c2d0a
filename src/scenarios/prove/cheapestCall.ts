import type { Call } from "../../world/Call.ts";
import type { AttackGround } from "./Attack.ts";
import { callOf } from "./callOf.ts";
import { ruledWords, withWord } from "./sampleCall.ts";
import { spentWord } from "./spentWord.ts";
import { wordIn } from "./wordRange.ts";

/**
 * A call that uses up as little of a permission's limits as one can, but for their number.
 *
 * @param ground The permission, and a call that it allows.
 * @returns The call.
 */
export function cheapestCall(ground: AttackGround): Call {
  const { permission } = ground.session;
  let { data } = ground.sample;
  const set = (offset: bigint, word: bigint | undefined) => {
    if (word !== undefined) data = withWord(data, offset, word);
  };
  for (const [offset, range] of ruledWords(permission)) set(offset, wordIn(range));
  if (permission.spendingLimit !== undefined) {
    const { offset, range } = spentWord(permission);
    set(offset, wordIn(range, 0n));
  }
  return callOf(ground, { value: 0n, data });
}
