import type { Enforcement } from "../../session/Enforcement.ts";
import type { ParsedArgumentRule } from "../../session/parseArgumentRule.ts";
import { type Attack, type AttackGround, mostUses, tooMany } from "./Attack.ts";
import { callOf } from "./callOf.ts";
import { inBatches } from "./inBatches.ts";
import { ruledWords, withWord } from "./sampleCall.ts";
import { anyWord, partInto, wordsBeyond } from "./wordRange.ts";
import { wordText } from "./wordText.ts";

/**
 * Plans attacks on an argument rule: a call with each value just beyond its bound, and where it limits the total, calls up
 * to that and one more.
 *
 * @param ground The permission, and a call that it allows.
 * @param enforcement The statement about the rule.
 * @param rule The rule.
 * @returns The attacks.
 */
export function attackArgument(
  ground: AttackGround,
  { field, value: bound }: Enforcement,
  { argument, comparisons }: ParsedArgumentRule,
): readonly Attack[] {
  const { sample, session } = ground;
  const { name, type, offset } = argument;
  const common = { field, bound, expected: { layer: "policy", rule: "argumentRules" } } as const;
  const withArgument = (word: bigint, value = sample.value) =>
    callOf(ground, { value, data: withWord(sample.data, offset, word) });

  const beyond = comparisons.flatMap(wordsBeyond).map(
    (word): Attack => ({
      ...common,
      attack: `${name} = ${wordText(type, word)}`,
      plans: [{ before: [], attack: { calls: [withArgument(word)] } }],
    }),
  );
  const { maxTotal } = comparisons.find((comparison) => comparison.maxTotal !== undefined) ?? {};
  if (maxTotal === undefined) {
    if (beyond.length > 0) return beyond;
    return [
      { ...common, attack: "a value beyond it", plans: [], impossible: "every value is within the bound" },
    ];
  }
  const parted = partInto(maxTotal, ruledWords(session.permission).get(offset) ?? anyWord, mostUses);
  if (!parted)
    return [...beyond, { ...common, attack: "one beyond the total", plans: [], impossible: tooMany }];
  const { words, beyond: more } = parted;
  const sum = words.reduce((total, word) => total + word, 0n);
  // Without value as well: so many calls may not be able to pay for themselves.
  const plans = [sample.value, 0n].flatMap((value) =>
    inBatches(
      words.map((word) => withArgument(word, value)),
      withArgument(more, value),
    ),
  );
  return [...beyond, { ...common, attack: `${name}: ${sum} in all calls, then ${more} more`, plans }];
}
