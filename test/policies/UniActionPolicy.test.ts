import { expect } from "chai";
import { concat, type Hex, pad, toFunctionSelector } from "viem";
import { type ArgumentRule, uniAction } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";
import { deployToken } from "../helpers/tokens.ts";
import { words } from "../helpers/words.ts";

type Comparing = Pick<ArgumentRule, "condition" | "value">;

const most = 2n ** 256n - 1n;
const [friend, stranger] = [freshKey().address, freshKey().address];

/** A session calls with the arguments that it was granted. */
onEveryAccount("UniActionPolicy, arguments", (matrix) => {
  const room = policyRoom(matrix);

  /** A session that may call a function of the recorder by rules; its calls give words for arguments. */
  const ruled = async (signature: string, ...argumentRules: ArgumentRule[]) => {
    const built = await room();
    const { recorder, permit, violates, reverts } = built;
    const session = await permit({ function: signature, argumentRules });
    const selector = session.permission.function.selector;
    const raw = (...data: Hex[]) => recorder.raw(concat([selector, ...data]));
    return {
      ...built,
      session,
      raw,
      use: (...calls: bigint[][]) => session.use(...calls.map((given) => raw(words(...given)))),
      useRaw: session.use,
      refused: violates(uniAction, "argumentRules", session.permissionId),
      short: reverts(uniAction, { code: "no data", rule: "argumentRules" }),
    };
  };

  /** A session that may transfer the account's tokens, by rules. */
  const transferring = async (...argumentRules: ArgumentRule[]) => {
    const built = await room();
    const { account, own, permit, violates } = built;
    const token = await deployToken(built.world);
    await own(token.call("mint", [account.address, 1000n]));
    const session = await permit({
      target: token.address,
      function: "transfer(address to,uint256 amount)",
      argumentRules,
    });
    return {
      ...built,
      token,
      session,
      use: session.use,
      pay: (to: Hex, amount: bigint) => token.call("transfer", [to, amount]),
      refused: violates(uniAction, "argumentRules", session.permissionId),
    };
  };

  // What passes is what the target is given; the comparison is of whole words, unsigned.
  const bounds: [type: string, Comparing, within: bigint[], beyond: bigint[]][] = [
    ["uint256", { condition: "equal", value: 50n }, [50n], [49n, 51n, 0n]],
    ["uint256", { condition: "equal", value: 0n }, [0n], [1n, most]],
    ["uint256", { condition: "equal", value: most }, [most], [0n, most - 1n]],
    ["uint256", { condition: "notEqual", value: 50n }, [49n, 51n, 0n, most], [50n]],
    ["uint256", { condition: "lessThan", value: 50n }, [0n, 49n], [50n, 51n, most]],
    ["uint256", { condition: "lessThan", value: most }, [0n, most - 1n], [most]],
    ["uint256", { condition: "lessThan", value: 2n ** 255n }, [2n ** 255n - 1n], [2n ** 255n, most]],
    ["uint256", { condition: "lessThanOrEqual", value: 50n }, [49n, 50n], [51n, 2n ** 255n, most]],
    ["uint256", { condition: "lessThanOrEqual", value: 0n }, [0n], [1n, most]],
    ["uint256", { condition: "greaterThan", value: 50n }, [51n, 2n ** 255n, most], [50n, 0n]],
    ["uint256", { condition: "greaterThan", value: 0n }, [1n, most], [0n]],
    ["uint256", { condition: "greaterThanOrEqual", value: 50n }, [50n, 51n, most], [49n, 0n]],
    [
      "uint256",
      { condition: "greaterThanOrEqual", value: 2n ** 255n },
      [2n ** 255n, most],
      [2n ** 255n - 1n],
    ],
    ["uint256", { condition: "inRange", value: [50n, 60n] }, [50n, 60n], [49n, 61n, 0n]],
    ["uint256", { condition: "inRange", value: [7n, 7n] }, [7n], [6n, 8n]],
    // Its bounds have 128 bits, what it compares has 256.
    [
      "uint256",
      { condition: "inRange", value: [0n, 2n ** 128n - 1n] },
      [0n, 2n ** 128n - 1n],
      [2n ** 128n, 2n ** 128n + 5n, 2n ** 255n, most],
    ],
    ["int256", { condition: "equal", value: -1n }, [-1n], [1n, 0n, -2n, 2n ** 255n]],
    ["int256", { condition: "equal", value: -(2n ** 255n) }, [-(2n ** 255n)], [2n ** 255n - 1n, 0n, -1n]],
    ["int256", { condition: "notEqual", value: -1n }, [0n, -2n], [-1n]],
    ["int8", { condition: "equal", value: -1n }, [-1n], [255n, 1n, 127n]],
    ["int256", { condition: "inRange", value: [0n, 5n] }, [0n, 5n], [-1n, 6n, -(2n ** 255n)]],
    ["bool", { condition: "equal", value: true }, [1n], [0n, 2n, most]],
  ];

  describe("valid", () => {
    for (const [type, rule, within, beyond] of bounds) {
      const said = Array.isArray(rule.value) ? rule.value.join(" to ") : rule.value;
      it(`holds a ${type} to ${rule.condition} ${said}, at its bounds`, async () => {
        const { world, recorder, use, refused } = await ruled(`f(${type} x)`, { argument: "x", ...rule });
        for (const value of beyond) expectRefused(await use([value]), refused);
        expect(await recorder.calls()).to.equal(0n);
        await expectAccepted(world, await use(...within.map((value) => [value])));
        expect(await recorder.calls()).to.equal(BigInt(within.length));
        expect(await recorder.argument()).to.equal(BigInt.asUintN(256, within.at(-1) ?? -1n));
      });
    }

    it("accepts call data that is longer than the arguments", async () => {
      const { world, recorder, use } = await ruled("f(uint256 x)", {
        argument: "x",
        condition: "equal",
        value: 5n,
      });
      await expectAccepted(world, await use([5n, 7n]));
      expect(await recorder.calls()).to.equal(1n);
    });

    it("accepts every call that keeps all rules of a batch", async () => {
      const { world, token, use, pay } = await transferring(
        { argument: "to", condition: "equal", value: friend },
        { argument: 1, condition: "lessThanOrEqual", value: 10n },
      );
      await expectAccepted(world, await use(pay(friend, 10n), pay(friend, 10n)));
      expect(await token.balanceOf(friend)).to.equal(20n);
    });
  });

  describe("invalid", () => {
    it("rejects a call that breaks one rule of two, and a batch with one at any position", async () => {
      const { world, token, use, pay, refused } = await transferring(
        { argument: "to", condition: "equal", value: friend },
        { argument: 1, condition: "lessThanOrEqual", value: 10n },
      );
      for (const batch of [
        [pay(stranger, 5n)],
        [pay(friend, 11n)],
        [pay(stranger, 1n), pay(friend, 1n)],
        [pay(friend, 1n), pay(stranger, 1n)],
        [pay(friend, 1n), pay(friend, 11n), pay(friend, 1n)],
      ]) {
        expectRefused(await use(...batch), refused);
      }
      await expectAccepted(world, await use(pay(friend, 1n)));
      expect(await token.balanceOf(friend)).to.equal(1n);
      expect(await token.balanceOf(stranger)).to.equal(0n);
    });

    it("rejects an argument that breaks one of two rules about it", async () => {
      const { world, recorder, use, refused } = await ruled(
        "f(uint256 x)",
        { argument: "x", condition: "greaterThan", value: 10n },
        { argument: "x", condition: "notEqual", value: 20n },
      );
      for (const value of [10n, 20n]) expectRefused(await use([value]), refused);
      await expectAccepted(world, await use([11n]));
      expect(await recorder.calls()).to.equal(1n);
    });

    it("is not evaded by bits above an address", async () => {
      const { recorder, use, useRaw, raw, refused } = await ruled("f(address to,uint256 amount)", {
        argument: "to",
        condition: "notEqual",
        value: stranger,
      });
      expectRefused(await useRaw(raw(pad(stranger), words(1n))), refused);
      const dirty = BigInt(stranger) + (1n << 160n);
      expectRefused(await use([dirty, 1n]), refused);
      expect(await recorder.calls()).to.equal(0n);
    });

    it("is not evaded by bits above a narrow number", async () => {
      const { world, recorder, use, refused } = await ruled("f(uint8 x)", {
        argument: "x",
        condition: "greaterThan",
        value: 5n,
      });
      for (const value of [5n, 256n, 261n]) expectRefused(await use([value]), refused);
      await expectAccepted(world, await use([255n]));
      expect(await recorder.calls()).to.equal(1n);
    });

    it("rejects a call whose data ends before the argument", async () => {
      const { recorder, useRaw, raw, short } = await ruled("f(address to,uint256 amount)", {
        argument: "amount",
        condition: "lessThanOrEqual",
        value: 5n,
      });
      const cut: Hex[][] = [[], [pad(friend)], [pad(friend), "0x05"], [pad(friend), `0x${"00".repeat(31)}`]];
      for (const data of cut) expectRefused(await useRaw(raw(...data)), short);
      expect(await recorder.calls()).to.equal(0n);
    });

    it("refuses orders of signed numbers when it is compiled, as the policy compares without a sign", async () => {
      const { compile } = await room();
      for (const condition of ["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"] as const) {
        const argumentRules = [{ argument: "x", condition, value: 5n }];
        await expectInputError(
          () => compile({ function: "f(int256 x)", argumentRules }),
          "argumentRules[0].condition",
          condition,
          /compares without a sign/,
        );
      }
      for (const value of [
        [-5n, 5n],
        [0n, 2n ** 128n],
      ]) {
        const argumentRules = [
          { argument: "x", condition: "inRange" as const, value: value as [bigint, bigint] },
        ];
        await expectInputError(
          () => compile({ function: "f(int256 x)", argumentRules }),
          "argumentRules[0].value",
          "(a list)",
          /cannot hold/,
        );
      }
    });

    it("refuses a negative number that is less than 5, where such an order was made by hand", async () => {
      const { world, recorder, grant, acting, violates } = await room();
      const selector = toFunctionSelector("f(int256)");
      const less = { offset: 0n, condition: "lessThan", ref: words(5n) } as const;
      const { permissionId, use } = await grant({
        actions: [acting([uniAction.encode({ maxValue: 0n, comparisons: [less] })], selector)],
      });
      const call = (value: bigint) => recorder.raw(concat([selector, words(value)]));
      expectRefused(await use(call(-1n)), violates(uniAction, "argumentRules", permissionId));
      await expectAccepted(world, await use(call(4n)));
      expect(await recorder.calls()).to.equal(1n);
    });
  });

  describe("integration", () => {
    it("tells the target's own refusal from the policy's", async () => {
      const { world, account, token, use, pay, refused } = await transferring({
        argument: "amount",
        condition: "lessThanOrEqual",
        value: 2000n,
      });
      expectRefused(await use(pay(friend, 2001n)), refused);
      await expectReverted(
        world,
        await use(pay(friend, 2000n)),
        undoneBy(matrix.hiding, "target", "ERC20InsufficientBalance", {
          sender: account.address,
          balance: 1000n,
          needed: 2000n,
        }),
      );
      expect(await token.balanceOf(friend)).to.equal(0n);
    });
  });
});
