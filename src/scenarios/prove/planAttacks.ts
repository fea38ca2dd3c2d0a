import { type AbiFunction, type Address, formatEther, type Hex, toFunctionSelector } from "viem";
import type { Layer, Rule } from "../../refusal/Refusal.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import type { Enforcement } from "../../session/Enforcement.ts";
import { transferFrom } from "../../session/erc20Spending.ts";
import type { SessionEntry } from "../../session/SessionsFile.ts";
import type { Call } from "../../world/Call.ts";
import type { ExpectedRefusal, ProvedTarget } from "./Proof.ts";
import { ruledWords, type SampleCall, withWord } from "./sampleCall.ts";
import { anyWord, isInRange, partInto, type WordRange, wordIn, wordsBeyond } from "./wordRange.ts";
import { wordText } from "./wordText.ts";

/** A user operation of the session. */
export interface PlannedUse {
  readonly calls: readonly Call[];
  /** The block's time, in Unix seconds. Default: as it comes. */
  readonly at?: bigint;
  /** Whether another key signs. Default: the session's does. */
  readonly byStranger?: true;
  /** Whether a paymaster pays. Default: the account does. */
  readonly byPaymaster?: true;
}

/** A way to go beyond a bound. */
export interface AttackPlan {
  /** What is permitted, up to the bound. */
  readonly before: readonly PlannedUse[];
  /** What is beyond it. */
  readonly attack: PlannedUse;
}

/** An attack on a field of a permission. */
export interface Attack {
  readonly field: Enforcement["field"];
  readonly bound: Enforcement["value"];
  /** What is done, in words. */
  readonly attack: string;
  readonly expected: ExpectedRefusal;
  /** Ways to do it, the best first; none where it cannot be done. */
  readonly plans: readonly AttackPlan[];
  /** Why it cannot be done, where it cannot. */
  readonly impossible?: string;
}

/** What attacks are made of. */
export interface AttackGround {
  readonly entry: SessionEntry;
  readonly session: CompiledPermission;
  readonly target: ProvedTarget;
  /** A call that the permission allows. */
  readonly sample: SampleCall;
  /** Where no session of the file may call. */
  readonly elsewhere: Address;
  /** When the session was enabled, in Unix seconds. */
  readonly now: bigint;
}

/** More calls or operations are not made to use a limit up. */
export const mostUses = 2000;
/** As many calls of a target are sure to fit into one operation. */
const batchSize = 25;

/**
 * Plans an attack on each field of a permission that something enforces, at the bound that the statement of enforcement
 * says it has.
 *
 * @param ground What they are made of.
 * @returns The attacks, in the order of the statement.
 */
export function planAttacks(ground: AttackGround): readonly Attack[] {
  return ground.session.enforcement
    .filter(({ enforcedBy }) => enforcedBy !== null)
    .flatMap((enforcement) => attacksOn(ground, enforcement));
}

const by = (layer: Layer, rule: Rule): ExpectedRefusal => ({ layer, rule });

function attacksOn(ground: AttackGround, enforcement: Enforcement): readonly Attack[] {
  const { field, value: bound } = enforcement;
  const { session, sample, elsewhere } = ground;
  const call = callOf(ground, sample);
  const one = (attack: string, expected: ExpectedRefusal, ...plans: readonly AttackPlan[]): Attack => ({
    field,
    bound,
    attack,
    expected,
    plans,
  });
  const impossible = (attack: string, expected: ExpectedRefusal, why: string): Attack => ({
    ...one(attack, expected),
    impossible: why,
  });
  const at = (calls: readonly Call[], more: Omit<PlannedUse, "calls"> = {}): AttackPlan => ({
    before: [],
    attack: { calls, ...more },
  });

  switch (field) {
    case "sessionKey":
      return [one("another key signs", by("SmartSession", "sessionKey"), at([call], { byStranger: true }))];
    case "target":
      return [
        one(
          "the same call of another contract",
          by("SmartSession", "action"),
          at([{ ...call, to: elsewhere }]),
        ),
      ];
    case "function": {
      const { name, selector } = otherFunction(ground);
      const data: Hex = `${selector}${sample.data.slice(10)}`;
      return [one(`${name} of the same contract`, by("SmartSession", "action"), at([{ ...call, data }]))];
    }
    case "maxValue":
    case "maxTotalValue":
      return attacksOnValue(ground, enforcement, one, impossible);
    case "spendingLimit": {
      const offset = session.permission.function.selector === transferFrom ? 64n : 32n;
      const range = ruledWords(session.permission).get(offset) ?? anyWord;
      const parted = partInto(bound as bigint, range, mostUses);
      const spend = (amount: bigint) =>
        callOf(ground, { ...sample, data: withWord(sample.data, offset, amount) });
      const expected = by("policy", "spendingLimit");
      if (!parted) return [impossible("one unit beyond it", expected, tooMany)];
      return [
        one(
          `${bound} in all, then ${parted.beyond} more`,
          expected,
          ...inBatches(parted.words.map(spend), spend(parted.beyond)),
        ),
      ];
    }
    case "maxUses": {
      const count = bound as bigint;
      const expected = by("policy", "maxUses");
      const attack = `${count} ${count === 1n ? "call" : "calls"}, then one more`;
      if (count > mostUses) return [impossible(attack, expected, tooMany)];
      const plansOf = (each: Call) =>
        inBatches(
          Array.from({ length: Number(count) }, () => each),
          each,
        );
      return [one(attack, expected, ...plansOf(call), ...plansOf(cheapest(ground)))];
    }
    case "maxOperations": {
      const count = bound as bigint;
      const expected = by("policy", "maxOperations");
      const attack = `${count} ${count === 1n ? "operation" : "operations"}, then one more`;
      if (count > mostUses) return [impossible(attack, expected, tooMany)];
      const planOf = (each: Call): AttackPlan => ({
        before: Array.from({ length: Number(count) }, () => ({ calls: [each] })),
        attack: { calls: [each] },
      });
      return [one(attack, expected, planOf(call), planOf(cheapest(ground)))];
    }
    case "permitERC4337Paymaster":
      return [
        one(
          "a paymaster pays",
          by("SmartSession", "permitERC4337Paymaster"),
          at([call], { byPaymaster: true }),
        ),
      ];
    case "validAfter": {
      const expected = by("EntryPoint", "validAfter");
      const attack = "a use in the second before it";
      const time = (bound as bigint) - 1n;
      if (time < ground.now) return [impossible(attack, expected, "it is past already on this chain")];
      return [one(attack, expected, at([call], { at: time }))];
    }
    case "validUntil": {
      const end = bound as bigint;
      const plan = { before: [{ calls: [call], at: end }], attack: { calls: [call], at: end + 1n } };
      return [one("a use in its last second, then one in the next", by("EntryPoint", "validUntil"), plan)];
    }
    default: {
      const rule = session.permission.argumentRules[Number(/\d+/.exec(field)?.[0])];
      if (!rule) return [];
      const { argument, comparisons } = rule;
      const expected = by("policy", "argumentRules");
      const range = ruledWords(session.permission).get(argument.offset) ?? anyWord;
      const withArgument = (word: bigint) =>
        callOf(ground, { ...sample, data: withWord(sample.data, argument.offset, word) });
      const said = (word: bigint) => `${argument.name} = ${wordText(argument.type, word)}`;
      const beyond = comparisons
        .flatMap(wordsBeyond)
        .map((word) => one(said(word), expected, at([withArgument(word)])));
      const { maxTotal } = comparisons.find((comparison) => comparison.maxTotal !== undefined) ?? {};
      if (maxTotal === undefined) {
        if (beyond.length > 0) return beyond;
        return [impossible("a value beyond it", expected, "every value is within the bound")];
      }
      const parted = partInto(maxTotal, range, mostUses);
      if (!parted) return [...beyond, impossible("one beyond the total", expected, tooMany)];
      const plans = inBatches(parted.words.map(withArgument), withArgument(parted.beyond));
      const attack = `${argument.name}: ${sum(parted.words)} in all calls, then ${parted.beyond} more`;
      return [...beyond, one(attack, expected, ...plans)];
    }
  }

  function attacksOnValue(
    { session: { permission }, target: { origin } }: AttackGround,
    { enforcedBy, value }: Enforcement,
    planned: typeof one,
    cannot: typeof impossible,
  ): readonly Attack[] {
    const limit = value as bigint;
    const worth = (wei: bigint) => callOf(ground, { ...sample, value: wei });
    if (enforcedBy?.startsWith("UniActionPolicy")) {
      return [
        planned(`${ether(limit)} and 1 wei in one call`, by("policy", "maxValue"), at([worth(limit + 1n)])),
      ];
    }
    if (enforcedBy?.startsWith("ERC20SpendingLimitPolicy")) {
      return [planned("1 wei with a call", by("policy", "spendingLimit"), at([worth(1n)]))];
    }
    if (permission.value.byTarget) {
      // The target keeps it, and the policy to one wei in all.
      const byTarget = by("target", "execution");
      if (field === "maxTotalValue") {
        return [planned("2 wei with a call", by("policy", "maxTotalValue"), at([worth(2n)]))];
      }
      if (origin === "standIn")
        return [cannot("1 wei with a call", byTarget, "the target itself refuses it")];
      return [planned("1 wei with a call", byTarget, at([worth(1n)]))];
    }
    const range: WordRange = { ...anyWord, most: permission.value.perCall ?? limit + 1n };
    const parted = partInto(limit, range, mostUses);
    const expected = by("policy", "maxTotalValue");
    if (!parted) return [cannot(`${ether(limit)} in all, then 1 wei more`, expected, tooMany)];
    const least = callOf(ground, { ...sample, data: cheapest(ground).data ?? sample.data });
    const plansWith = (given: Call) =>
      inBatches(
        parted.words.map((wei) => ({ ...given, value: wei })),
        { ...given, value: parted.beyond },
      );
    return [
      planned(
        `${ether(limit)} in all, then ${parted.beyond} wei more`,
        expected,
        ...plansWith(call),
        ...plansWith(least),
      ),
    ];
  }
}

const tooMany = `it takes more than ${mostUses} uses, or no value can reach it`;

/** An amount of native value, in ETH. */
const ether = (wei: bigint): string => `${formatEther(wei)} ETH`;

const sum = (words: readonly bigint[]): bigint => words.reduce((total, word) => total + word, 0n);

function callOf({ session, target, entry }: AttackGround, { value, data }: SampleCall): Call {
  return {
    to: session.permission.target,
    value,
    data,
    ...(entry.abi && target.origin !== "standIn" && { abi: entry.abi }),
  };
}

/** Uses up as little of other limits as a call can. */
function cheapest(ground: AttackGround): Call {
  const { session, sample } = ground;
  let { data } = sample;
  for (const [offset, range] of ruledWords(session.permission)) {
    const word = wordIn(range);
    if (word !== undefined && isInRange(range, word)) data = withWord(data, offset, word);
  }
  if (session.permission.spendingLimit !== undefined) {
    const offset = session.permission.function.selector === transferFrom ? 64n : 32n;
    const word = wordIn(ruledWords(session.permission).get(offset) ?? anyWord, 0n);
    if (word !== undefined) data = withWord(data, offset, word);
  }
  return callOf(ground, { value: 0n, data });
}

/** Up to the bound in operations of their own, or where those are limited, all in as few as can be. */
function inBatches(upTo: readonly Call[], beyond: Call): readonly AttackPlan[] {
  const all = batches([...upTo, beyond]);
  return [
    { before: batches(upTo), attack: { calls: [beyond] } },
    { before: all.slice(0, -1), attack: all.at(-1) ?? { calls: [beyond] } },
  ];
}

function batches(calls: readonly Call[]): readonly PlannedUse[] {
  return Array.from({ length: Math.ceil(calls.length / batchSize) }, (_, index) => ({
    calls: calls.slice(index * batchSize, (index + 1) * batchSize),
  }));
}

/** A function of the target that is not the one that is granted; where none is known, one that nobody declares. */
function otherFunction({ session, entry }: AttackGround): { readonly name: string; readonly selector: Hex } {
  const { selector } = session.permission.function;
  const declared = (entry.abi ?? []).filter((item): item is AbiFunction => item.type === "function");
  const other = declared.find(
    (item) => toFunctionSelector(item) !== selector && !["view", "pure"].includes(item.stateMutability),
  );
  if (other) return { name: `${other.name}()`, selector: toFunctionSelector(other) };
  const unknown = selector === "0x11111111" ? "0x22222222" : "0x11111111";
  return { name: `another function (${unknown})`, selector: unknown };
}
