import { getUniversalActionPolicy } from "@rhinestone/module-sdk";
import { decodeFunctionResult, formatEther, type Hex, hexToBigInt, numberToHex, size, slice } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { Enforcement } from "../Enforcement.ts";
import type { ArgumentCondition } from "../Permission.ts";
import { type Comparison, maxComparisons } from "../parseArgumentRule.ts";
import { wordSize } from "../wordSize.ts";
import { weiText } from "./amountText.ts";
import { noData, notInitialized, overflow, pass, refuse, violated, word } from "./answer.ts";
import type { Policy, PolicyAnswer } from "./Policy.ts";

/** How much native value a call may carry, in wei, and what its arguments may be. */
export interface UniAction {
  readonly maxValue: bigint;
  readonly comparisons: readonly Comparison[];
}

/** A comparison, and what its argument has come to so far. */
export interface UniActionState {
  readonly maxValue: bigint;
  readonly comparisons: readonly (Comparison & { readonly total?: bigint })[];
}

type RawRule = Parameters<typeof getUniversalActionPolicy>[0]["paramRules"]["rules"][number];

/** In the order of the contract's enum (`ParamCondition`, which the SDK does not export). */
const conditions: readonly ArgumentCondition[] = [
  "equal",
  "greaterThan",
  "lessThan",
  "greaterThanOrEqual",
  "lessThanOrEqual",
  "notEqual",
  "inRange",
];

const zero = numberToHex(0n, { size: 32 });
const unlimited = 2n ** 256n - 1n;
/** The policy refuses to be used without a rule; this one holds for every word. */
const trivial: Comparison = { offset: 0n, condition: "greaterThanOrEqual", ref: zero };
const emptySlot: RawRule = {
  condition: 0,
  offset: 0n,
  isLimited: false,
  ref: zero,
  usage: { limit: 0n, used: 0n },
};
const { policy: address } = getUniversalActionPolicy(toActionConfig({ maxValue: 0n, comparisons: [] }));
const enforcedBy = "UniActionPolicy (action policy)";

/** Native value of each call, and the call's arguments. */
export const uniAction: Policy<UniAction, UniActionState> = {
  name: "UniActionPolicy",
  address,
  roles: ["action"],

  compile({ value: { perCall }, argumentRules }) {
    if (perCall === undefined && argumentRules.length === 0) return [];
    const comparisons = argumentRules.flatMap((rule) => rule.comparisons);
    const value: Enforcement[] = [];
    if (perCall === 0n) {
      const statement = "no native value";
      value.push({ field: "maxValue", value: 0n, enforcedBy, statement });
      value.push({ field: "maxTotalValue", value: 0n, enforcedBy, statement });
    } else if (perCall !== undefined) {
      const statement = `at most ${formatEther(perCall)} ETH in each call`;
      value.push({ field: "maxValue", value: perCall, enforcedBy, statement });
    }
    const rules = argumentRules.map(
      ({ text }, index): Enforcement => ({
        field: `argumentRules[${index}]`,
        value: text,
        enforcedBy,
        statement: "for each call",
      }),
    );
    return [
      {
        role: "action",
        data: uniAction.encode({ maxValue: perCall ?? unlimited, comparisons }),
        enforces: [...rules, ...value],
      },
    ];
  },

  // Call data that ends before the argument makes it revert without a word; a total that no number can hold is a
  // panic.
  rule: (code) => (["PolicyViolation", "no data", "Panic"].includes(code) ? "argumentRules" : undefined),

  encode(config) {
    const { policy, initData } = getUniversalActionPolicy(toActionConfig(config));
    return { policy, initData };
  },

  decode(initData) {
    const { maxValue, comparisons } = decodeState(initData);
    return { maxValue, comparisons: comparisons.map(({ total: _, ...comparison }) => comparison) };
  },

  async readState({ client, configId, multiplexer, account }) {
    const [maxValue, { length, rules }] = await client.readContract({
      address,
      abi: contractArtifact("policies/UniActionPolicy").abi,
      functionName: "actionConfigs",
      args: [configId, multiplexer, account],
    });
    return { maxValue, comparisons: rules.slice(0, Number(length)).map(toComparison) };
  },

  // What a rule has added up so far may be given with it.
  predictEnable(initData) {
    if (size(initData) < configSize || !isWellTyped(initData)) return noData;
    if (wordAt(initData, 1) > BigInt(maxComparisons)) return refuse("Panic", { reason: 0x32n });
    return pass(decodeState(initData));
  },

  // A configuration without a rule may be enabled, and is then none.
  predict({ maxValue, comparisons }, question) {
    if (question.role === "userOp") return undefined;
    if (comparisons.length === 0) return notInitialized(question);
    const { value, data } = question.call;
    if (value > maxValue) {
      return refuse("ValueLimitExceeded", { id: question.configId, value, limit: maxValue });
    }
    const next: Compared[] = [];
    for (const comparison of comparisons) {
      const answer = compare(comparison, data);
      if (!answer.passes) return answer;
      next.push(answer.state);
    }
    return pass({ maxValue, comparisons: next });
  },

  figures({ maxValue, comparisons }, question) {
    if (question.role === "userOp") return undefined;
    const { value, data } = question.call;
    if (value > maxValue) {
      const [sent, most, unit] = weiText(value, maxValue);
      return `value: this call carries ${sent} ${unit}, and ${most} is allowed in each`;
    }
    const broken = comparisons.find((comparison) => !compare(comparison, data).passes);
    return broken && brokenText(broken, data);
  },
};

type Compared = UniActionState["comparisons"][number];

/** The value and the number of rules, a word each; then rules of 6 words each. */
const wordsBefore = 2;
const wordsOfRule = 6;
const configSize = 32 * (wordsBefore + maxComparisons * wordsOfRule);
const selectorSize = 4n;
const uint64 = 2n ** 64n;

function compare(comparison: Compared, data: Hex): PolicyAnswer<Compared> {
  const start = comparison.offset + selectorSize;
  const end = start + wordSize;
  if (end >= uint64) return overflow;
  if (end > size(data)) return noData;
  const argument = hexToBigInt(slice(data, Number(start), Number(end)));
  if (!holds(comparison, argument)) return violated;
  if (comparison.maxTotal === undefined) return pass(comparison);
  const total = (comparison.total ?? 0n) + argument;
  if (total >= word) return overflow;
  return total > comparison.maxTotal ? violated : pass({ ...comparison, total });
}

/** Which comparison is broken, by which argument. */
function brokenText(comparison: Compared, data: Hex): string {
  const { offset, condition, ref, maxTotal, total = 0n } = comparison;
  const place = `argument at byte ${offset}`;
  const [start, end] = [offset + selectorSize, offset + selectorSize + wordSize];
  if (end > BigInt(size(data))) return `the call data ends before the ${place}`;
  const argument = hexToBigInt(slice(data, Number(start), Number(end)));
  if (holds(comparison, argument)) {
    return `${place}: ${total} of ${maxTotal ?? 0n} is used, this call needs ${argument}`;
  }
  const bounds =
    condition === "inRange"
      ? `${hexToBigInt(slice(ref, 0, 16))} to ${hexToBigInt(slice(ref, 16, 32))}`
      : numberText(hexToBigInt(ref));
  return `${place}: ${numberText(argument)} is not ${conditionTexts[condition]} ${bounds}`;
}

const conditionTexts: Readonly<Record<ArgumentCondition, string>> = {
  equal: "equal to",
  notEqual: "other than",
  lessThan: "less than",
  lessThanOrEqual: "at most",
  greaterThan: "more than",
  greaterThanOrEqual: "at least",
  inRange: "from",
};

/** Addresses and hashes are no numbers that anybody reads. */
const numberText = (value: bigint) => (value >> 128n === 0n ? String(value) : numberToHex(value));

const wordAt = (data: Hex, index: number) => hexToBigInt(slice(data, 32 * index, 32 * index + 32));

/** Whether each rule's condition, offset and flag are of their types, those of unused slots as well. */
function isWellTyped(initData: Hex): boolean {
  return Array.from({ length: maxComparisons }, (_, index) => wordsBefore + index * wordsOfRule).every(
    (first) =>
      wordAt(initData, first) < BigInt(conditions.length) &&
      wordAt(initData, first + 1) < uint64 &&
      wordAt(initData, first + 2) <= 1n,
  );
}

/** Words compare as unsigned numbers. */
function holds({ condition, ref }: Comparison, argument: bigint): boolean {
  const bound = hexToBigInt(ref);
  switch (condition) {
    case "equal":
      return argument === bound;
    case "notEqual":
      return argument !== bound;
    case "lessThan":
      return argument < bound;
    case "lessThanOrEqual":
      return argument <= bound;
    case "greaterThan":
      return argument > bound;
    case "greaterThanOrEqual":
      return argument >= bound;
    case "inRange":
      return argument >= hexToBigInt(slice(ref, 0, 16)) && argument <= hexToBigInt(slice(ref, 16, 32));
  }
}

/** The struct is static: its encoding is that of its members, which the getter answers with. */
function decodeState(initData: Hex): UniActionState {
  const [maxValue, { length, rules }] = decodeFunctionResult({
    abi: contractArtifact("policies/UniActionPolicy").abi,
    functionName: "actionConfigs",
    data: initData,
  });
  return { maxValue, comparisons: rules.slice(0, Number(length)).map(toComparison) };
}

function toActionConfig({ maxValue, comparisons }: UniAction) {
  const used = comparisons.length > 0 ? comparisons : [trivial];
  const rules = [...used.map(toRawRule), ...Array<RawRule>(maxComparisons).fill(emptySlot)].slice(
    0,
    maxComparisons,
  );
  return {
    valueLimitPerUse: maxValue,
    paramRules: { length: BigInt(used.length), rules },
  } as Parameters<typeof getUniversalActionPolicy>[0];
}

function toRawRule({ offset, condition, ref, maxTotal }: Comparison): RawRule {
  return {
    condition: conditions.indexOf(condition),
    offset,
    isLimited: maxTotal !== undefined,
    ref,
    usage: { limit: maxTotal ?? 0n, used: 0n },
  };
}

function toComparison(rule: RawRule): UniActionState["comparisons"][number] {
  const { offset, ref, isLimited, usage } = rule;
  const condition = conditions[rule.condition] as ArgumentCondition;
  return { offset, condition, ref, ...(isLimited && { maxTotal: usage.limit, total: usage.used }) };
}
