import { expect } from "chai";
import { concat, type Hex, numberToHex, pad, parseEther } from "viem";
import { erc20SpendingLimit, uniAction, usageLimit, valueLimit } from "../../../src/index.ts";
import { transfer } from "../../../src/session/erc20Spending.ts";
import type { Comparison } from "../../../src/session/parseArgumentRule.ts";
import { word } from "../../helpers/words.ts";

const key = {
  configId: pad("0x1"),
  multiplexer: pad("0x2", { size: 20 }),
  account: pad("0x3", { size: 20 }),
};
const token = pad("0x4", { size: 20 });
const call = (data: Hex, value = 0n) => ({
  ...key,
  role: "action" as const,
  call: { to: token, value, data },
});
const ofOperation = (value: bigint) => ({
  ...key,
  role: "userOp" as const,
  execution: { callType: "0x00" as const, calls: [{ to: token, value, data: "0x" as const }] },
});
const argument = (...words: readonly bigint[]) => concat(["0x12345678", ...words.map((one) => word(one))]);

describe("a policy's figures", () => {
  it("are uses, of calls or of operations", () => {
    const state = { limit: 3n, used: 3n };
    expect(usageLimit.figures?.(state, call("0x"))).to.equal("uses: 3 of 3 are used");
    expect(usageLimit.figures?.(state, ofOperation(0n))).to.equal("operations: 3 of 3 are used");
  });

  it("are native value, in ether, or in wei where it is little", () => {
    const state = { limit: parseEther("1"), used: parseEther("0.6") };
    const needs = parseEther("0.5");
    expect(valueLimit.figures?.(state, call("0x", needs))).to.equal(
      "total value: 0.6 of 1 ETH is used, this call needs 0.5 ETH",
    );
    expect(valueLimit.figures?.(state, ofOperation(needs))).to.equal(
      "total value: 0.6 of 1 ETH is used, this operation needs 0.5 ETH",
    );
    expect(valueLimit.figures?.({ limit: 2n, used: 1n }, call("0x", 3n))).to.equal(
      "total value: 1 of 2 wei is used, this call needs 3 wei",
    );
  });

  it("are a token's units, or native value that may not pass", () => {
    const state = { token, limit: 100n, spent: 30n, approved: 10n };
    const data = concat([transfer, word(1n), word(61n)]);
    expect(erc20SpendingLimit.figures?.(state, call(data))).to.equal(
      `token ${token}: 40 of 100 units are used, this call needs 61`,
    );
    expect(erc20SpendingLimit.figures?.(state, call(data, 5n))).to.equal(
      "native value: this call carries 5 wei, and none may pass",
    );
    expect(erc20SpendingLimit.figures?.(state, call("0x12345678"))).to.equal(undefined);
    expect(erc20SpendingLimit.figures?.(null, call(data))).to.equal(undefined);
  });

  describe("of UniActionPolicy", () => {
    const figures = (comparison: Partial<Comparison> & { total?: bigint }, data: Hex, value = 0n) => {
      const whole = { offset: 0n, condition: "lessThanOrEqual", ref: word(5n), ...comparison } as const;
      return uniAction.figures?.(
        { maxValue: parseEther("0.1"), comparisons: [whole as never] },
        call(data, value),
      );
    };
    it("are the value of a call", () => {
      expect(figures({}, argument(1n), parseEther("0.2"))).to.equal(
        "value: this call carries 0.2 ETH, and 0.1 is allowed in each",
      );
    });
    it("are the argument that breaks its rule", () => {
      expect(figures({}, argument(7n))).to.equal("argument at byte 0: 7 is not at most 5");
      const range = concat([numberToHex(2n, { size: 16 }), numberToHex(4n, { size: 16 })]);
      expect(figures({ offset: 32n, condition: "inRange", ref: range }, argument(0n, 9n))).to.equal(
        "argument at byte 32: 9 is not from 2 to 4",
      );
      const account = BigInt(pad("0xab", { dir: "right", size: 20 }));
      expect(figures({ condition: "equal", ref: word(account) }, argument(1n))).to.equal(
        `argument at byte 0: 1 is not equal to ${numberToHex(account)}`,
      );
    });
    it("are the argument's total, and that the call data ends before it", () => {
      expect(figures({ maxTotal: 10n, total: 8n }, argument(3n))).to.equal(
        "argument at byte 0: 8 of 10 is used, this call needs 3",
      );
      expect(figures({ offset: 32n }, argument(1n))).to.equal(
        "the call data ends before the argument at byte 32",
      );
    });
  });
});
