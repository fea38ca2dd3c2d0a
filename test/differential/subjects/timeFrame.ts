import fc from "fast-check";
import { encodePacked } from "viem";
import { maxOf, resized } from "../draws.ts";
import { policyOpening, policySteps, readPolicyState } from "../policyDraws.ts";
import type { Subject } from "../Subject.ts";
import { playTime } from "../stage.ts";

/** Around the time of the play, and the ends of time. */
const time = fc
  .constantFrom(0n, 1n, playTime - 1n, playTime, playTime + 1n, maxOf(48) - 1n, maxOf(48))
  .map(Number);
const initData = fc
  .tuple(time, time)
  .map(([validUntil, validAfter]) => encodePacked(["uint48", "uint48"], [validUntil, validAfter]));

const getters = ["timeFrameConfigs", "getTimeFrameConfig"];

/** TimeFramePolicy: the play's time is at, before and after both ends of the frames. */
export const timeFrame: Subject = {
  name: "TimeFramePolicy",
  contract: "policies/TimeFramePolicy",
  opening: policyOpening(initData),
  step: policySteps(
    { initData: resized(initData, 6), weights: { initialize: 6, action: 4, userOp: 4, signed: 8 } },
    getters,
  ),
  readState: readPolicyState(getters),
  runs: 200,
  classes: [
    "initializeWithMultiplexer: answers",
    "initializeWithMultiplexer: reverts with PolicyNotInitialized",
    "initializeWithMultiplexer: reverts without data",
    "checkAction: bounds the time",
    "checkAction: reverts with PolicyNotInitialized",
    "checkUserOpPolicy: bounds the time",
    "checkUserOpPolicy: reverts with PolicyNotInitialized",
    "check1271SignedAction: passes",
    "check1271SignedAction: refuses",
    "check1271SignedAction: reverts with PolicyNotInitialized",
    "timeFrameConfigs: answers",
    "getTimeFrameConfig: answers",
  ],
};
