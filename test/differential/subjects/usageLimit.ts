import fc from "fast-check";
import { encodePacked, type Hex, numberToHex } from "viem";
import { maxOf, resized } from "../draws.ts";
import { policyOpening, policySteps, readPolicyState } from "../policyDraws.ts";
import type { Subject } from "../Subject.ts";

const limit = fc.constantFrom(0n, 1n, 2n, 3n, 5n, maxOf(128));
const initData = fc.oneof(
  { weight: 8, arbitrary: resized(limit.map((one) => encodePacked(["uint128"], [one]))) },
  // As a whole word, its upper half is what is read.
  { weight: 1, arbitrary: limit.map((one): Hex => numberToHex(one, { size: 32 })) },
);

const getters = ["usageLimitConfigs", "getUsageLimit", "getUsed"];

/** UsageLimitPolicy: limits are small, so that sequences reach and pass them. */
export const usageLimit: Subject = {
  name: "UsageLimitPolicy",
  contract: "policies/UsageLimitPolicy",
  opening: policyOpening(initData),
  step: policySteps({ initData, weights: { initialize: 6 } }, getters),
  readState: readPolicyState(getters),
  runs: 200,
  classes: [
    "initializeWithMultiplexer: answers",
    "initializeWithMultiplexer: reverts with PolicyNotInitialized",
    "initializeWithMultiplexer: reverts without data",
    "checkAction: passes",
    "checkAction: refuses",
    "checkUserOpPolicy: passes",
    "checkUserOpPolicy: refuses",
    "check1271SignedAction: reverts without data",
    "usageLimitConfigs: answers",
    "getUsageLimit: answers",
    "getUsed: answers",
  ],
};
