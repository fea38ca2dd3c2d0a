import {
  getOwnableValidator,
  getSpendingLimitsPolicy,
  getSudoPolicy,
  getTimeFramePolicy,
  getUniversalActionPolicy,
  getUsageLimitPolicy,
  getValueLimitPolicy,
} from "@rhinestone/module-sdk";
import { expect } from "chai";
import fc, { type Arbitrary } from "fast-check";
import {
  type Address,
  encodeAbiParameters,
  getAddress,
  type Hex,
  numberToHex,
  parseAbi,
  parseAbiParameters,
} from "viem";
import { referenceCode } from "../differential/codes.ts";
import { bytes, call, maxOf, type Scope, scopes } from "../differential/draws.ts";
import { policyAbi } from "../differential/policyDraws.ts";
import type { Subject } from "../differential/Subject.ts";
import { type Step, stage } from "../differential/stage.ts";
import { subjects } from "../differential/subjects.ts";
import { genuineCode } from "../helpers/genuineCode.ts";
import { needsCodeStore } from "../helpers/releases.ts";

const numRuns = 40;
const [{ by, account, id }] = scopes as [Scope];

/** What was meant, as the SDK encodes it and as the contract gives it back. */
interface Configured {
  readonly initData: Hex;
  readonly reads: readonly (readonly [step: Step, gives: Hex])[];
}

const word = (value: bigint) => numberToHex(value, { size: 32 });
const words = (...values: bigint[]): Hex =>
  encodeAbiParameters(
    values.map(() => ({ type: "uint256" })),
    values,
  );
const read = (getter: string) => call(policyAbi, getter, by, [id, by, account]);
const uint = (bits: number, min = 0n) =>
  fc.oneof(fc.bigInt(min, maxOf(bits)), fc.bigInt(min, min + 9n), fc.constantFrom(min, maxOf(bits)));
const address = uint(160, 16n).map((one) => getAddress(numberToHex(one, { size: 20 })));

const timeFrame: Arbitrary<Configured> = fc.tuple(uint(48), uint(48)).map((times) => {
  const [validAfter, validUntil] = times.sort((one, other) => (one < other ? -1 : 1)) as [bigint, bigint];
  const { initData } = getTimeFramePolicy({ validAfter: Number(validAfter), validUntil: Number(validUntil) });
  return { initData, reads: [[read("getTimeFrameConfig"), word((validUntil << 48n) | validAfter)]] };
});

const usageLimit: Arbitrary<Configured> = uint(128, 1n).map((limit) => ({
  initData: getUsageLimitPolicy({ limit }).initData,
  reads: [[read("usageLimitConfigs"), words(limit, 0n)]],
}));

const valueLimit: Arbitrary<Configured> = uint(256, 1n).map((limit) => ({
  initData: getValueLimitPolicy({ limit }).initData,
  reads: [[read("valueLimitConfigs"), words(limit, 0n)]],
}));

const spendingLimit: Arbitrary<Configured> = fc
  .uniqueArray(fc.record({ token: address, limit: uint(256, 1n) }), {
    maxLength: 5,
    selector: ({ token }) => token,
  })
  .map((limits) => ({
    initData: getSpendingLimitsPolicy(limits).initData,
    reads: limits.map(({ token, limit }) => [
      call(policyAbi, "getPolicyData", by, [id, by, token, account]),
      words(limit, 0n, 0n),
    ]),
  }));

const emptyRule = {
  condition: 0,
  offset: 0n,
  isLimited: false,
  ref: word(0n),
  usage: { limit: 0n, used: 0n },
};
const uniAction: Arbitrary<Configured> = fc
  .record({
    valueLimitPerUse: uint(256),
    rules: fc.array(
      fc.record({
        condition: fc.integer({ min: 0, max: 6 }),
        offset: uint(64),
        isLimited: fc.boolean(),
        ref: bytes(32, 32),
        usage: fc.record({ limit: uint(256), used: fc.constant(0n) }),
      }),
      { maxLength: 16 },
    ),
  })
  .map(({ valueLimitPerUse, rules }) => {
    const slots = [...rules, ...Array<typeof emptyRule>(16 - rules.length).fill(emptyRule)];
    const paramRules = { length: BigInt(rules.length), rules: slots };
    const { initData } = getUniversalActionPolicy({ valueLimitPerUse, paramRules } as never);
    const flat = slots.flatMap(({ condition, offset, isLimited, ref, usage }) => [
      BigInt(condition),
      offset,
      isLimited ? 1n : 0n,
      BigInt(ref),
      usage.limit,
      usage.used,
    ]);
    const gives = words(valueLimitPerUse, paramRules.length, ...flat);
    return { initData, reads: [[read("actionConfigs"), gives]] };
  });

const sudo: Arbitrary<Configured> = fc.constant({ initData: getSudoPolicy().initData, reads: [] });

const ownerAbi = parseAbi([
  "function onInstall(bytes data)",
  "function threshold(address account) view returns (uint256)",
  "function getOwners(address account) view returns (address[])",
]);
const ownableValidator: Arbitrary<Configured> = fc
  .uniqueArray(address, { minLength: 1, maxLength: 8 })
  .chain((owners) => fc.tuple(fc.constant(owners), fc.integer({ min: 1, max: owners.length })))
  .map(([owners, threshold]) => {
    const listed = [...owners].sort((one, other) => (BigInt(one) < BigInt(other) ? 1 : -1)) as Address[];
    return {
      initData: getOwnableValidator({ threshold, owners }).initData,
      reads: [
        [call(ownerAbi, "threshold", by, [by]), word(BigInt(threshold))],
        [
          call(ownerAbi, "getOwners", by, [by]),
          encodeAbiParameters(parseAbiParameters("address[]"), [listed]),
        ],
      ],
    };
  });

const configured: Readonly<Partial<Record<Subject["name"], Arbitrary<Configured>>>> = {
  SudoPolicy: sudo,
  TimeFramePolicy: timeFrame,
  UsageLimitPolicy: usageLimit,
  ValueLimitPolicy: valueLimit,
  UniActionPolicy: uniAction,
  ERC20SpendingLimitPolicy: spendingLimit,
  OwnableValidator: ownableValidator,
};

/** The contract gives back what was meant when the SDK encoded it. */
function shouldBeUnderstood(codeOf: (subject: Subject) => Hex): void {
  for (const subject of subjects) {
    it(subject.name, async () => {
      const { play } = await stage(codeOf(subject), codeOf(subject));
      await fc.assert(
        fc.asyncProperty(configured[subject.name] as Arbitrary<Configured>, async ({ initData, reads }) => {
          const init =
            subject.name === "OwnableValidator"
              ? call(ownerAbi, "onInstall", by, [initData])
              : call(policyAbi, "initializeWithMultiplexer", by, [account, id, initData]);
          const [[initialized, ...answers]] = await play([init, ...reads.map(([step]) => step)]);
          expect(initialized).to.include({ success: true, result: "0x" });
          expect(answers.map(({ result }) => result)).to.deep.equal(reads.map(([, gives]) => gives));
        }),
        { numRuns },
      );
    });
  }
}

describe("init data as module-sdk encodes it", () => {
  describe("is understood by the reference contracts", () => shouldBeUnderstood(referenceCode));

  describe("is understood by v1", () => {
    needsCodeStore("module-sdk's init data of policies, held against them");
    shouldBeUnderstood(({ name }) => genuineCode(name));
  });
});
