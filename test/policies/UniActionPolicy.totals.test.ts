import { expect } from "chai";
import { concat } from "viem";
import { type ArgumentRule, uniAction } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { record } from "../helpers/recorder.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";
import { type Counting, shouldKeepCount } from "../helpers/shouldKeepCount.ts";
import { deployToken } from "../helpers/tokens.ts";
import { words } from "../helpers/words.ts";

const transfer = "0xa9059cbb";
const friend = freshKey().address;
const most = 2n ** 256n - 1n;

/** A session's arguments come to no more than they may in all. */
onEveryAccount("UniActionPolicy, totals of arguments", (matrix) => {
  const room = policyRoom(matrix);

  /** A session that may transfer the account's tokens, by a rule about the amount. */
  const transferring = async (rule: Omit<ArgumentRule, "argument">) => {
    const built = await room();
    const { world, account, own, permit, violates, ofAction } = built;
    const token = await deployToken(world);
    await own(token.call("mint", [account.address, 1000n]));
    const { permissionId, use } = await permit({
      target: token.address,
      function: "transfer(address to,uint256 amount)",
      argumentRules: [{ argument: "amount", ...rule }],
    });
    const key = ofAction(permissionId, transfer, token.address);
    return {
      ...built,
      token,
      pay: (...amounts: bigint[]) =>
        use(...amounts.map((amount) => token.call("transfer", [friend, amount]))),
      received: () => token.balanceOf(friend),
      totals: async () =>
        (await uniAction.readState(key)).comparisons.map(({ maxTotal, total }) => [maxTotal, total]),
      refused: violates(uniAction, "argumentRules", permissionId),
    };
  };

  /** A session made by hand, with totals for the first words of call data. */
  const totalling = async (...maxTotals: bigint[]) => {
    const built = await room();
    const { recorder, grant, acting, violates } = built;
    const comparisons = maxTotals.map((maxTotal, index) => ({
      ...anything(maxTotal),
      offset: 32n * BigInt(index),
    }));
    const { permissionId, use } = await grant({
      actions: [acting([uniAction.encode({ maxValue: 0n, comparisons })])],
    });
    return {
      ...built,
      permissionId,
      use: (...calls: bigint[][]) =>
        use(...calls.map((given) => recorder.raw(concat([record, words(...given)])))),
      refused: violates(uniAction, "argumentRules", permissionId),
    };
  };

  describe("valid", () => {
    it("adds up an argument over calls and operations, to the last unit of maxTotal", async () => {
      const { world, pay, received, totals } = await transferring({
        condition: "lessThanOrEqual",
        value: 40n,
        maxTotal: 100n,
      });
      await expectAccepted(world, await pay(40n, 30n));
      await expectAccepted(world, await pay(30n));
      expect(await received()).to.equal(100n);
      expect(await totals()).to.deep.equal([[100n, 100n]]);
    });

    it("accepts zeroes after the last unit", async () => {
      const { world, pay, received } = await transferring({ maxTotal: 10n });
      await expectAccepted(world, await pay(10n));
      await expectAccepted(world, await pay(0n, 0n));
      expect(await received()).to.equal(10n);
    });

    it("accepts the greatest word where that is the limit, once", async () => {
      const { world, recorder, use, overflows } = await totalling(most);
      await expectAccepted(world, await use([most]));
      expectRefused(await use([1n]), overflows(uniAction, "argumentRules"));
      await expectAccepted(world, await use([0n]));
      expect(await recorder.calls()).to.equal(2n);
    });
  });

  describe("invalid", () => {
    it("rejects a unit more than maxTotal, in one call, over operations, and over a batch", async () => {
      const { world, pay, received, refused } = await transferring({
        condition: "lessThanOrEqual",
        value: 140n,
        maxTotal: 100n,
      });
      expectRefused(await pay(101n), refused);
      await expectAccepted(world, await pay(70n));
      expectRefused(await pay(31n), refused);
      expectRefused(await pay(15n, 16n), refused);
      await expectAccepted(world, await pay(30n));
      expectRefused(await pay(1n), refused);
      expect(await received()).to.equal(100n);
    });

    it("rejects what breaks the comparison, and adds nothing for it", async () => {
      const { world, pay, totals, received, refused } = await transferring({
        condition: "lessThanOrEqual",
        value: 40n,
        maxTotal: 100n,
      });
      expectRefused(await pay(41n), refused);
      expectRefused(await pay(40n, 41n), refused);
      expect(await totals()).to.deep.equal([[100n, 0n]]);
      await expectAccepted(world, await pay(40n, 40n, 20n));
      expect(await received()).to.equal(100n);
    });

    it("rejects what no number can hold together with what was before", async () => {
      const { world, pay, totals, overflows } = await transferring({ maxTotal: 100n });
      await expectAccepted(world, await pay(1n));
      expectRefused(await pay(most), overflows(uniAction, "argumentRules"));
      expect(await totals()).to.deep.equal([[100n, 1n]]);
    });

    it("rejects what is left after a call that the target refused, as it was added", async () => {
      const { world, account, token, own, pay, totals, refused } = await transferring({ maxTotal: 100n });
      await own(token.call("transfer", [freshKey().address, 1000n]));
      await expectReverted(
        world,
        await pay(60n),
        undoneBy(matrix.hiding, "target", "ERC20InsufficientBalance", {
          sender: account.address,
          balance: 0n,
          needed: 60n,
        }),
      );
      expect(await totals()).to.deep.equal([[100n, 60n]]);
      expectRefused(await pay(41n), refused);
    });

    it("rejects anything but 0 where the total is 0", async () => {
      const { world, recorder, use, refused } = await totalling(0n);
      expectRefused(await use([1n]), refused);
      await expectAccepted(world, await use([0n]));
      expect(await recorder.calls()).to.equal(1n);
    });
  });

  describe("integration", () => {
    it("keeps a total for each rule", async () => {
      const { world, recorder, permissionId, use, ofAction, refused } = await totalling(10n, 20n);
      expectRefused(await use([11n, 0n]), refused);
      expectRefused(await use([0n, 21n]), refused);
      await expectAccepted(world, await use([10n, 5n]));
      expectRefused(await use([1n, 0n]), refused);
      await expectAccepted(world, await use([0n, 15n]));
      expectRefused(await use([0n, 1n]), refused);
      const { comparisons } = await uniAction.readState(ofAction(permissionId));
      expect(comparisons.map(({ total }) => total)).to.deep.equal([10n, 20n]);
      expect(await recorder.calls()).to.equal(2n);
    });

    it("keeps a total for each action", async () => {
      const { world, recorder, grant, acting, violates } = await room();
      const other = "0x12345678";
      const limit = uniAction.encode({ maxValue: 0n, comparisons: [anything(10n)] });
      const { permissionId, use } = await grant({ actions: [acting([limit]), acting([limit], other)] });
      const another = (value: bigint) => recorder.raw(concat([other, words(value)]));
      const refused = violates(uniAction, "argumentRules", permissionId);
      await expectAccepted(world, await use(recorder.call(10n), another(10n)));
      expectRefused(await use(recorder.call(1n)), refused);
      expectRefused(await use(another(1n)), refused);
      expect(await recorder.calls()).to.equal(2n);
    });

    it("goes on from what its init data says is used", async () => {
      const { world, recorder, grant, acting, ofAction, violates } = await room();
      const [unlimited, greaterThanOrEqual, isLimited] = [most, 3n, 1n];
      const initData = words(
        unlimited,
        1n,
        ...[greaterThanOrEqual, 0n, isLimited, 0n, 10n, 7n],
        ...Array<bigint>(6 * 15).fill(0n),
      );
      const { permissionId, use } = await grant({
        actions: [acting([{ policy: uniAction.address, initData }])],
      });
      expectRefused(await use(recorder.call(4n)), violates(uniAction, "argumentRules", permissionId));
      await expectAccepted(world, await use(recorder.call(3n)));
      const { comparisons } = await uniAction.readState(ofAction(permissionId));
      expect(comparisons.map(({ maxTotal, total }) => [maxTotal, total])).to.deep.equal([[10n, 10n]]);
    });

    const kept: Counting = {
      policy: uniAction,
      role: "action",
      rule: "argumentRules",
      call: async ({ recorder }) => ({ target: recorder.address, selector: record, call: recorder.call(1n) }),
      limit: (maxTotal) => uniAction.encode({ maxValue: 0n, comparisons: [anything(maxTotal)] }),
      state: (maxTotal, total) => ({ maxValue: 0n, comparisons: [{ ...anything(maxTotal), total }] }),
    };
    shouldKeepCount(matrix, kept);
  });
});

/** A rule about the first argument that any word keeps, but for its total. */
function anything(maxTotal: bigint) {
  return { offset: 0n, condition: "greaterThanOrEqual", ref: words(0n), maxTotal } as const;
}
