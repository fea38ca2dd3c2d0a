import fc, { type Arbitrary } from "fast-check";
import {
  type Address,
  concat,
  encodeAbiParameters,
  type Hex,
  numberToHex,
  pad,
  parseAbiParameters,
  zeroAddress,
} from "viem";
import { accounts, call, calls, maxWord, mostly, resized, scope, scopes, withSpoiltWord } from "../draws.ts";
import { policyAbi, policyOpening, policySteps } from "../policyDraws.ts";
import type { Subject } from "../Subject.ts";

const tokens = [
  "0x70ce000000000000000000000000000000000001",
  "0x70ce000000000000000000000000000000000002",
  "0x70ce000000000000000000000000000000000003",
] as const satisfies readonly Address[];
const token: Arbitrary<Address> = mostly<Address>([tokens[0], tokens[1], tokens[2], zeroAddress], 8);

const parameters = parseAbiParameters("address[], uint256[]");
const limit = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt(1n, 8n) },
  { weight: 1, arbitrary: fc.constantFrom(0n, maxWord) },
);
/** Tokens in any order, also twice; now and then more of them than limits, or fewer. */
const initData = fc
  .tuple(fc.array(fc.tuple(token, limit), { maxLength: 4 }), mostly([0, 1, -1], 16))
  .map(([pairs, more]) =>
    encodeAbiParameters(parameters, [
      pairs.map(([one]) => one),
      pairs
        .map(([, one]) => one)
        .concat(more > 0 ? [1n] : [])
        .slice(0, more < 0 ? -1 : undefined),
    ]),
  );

const address = fc.constantFrom<Address>(accounts[0], accounts[1], tokens[1], zeroAddress);
const spent = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt(0n, 4n) },
  { weight: 1, arbitrary: fc.constantFrom(maxWord, maxWord - 1n) },
);
const word = (value: bigint): Hex => numberToHex(value, { size: 32 });
/** The functions that count, and some that do not. */
const data = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom<Hex>("0xa9059cbb", "0x095ea7b3", "0x39509351"), // transfer, approve, increaseAllowance
        address,
        spent,
      )
      .map(([selector, to, value]) => concat([selector, pad(to), word(value)])),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(address, address, spent)
      .map(([from, to, value]) => concat(["0x23b872dd", pad(from), pad(to), word(value)])), // transferFrom
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Hex>("0xa457c2d7", "0x42842e0e", "0x00000000", "0xffffffff") // decreaseAllowance, …
      .map((selector) => concat([selector, word(0n), word(1n)])),
  },
);

/** ERC20SpendingLimitPolicy: spends and approves up to and over limits, of tokens that come, go and come twice. */
export const erc20SpendingLimit: Subject = {
  name: "ERC20SpendingLimitPolicy",
  contract: "policies/ERC20SpendingLimitPolicy",
  opening: policyOpening(initData),
  step: fc.oneof(
    {
      weight: 12,
      arbitrary: policySteps(
        {
          initData: resized(withSpoiltWord(initData, 0)),
          target: token,
          value: mostly([0n, 1n], 16),
          data: resized(withSpoiltWord(data, 4)),
          weights: { initialize: 6, action: 20, userOp: 1 },
        },
        [],
      ),
    },
    {
      weight: 1,
      arbitrary: calls(
        policyAbi,
        "getPolicyData",
        fc.tuple(scope, token).map(([{ by, id, account }, one]) => ({ by, args: [id, by, one, account] })),
      ),
    },
  ),
  readState: scopes.flatMap(({ by, id, account }) =>
    [...tokens, zeroAddress].map((one) => call(policyAbi, "getPolicyData", by, [id, by, one, account])),
  ),
  runs: 220,
  classes: [
    "initializeWithMultiplexer: answers",
    "initializeWithMultiplexer: reverts without data",
    "initializeWithMultiplexer: reverts with InvalidTokenAddress",
    "initializeWithMultiplexer: reverts with InvalidInitDataLength",
    "initializeWithMultiplexer: reverts with InvalidLimit",
    "checkAction: passes",
    "checkAction: refuses",
    "checkAction: reverts without data",
    "checkAction: reverts with Panic(0x11)",
    "checkAction: reverts with InvalidTokenAddress",
    "getPolicyData: answers",
    "getPolicyData: reverts with InvalidTokenAddress",
  ],
};
