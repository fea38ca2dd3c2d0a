import { bytes } from "../draws.ts";
import { policySteps } from "../policyDraws.ts";
import type { Subject } from "../Subject.ts";

/** SudoPolicy: it has no state and refuses nothing but what is no call. */
export const sudo: Subject = {
  name: "SudoPolicy",
  contract: "policies/SudoPolicy",
  step: policySteps({ initData: bytes(70), weights: { initialize: 4, action: 4, userOp: 4, signed: 4 } }, [
    "getUsed",
  ]),
  readState: [],
  runs: 150,
  classes: [
    "initializeWithMultiplexer: answers",
    "checkAction: passes",
    "checkUserOpPolicy: passes",
    "check1271SignedAction: passes",
    "supportsInterface: says yes",
    "supportsInterface: says no",
    "getUsed: reverts without data",
  ],
};
