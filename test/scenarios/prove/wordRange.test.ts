import { expect } from "chai";
import { concat, numberToHex } from "viem";
import { partInto, wordIn, wordRange, wordsBeyond } from "../../../src/scenarios/prove/wordRange.ts";
import type { Comparison } from "../../../src/session/parseArgumentRule.ts";

const greatest = 2n ** 256n - 1n;
const word = (value: bigint) => numberToHex(value, { size: 32 });
const compare = (condition: Comparison["condition"], value: bigint): Comparison => ({
  offset: 0n,
  condition,
  ref: word(value),
});
const between = (least: bigint, most: bigint): Comparison => ({
  offset: 0n,
  condition: "inRange",
  ref: concat([numberToHex(least, { size: 16 }), numberToHex(most, { size: 16 })]),
});

describe("words of call data", () => {
  const beyond: [string, Comparison, bigint[]][] = [
    ["equal: another", compare("equal", 8n), [9n]],
    ["notEqual: the value", compare("notEqual", 8n), [8n]],
    ["lessThan: the bound", compare("lessThan", 8n), [8n]],
    ["lessThanOrEqual: one more", compare("lessThanOrEqual", 8n), [9n]],
    ["greaterThan: the bound", compare("greaterThan", 8n), [8n]],
    ["greaterThanOrEqual: one less", compare("greaterThanOrEqual", 8n), [7n]],
    ["inRange: one less and one more", between(3n, 8n), [2n, 9n]],
    ["inRange from 0: one more", between(0n, 8n), [9n]],
    ["everything: none", compare("greaterThanOrEqual", 0n), []],
    ["everything but nothing beyond the greatest: none", compare("lessThanOrEqual", greatest), []],
  ];
  for (const [what, comparison, expected] of beyond) {
    it(`are just beyond ${what}`, () => {
      expect(wordsBeyond(comparison)).to.deep.equal(expected);
      for (const one of expected) expect(wordIn(wordRange([comparison]), one)).not.to.equal(one);
    });
  }

  it("are in the range of all comparisons together", () => {
    const range = wordRange([between(3n, 8n), compare("greaterThan", 4n), compare("notEqual", 5n)]);
    expect([wordIn(range), wordIn(range, 7n), wordIn(range, 9n)]).to.deep.equal([6n, 7n, 6n]);
  });

  it("are none where comparisons contradict each other", () => {
    expect(wordIn(wordRange([compare("equal", 1n), compare("equal", 2n)]))).to.equal(undefined);
    expect(wordIn(wordRange([compare("equal", 1n), compare("notEqual", 1n)]))).to.equal(undefined);
  });

  describe("that an amount is parted into", () => {
    const parts: [string, bigint, [bigint, bigint], bigint[], bigint][] = [
      ["one where it may be as great", 10n, [0n, greatest], [10n], 1n],
      ["as few as reach it", 10n, [0n, 4n], [4n, 4n, 2n], 1n],
      ["one that is always the same", 10n, [5n, 5n], [5n, 5n], 5n],
      ["less than it where it does not come out even", 10n, [4n, 4n], [4n, 4n], 4n],
      ["none where the least is more", 10n, [11n, 20n], [], 11n],
      ["as much of each as leaves the others their least", 10n, [3n, 7n], [7n, 3n], 3n],
    ];
    for (const [what, total, [least, most], words, more] of parts) {
      it(`are ${what}`, () => {
        expect(partInto(total, { least, most, except: [] }, 100)).to.deep.equal({ words, beyond: more });
        const sum = words.reduce((one, other) => one + other, 0n);
        expect(sum <= total && sum + more > total).to.equal(true);
      });
    }

    it("are not to be had where it takes too many, or they can only be 0", () => {
      expect(partInto(10n, { least: 0n, most: 1n, except: [] }, 9)).to.equal(undefined);
      expect(partInto(10n, { least: 0n, most: 0n, except: [] }, 9)).to.equal(undefined);
    });
  });
});
