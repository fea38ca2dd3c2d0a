import fc from "fast-check";
import { concat, encodeAbiParameters, type Hex, numberToHex, parseAbiParameters } from "viem";
import { amount, bytes, mostly, resized, withSpoiltWord } from "../draws.ts";
import { anyTarget, policyOpening, policySteps, readPolicyState } from "../policyDraws.ts";
import type { Subject } from "../Subject.ts";

const value = amount();
const initData = resized(amount().map((limit): Hex => numberToHex(limit, { size: 32 })));

const batchParameters = parseAbiParameters("(address target, uint256 value, bytes data)[]");
const executeParameters = parseAbiParameters("bytes32, bytes");

const single = fc
  .tuple(value, bytes(8))
  .map(([one, data]) => concat([anyTarget, numberToHex(one, { size: 32 }), data]));
const batch = fc
  .array(fc.tuple(value, bytes(8)), { maxLength: 3 })
  .map((executions) =>
    encodeAbiParameters(batchParameters, [
      executions.map(([one, data]) => ({ target: anyTarget, value: one, data })),
    ]),
  );
const ofType = (callType: string, data: Hex) => ({ callType, data });
/** ERC-7579's call types: single, batch, static call, delegate call, and one that is none. */
const execution = fc.oneof(
  { weight: 4, arbitrary: resized(single).map((one) => ofType("00", one)) },
  { weight: 6, arbitrary: resized(withSpoiltWord(batch, 0, 2)).map((one) => ofType("01", one)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom("fe", "ff", "02"), single).map(([type, one]) => ofType(type, one)),
  },
);
const execute = fc
  .record({
    selector: mostly<Hex>(["0xe9ae5c53", "0xe9ae5c54"], 12),
    execution,
    executionType: fc.constantFrom("00", "01"),
  })
  .map(({ selector, execution: { callType, data }, executionType }) =>
    concat([
      selector,
      encodeAbiParameters(executeParameters, [`0x${callType}${executionType}${"00".repeat(30)}`, data]),
    ]),
  );

const getters = ["valueLimitConfigs", "getValueLimit", "getUsed"];

/** ValueLimitPolicy: limits and values are small, or overflow; batches point outside of themselves. */
export const valueLimit: Subject = {
  name: "ValueLimitPolicy",
  contract: "policies/ValueLimitPolicy",
  opening: policyOpening(initData),
  step: policySteps(
    {
      initData,
      value,
      callData: resized(withSpoiltWord(execute, 4)),
      weights: { initialize: 5, action: 10, userOp: 14 },
    },
    getters,
  ),
  readState: readPolicyState(getters),
  runs: 220,
  classes: [
    "initializeWithMultiplexer: answers",
    "initializeWithMultiplexer: reverts with PolicyNotInitialized",
    "initializeWithMultiplexer: reverts without data",
    "checkAction: passes",
    "checkAction: refuses",
    "checkAction: reverts with Panic(0x11)",
    "checkUserOpPolicy: passes",
    "checkUserOpPolicy: refuses",
    "checkUserOpPolicy: reverts with Panic(0x11)",
    "checkUserOpPolicy: reverts with UnsupportedCallType",
    "checkUserOpPolicy: reverts with DecodingError",
    "checkUserOpPolicy: reverts without data",
    "valueLimitConfigs: answers",
    "getValueLimit: answers",
    "getUsed: answers",
  ],
};
