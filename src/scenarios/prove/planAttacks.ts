import { type AbiFunction, type Hex, toFunctionSelector } from "viem";
import type { Layer, Rule } from "../../refusal/Refusal.ts";
import type { Enforcement } from "../../session/Enforcement.ts";
import type { Call } from "../../world/Call.ts";
import {
  type Attack,
  type AttackGround,
  type AttackPlan,
  mostUses,
  type PlannedUse,
  tooMany,
} from "./Attack.ts";
import { attackArgument } from "./attackArgument.ts";
import { attackValue } from "./attackValue.ts";
import { callOf } from "./callOf.ts";
import { cheapestCall } from "./cheapestCall.ts";
import { inBatches } from "./inBatches.ts";
import type { ExpectedRefusal } from "./Proof.ts";
import { withWord } from "./sampleCall.ts";
import { spentWord } from "./spentWord.ts";
import { partInto } from "./wordRange.ts";

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
      return [attackValue(ground, enforcement)];
    case "spendingLimit": {
      const { offset, range } = spentWord(session.permission);
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
      return [one(attack, expected, ...plansOf(call), ...plansOf(cheapestCall(ground)))];
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
      return [one(attack, expected, planOf(call), planOf(cheapestCall(ground)))];
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
      return rule ? attackArgument(ground, enforcement, rule) : [];
    }
  }
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
