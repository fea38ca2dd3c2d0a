import {
  concat,
  encodeAbiParameters,
  encodePacked,
  type Hex,
  numberToHex,
  pad,
  parseAbiParameters,
} from "viem";
import type { PieceName } from "../../src/world/World.ts";
import { accounts, call, maxOf, maxWord, type Scope, scopes } from "./draws.ts";
import { anyTarget, policyAbi, userOperation } from "./policyDraws.ts";
import { playTime, type Step } from "./stage.ts";

/** A call, and the class of its answer or, where that says too little, the answer. */
export type Expectation = readonly [step: Step, expected: string | { readonly gives: Hex }];

/** What is known of a policy, as calls that show it. */
export interface Row {
  readonly policy: PieceName;
  readonly rule: string;
  readonly calls: readonly Expectation[];
}

const [{ by, account, id }] = scopes as [Scope];
const other = accounts[1];
const word = (value: bigint): Hex => numberToHex(value, { size: 32 });
const words = (...values: bigint[]): Hex => concat(values.map(word));

const init = (initData: Hex) => call(policyAbi, "initializeWithMultiplexer", by, [account, id, initData]);
const action = (value: bigint, data: Hex = "0x", target: Hex = anyTarget) =>
  call(policyAbi, "checkAction", by, [id, account, target, value, data]);
const operation = (callData: Hex) =>
  call(policyAbi, "checkUserOpPolicy", by, [id, userOperation(account, callData)]);
const signed = () => call(policyAbi, "check1271SignedAction", by, [id, anyTarget, account, word(0n), "0x"]);
const supports = (interfaceId: Hex) => call(policyAbi, "supportsInterface", by, [interfaceId]);
const read = (getter: string) => call(policyAbi, getter, by, [id, by, account]);

const accepts = (initData: Hex): Expectation => [init(initData), "initializeWithMultiplexer: answers"];
const refusesInit = (initData: Hex, how: string): Expectation => [
  init(initData),
  `initializeWithMultiplexer: reverts ${how}`,
];
const acts = (step: Step, how: string): Expectation => [step, `checkAction: ${how}`];
const operates = (step: Step, how: string): Expectation => [step, `checkUserOpPolicy: ${how}`];
const signs = (how: string): Expectation => [signed(), `check1271SignedAction: ${how}`];
const notInitialized = "with PolicyNotInitialized";

const userOpPolicy = "0x7129edce";
const actionPolicy = "0x05c00895";
const i1271Policy = "0xcbf34505";
const roles = (userOp: boolean, signatures: boolean): Expectation[] => {
  const says = (yes: boolean) => `supportsInterface: says ${yes ? "yes" : "no"}`;
  return [
    [supports(actionPolicy), says(true)],
    [supports(userOpPolicy), says(userOp)],
    [supports(i1271Policy), says(signatures)],
  ];
};

// TimeFramePolicy
const frame = (validUntil: bigint, validAfter: bigint) =>
  encodePacked(["uint48", "uint48"], [Number(validUntil), Number(validAfter)]);
const validationData = (validUntil: bigint, validAfter: bigint) =>
  word((validAfter << 208n) | (validUntil << 160n));

// ValueLimitPolicy
const execute = (callType: string, executionCalldata: Hex) =>
  concat([
    "0xe9ae5c53",
    encodeAbiParameters(parseAbiParameters("bytes32, bytes"), [
      `0x${callType}${"00".repeat(31)}`,
      executionCalldata,
    ]),
  ]);
const single = (value: bigint) => execute("00", concat([anyTarget, word(value)]));
const batch = (...values: bigint[]) =>
  execute(
    "01",
    encodeAbiParameters(parseAbiParameters("(address target, uint256 value, bytes data)[]"), [
      values.map((value) => ({ target: anyTarget, value, data: "0x" as Hex })),
    ]),
  );

// UniActionPolicy
interface Rule {
  readonly condition: number;
  readonly ref: bigint;
  readonly offset?: bigint;
  readonly limit?: bigint;
}
const actionConfig = (valueLimitPerUse: bigint, ...rules: readonly Rule[]) =>
  words(
    valueLimitPerUse,
    BigInt(rules.length),
    ...rules.flatMap(({ condition, ref, offset = 0n, limit }) => [
      BigInt(condition),
      offset,
      limit === undefined ? 0n : 1n,
      ref,
      limit ?? 0n,
      0n,
    ]),
    ...Array<bigint>(6 * (16 - rules.length)).fill(0n),
  );
const [equal, greater, less, greaterOrEqual, lessOrEqual, notEqual, inRange] = [0, 1, 2, 3, 4, 5, 6] as const;
const argument = (value: bigint, carried = 0n) => action(carried, concat(["0x12345678", word(value)]));
const compares = (condition: number, ref: bigint, passing: bigint[], refused: bigint[]): Expectation[] => [
  accepts(actionConfig(0n, { condition, ref })),
  ...passing.map((value) => acts(argument(value), "passes")),
  ...refused.map((value) => acts(argument(value), "refuses")),
];

// ERC20SpendingLimitPolicy
const token: Hex = "0x70ce000000000000000000000000000000000001";
const limits = (tokens: readonly Hex[], amounts: readonly bigint[]) =>
  encodeAbiParameters(parseAbiParameters("address[], uint256[]"), [[...tokens], [...amounts]]);
const spends = (selector: Hex, ...args: readonly (Hex | bigint)[]) =>
  action(
    0n,
    concat([selector, ...args.map((one) => (typeof one === "bigint" ? word(one) : pad(one)))]),
    token,
  );
const transfer = (amount: bigint) => spends("0xa9059cbb", other, amount);
const transferFrom = (to: Hex, amount: bigint) => spends("0x23b872dd", other, to, amount);
const approve = (amount: bigint) => spends("0x095ea7b3", other, amount);
const increaseAllowance = (amount: bigint) => spends("0x39509351", other, amount);

/** What is known of v1's policies; the reference contracts do the same. */
export const rows: readonly Row[] = [
  {
    policy: "SudoPolicy",
    rule: "always passes, whatever it is configured with, in each role",
    calls: [
      acts(action(maxWord), "passes"),
      accepts("0x1234"),
      operates(operation("0x"), "passes"),
      signs("passes"),
      ...roles(true, true),
    ],
  },
  {
    policy: "TimeFramePolicy",
    rule: "answers with its time range, whatever the time, as userOp policy and as action policy",
    calls: [
      accepts(frame(playTime - 1n, 5n)),
      [action(0n), { gives: validationData(playTime - 1n, 5n) }],
      [operation("0x"), { gives: validationData(playTime - 1n, 5n) }],
      ...roles(true, true),
    ],
  },
  {
    policy: "TimeFramePolicy",
    rule: "excludes the end for signatures, and includes the start",
    calls: [
      accepts(frame(playTime, 0n)),
      signs("refuses"),
      accepts(frame(playTime + 1n, playTime)),
      signs("passes"),
      accepts(frame(playTime + 9n, playTime + 1n)),
      signs("refuses"),
    ],
  },
  {
    policy: "TimeFramePolicy",
    rule: "never expires where the end is 0",
    calls: [
      accepts(frame(0n, playTime)),
      signs("passes"),
      [action(0n), { gives: validationData(0n, playTime) }],
    ],
  },
  {
    policy: "TimeFramePolicy",
    rule: "takes end before start out of 12 bytes, and ignores what follows",
    calls: [
      accepts(concat([frame(7n, 5n), "0xdeadbeef"])),
      [read("getTimeFrameConfig"), { gives: word((7n << 48n) | 5n) }],
      refusesInit("0x0000000000070000000000", "without data"),
    ],
  },
  {
    policy: "TimeFramePolicy",
    rule: "refuses a start after the end, takes a second, and a frame that has ended",
    calls: [
      refusesInit(frame(5n, 6n), notInitialized),
      accepts(frame(6n, 6n)),
      accepts(frame(playTime - 1n, 0n)),
    ],
  },
  {
    policy: "TimeFramePolicy",
    rule: "takes 0 for both, and refuses its use",
    calls: [
      accepts(frame(0n, 0n)),
      acts(action(0n), `reverts ${notInitialized}`),
      operates(operation("0x"), `reverts ${notInitialized}`),
      signs(`reverts ${notInitialized}`),
    ],
  },
  {
    policy: "ValueLimitPolicy",
    rule: "adds the value of each call up to its limit, the limit included",
    calls: [
      accepts(word(100n)),
      acts(action(60n), "passes"),
      acts(action(41n), "refuses"),
      acts(action(40n), "passes"),
      acts(action(1n), "refuses"),
      acts(action(0n), "passes"),
      [read("getUsed"), { gives: word(100n) }],
      ...roles(true, false),
    ],
  },
  {
    policy: "ValueLimitPolicy",
    rule: "adds a batch up, as userOp policy",
    calls: [
      accepts(word(100n)),
      operates(operation(batch(50n, 51n)), "refuses"),
      operates(operation(batch(50n, 49n)), "passes"),
      operates(operation(single(2n)), "refuses"),
      operates(operation(single(1n)), "passes"),
      operates(operation(execute("ff", "0x")), "reverts with UnsupportedCallType"),
    ],
  },
  {
    policy: "ValueLimitPolicy",
    rule: "refuses a limit of 0 and one of less than 32 bytes, and ignores what follows",
    calls: [
      refusesInit(word(0n), notInitialized),
      refusesInit(numberToHex(1n, { size: 31 }), "without data"),
      accepts(words(5n, 0n)),
      [read("getValueLimit"), { gives: word(5n) }],
    ],
  },
  {
    policy: "ValueLimitPolicy",
    rule: "starts anew where it is configured again",
    calls: [accepts(word(1n)), acts(action(1n), "passes"), accepts(word(1n)), acts(action(1n), "passes")],
  },
  {
    policy: "UsageLimitPolicy",
    rule: "counts uses up to its limit, the limit included; a batch is one operation",
    calls: [
      accepts(numberToHex(2n, { size: 16 })),
      acts(action(0n), "passes"),
      operates(operation(batch(0n, 0n, 0n)), "passes"),
      acts(action(0n), "refuses"),
      operates(operation(single(0n)), "refuses"),
      [read("getUsed"), { gives: word(2n) }],
      ...roles(true, false),
    ],
  },
  {
    policy: "UsageLimitPolicy",
    rule: "reads 16 bytes: a whole word that holds 3 is a limit of 0, and refused",
    calls: [
      refusesInit(word(3n), notInitialized),
      refusesInit(numberToHex(0n, { size: 16 }), notInitialized),
      refusesInit(numberToHex(3n, { size: 15 }), "without data"),
    ],
  },
  {
    policy: "UsageLimitPolicy",
    rule: "starts anew where it is configured again",
    calls: [
      accepts(numberToHex(1n, { size: 16 })),
      acts(action(0n), "passes"),
      acts(action(0n), "refuses"),
      accepts(numberToHex(1n, { size: 16 })),
      acts(action(0n), "passes"),
    ],
  },
  {
    policy: "UniActionPolicy",
    rule: "holds each call's value to its limit, and adds nothing up",
    calls: [
      accepts(actionConfig(100n, { condition: greaterOrEqual, ref: 0n })),
      acts(argument(0n, 100n), "passes"),
      acts(argument(0n, 100n), "passes"),
      acts(argument(0n, 101n), "reverts with ValueLimitExceeded"),
      ...roles(false, false),
    ],
  },
  {
    policy: "UniActionPolicy",
    rule: "compares arguments as unsigned numbers",
    calls: [
      ...compares(equal, 5n, [5n], [4n, 6n]),
      ...compares(greater, 5n, [6n, maxWord], [4n, 5n]),
      ...compares(less, 5n, [0n, 4n], [5n, maxWord]),
      ...compares(greaterOrEqual, 5n, [5n, maxWord], [4n]),
      ...compares(lessOrEqual, 5n, [0n, 5n], [6n, maxWord]),
      ...compares(notEqual, 5n, [4n, 6n], [5n]),
      ...compares(inRange, (3n << 128n) | 5n, [3n, 4n, 5n], [2n, 6n, maxOf(128)]),
    ],
  },
  {
    policy: "UniActionPolicy",
    rule: "adds an argument up over all calls, to its limit, the limit included",
    calls: [
      accepts(actionConfig(0n, { condition: greaterOrEqual, ref: 0n, limit: 10n })),
      acts(argument(6n), "passes"),
      acts(argument(5n), "refuses"),
      acts(argument(4n), "passes"),
      acts(argument(1n), "refuses"),
      acts(argument(maxWord), "reverts with Panic(0x11)"),
    ],
  },
  {
    policy: "UniActionPolicy",
    rule: "reverts without data where the call data ends before the argument does",
    calls: [
      accepts(actionConfig(0n, { condition: greaterOrEqual, ref: 0n })),
      acts(action(0n), "reverts without data"),
      acts(action(0n, "0x12345678"), "reverts without data"),
      acts(action(0n, concat(["0x12345678", numberToHex(0n, { size: 31 })])), "reverts without data"),
    ],
  },
  {
    policy: "UniActionPolicy",
    rule: "takes no rules at all, and refuses its use; and no more than 16",
    calls: [
      accepts(actionConfig(0n)),
      acts(argument(0n), `reverts ${notInitialized}`),
      refusesInit(words(0n, 17n, ...Array<bigint>(96).fill(0n)), "with Panic(0x32)"),
    ],
  },
  {
    policy: "ERC20SpendingLimitPolicy",
    rule: "adds what is spent and what is approved up to the limit, the limit included",
    calls: [
      accepts(limits([token], [10n])),
      acts(transfer(4n), "passes"),
      acts(approve(3n), "passes"),
      acts(increaseAllowance(2n), "passes"),
      acts(transferFrom(other, 2n), "refuses"),
      acts(transferFrom(other, 1n), "passes"),
      acts(transfer(1n), "refuses"),
      ...roles(false, false),
    ],
  },
  {
    policy: "ERC20SpendingLimitPolicy",
    rule: "counts nothing for what comes to the account itself",
    calls: [
      accepts(limits([token], [1n])),
      acts(transferFrom(account, maxWord), "passes"),
      acts(transfer(1n), "passes"),
      acts(transfer(1n), "refuses"),
    ],
  },
  {
    policy: "ERC20SpendingLimitPolicy",
    rule: "refuses native value, another function, and another token",
    calls: [
      accepts(limits([token], [10n])),
      acts(action(1n, transferOf(1n), token), "refuses"),
      acts(spends("0xa457c2d7", other, 1n), "refuses"),
      acts(action(0n, transferOf(1n), anyTarget), "refuses"),
    ],
  },
  {
    policy: "ERC20SpendingLimitPolicy",
    rule: "refuses a limit of 0, the zero address, and tokens and limits that differ in number",
    calls: [
      refusesInit(limits([token], [0n]), "with InvalidLimit"),
      refusesInit(limits([pad("0x00", { size: 20 })], [1n]), "with InvalidTokenAddress"),
      refusesInit(limits([token], [1n, 2n]), "with InvalidInitDataLength"),
    ],
  },
  {
    policy: "ERC20SpendingLimitPolicy",
    rule: "starts anew where it is configured again, and forgets the tokens before",
    calls: [
      accepts(limits([token], [1n])),
      acts(transfer(1n), "passes"),
      accepts(limits([token], [1n])),
      acts(transfer(1n), "passes"),
      accepts(limits([anyTarget], [1n])),
      acts(transfer(1n), "refuses"),
    ],
  },
];

function transferOf(amount: bigint): Hex {
  return concat(["0xa9059cbb", pad(other), word(amount)]);
}
