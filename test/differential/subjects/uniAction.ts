import fc from "fast-check";
import { concat, encodeAbiParameters, type Hex, numberToHex, parseAbiParameters } from "viem";
import { amount, maxOf, maxWord, mostly, resized, withSpoiltWord } from "../draws.ts";
import { policyOpening, policySteps, readPolicyState } from "../policyDraws.ts";
import type { Subject } from "../Subject.ts";

const word = (value: bigint): Hex => numberToHex(value, { size: 32 });
const argument = amount(256, 4);
const conditions = { equal: 0, inRange: 6 } as const;

/** A rule with its reference: for a range two halves, of which one may be above the other. */
const rule = fc
  .record({
    condition: fc.integer({ min: conditions.equal, max: conditions.inRange }),
    offset: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(0n, 32n, 1n) },
      // A uint64 holds the offset, and neither 4 more nor 36 more.
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          64n,
          maxOf(64),
          maxOf(64) - 3n,
          maxOf(64) - 4n,
          maxOf(64) - 35n,
          maxOf(64) - 36n,
        ),
      },
    ),
    isLimited: fc.boolean(),
    ref: argument,
    range: fc.tuple(amount(128, 4), amount(128, 4)).map(([min, max]) => (min << 128n) | max),
    limit: amount(256, 8),
    used: mostly([0n, 1n, 3n, maxWord], 10),
  })
  .map(({ condition, offset, isLimited, ref, range, limit, used }) => ({
    condition,
    offset,
    isLimited,
    ref: word(condition === conditions.inRange ? range : ref),
    usage: { limit, used },
  }));

const actionConfig = parseAbiParameters([
  "ActionConfig config",
  "struct ActionConfig { uint256 valueLimitPerUse; ParamRules paramRules; }",
  "struct ParamRules { uint256 length; ParamRule[16] rules; }",
  "struct ParamRule { uint8 condition; uint64 offset; bool isLimited; bytes32 ref; LimitUsage usage; }",
  "struct LimitUsage { uint256 limit; uint256 used; }",
]);
const emptyRule = {
  condition: 0,
  offset: 0n,
  isLimited: false,
  ref: word(0n),
  usage: { limit: 0n, used: 0n },
};
const initData = fc
  .record({
    valueLimitPerUse: amount(256, 3),
    length: mostly([1n, 2n, 3n, 0n, 16n, 17n, maxWord], 20),
    rules: fc.array(rule, { minLength: 3, maxLength: 3 }),
  })
  .map(({ valueLimitPerUse, length, rules }) => {
    const slots = [...rules, ...Array(16 - rules.length).fill(emptyRule)];
    return encodeAbiParameters(actionConfig, [
      { valueLimitPerUse, paramRules: { length, rules: slots } },
    ] as never);
  });

/** A selector and two words: rules look at the first, the second, and one byte behind the first. */
const data = resized(
  fc.tuple(argument, argument).map((words) => concat(["0xa9059cbb", ...words.map(word)])),
  6,
);

const getters = ["actionConfigs"];

/** UniActionPolicy: arguments at, below and above their references, sums at and above their limits. */
export const uniAction: Subject = {
  name: "UniActionPolicy",
  contract: "policies/UniActionPolicy",
  opening: policyOpening(initData),
  step: policySteps(
    {
      initData: resized(withSpoiltWord(initData, 0, 8)),
      value: fc.oneof({ weight: 2, arbitrary: fc.constant(0n) }, { weight: 1, arbitrary: amount(256, 3) }),
      data,
      weights: { initialize: 6, action: 20, userOp: 1 },
    },
    getters,
  ),
  readState: readPolicyState(getters),
  runs: 200,
  classes: [
    "initializeWithMultiplexer: answers",
    "initializeWithMultiplexer: reverts without data",
    "initializeWithMultiplexer: reverts with Panic(0x32)",
    "checkAction: passes",
    "checkAction: refuses",
    "checkAction: reverts without data",
    "checkAction: reverts with Panic(0x11)",
    "checkAction: reverts with PolicyNotInitialized",
    "checkAction: reverts with ValueLimitExceeded",
    "actionConfigs: answers",
  ],
};
