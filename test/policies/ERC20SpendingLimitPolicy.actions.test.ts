import { expect } from "chai";
import type { Address } from "viem";
import { erc20SpendingLimit } from "../../src/index.ts";
import { fallbackSelectors, fallbackTarget } from "../../src/world/fallbackAction.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { freshKey } from "../helpers/scene.ts";
import { type Counting, shouldKeepCount } from "../helpers/shouldKeepCount.ts";
import { deployToken, spending } from "../helpers/tokens.ts";
import { words } from "../helpers/words.ts";

const other = freshKey().address;

/** What a session spends is counted by token, in each action for itself. */
onEveryAccount("ERC20SpendingLimitPolicy, actions and tokens", (matrix) => {
  /** Two tokens, of which the account holds 1000 each. */
  const room = async () => {
    const built = await policyRoom(matrix)();
    const { world, account, own } = built;
    const [token, another] = [await deployToken(world), await deployToken(world, words(1n))];
    await own(token.call("mint", [account.address, 1000n]), another.call("mint", [account.address, 1000n]));
    return {
      ...built,
      token,
      another,
      limit: (...limits: [Address, bigint][]) =>
        erc20SpendingLimit.encode(limits.map(([of, limit]) => ({ token: of, limit }))),
    };
  };

  describe("valid", () => {
    it("holds each of two tokens to its own limit, where both are in one policy of two actions", async () => {
      const { world, token, another, limit, acting, grant, violates } = await room();
      const both = [limit([token.address, 100n], [another.address, 50n])];
      const { permissionId, use } = await grant({
        actions: [token, another].map(({ address }) => acting(both, spending.transfer, address)),
      });
      const refused = violates(erc20SpendingLimit, "spendingLimit", permissionId);
      const pay = (one: typeof token, amount: bigint) => one.call("transfer", [other, amount]);
      expectRefused(await use(pay(token, 100n), pay(another, 51n)), refused);
      await expectAccepted(world, await use(pay(token, 100n), pay(another, 50n)));
      expectRefused(await use(pay(token, 1n)), refused);
      expectRefused(await use(pay(another, 1n)), refused);
      expect(await token.balanceOf(other)).to.equal(100n);
      expect(await another.balanceOf(other)).to.equal(50n);
    });

    it("takes no tokens at all, and lets nothing but zeroes pass then", async () => {
      const { world, token, limit, acting, grant, violates } = await room();
      const { permissionId, use } = await grant({
        actions: [acting([limit()], spending.transfer, token.address)],
      });
      const pay = (amount: bigint) => token.call("transfer", [other, amount]);
      expectRefused(await use(pay(1n)), violates(erc20SpendingLimit, "spendingLimit", permissionId));
      await expectAccepted(world, await use(pay(0n)));
      expect(await token.balanceOf(other)).to.equal(0n);
    });

    it("has the last limit of a token that is listed twice", async () => {
      const { world, token, limit, acting, grant, violates } = await room();
      const twice = limit([token.address, 100n], [token.address, 10n]);
      const { permissionId, use } = await grant({
        actions: [acting([twice], spending.transfer, token.address)],
      });
      const pay = (amount: bigint) => token.call("transfer", [other, amount]);
      expectRefused(await use(pay(11n)), violates(erc20SpendingLimit, "spendingLimit", permissionId));
      await expectAccepted(world, await use(pay(10n)));
      expect(await token.balanceOf(other)).to.equal(10n);
    });
  });

  describe("invalid", () => {
    it("does not add up what is transferred by one action and approved by another: each has a limit of its own", async () => {
      const { world, account, token, limit, acting, grant, violates, ofAction } = await room();
      const { permissionId, use } = await grant({
        actions: [spending.transfer, spending.approve].map((selector) =>
          acting([limit([token.address, 100n])], selector, token.address),
        ),
      });
      const refused = violates(erc20SpendingLimit, "spendingLimit", permissionId);
      const transfer = (amount: bigint) => token.call("transfer", [other, amount]);
      const approve = (amount: bigint) => token.call("approve", [other, amount]);
      await expectAccepted(world, await use(transfer(100n), approve(100n)));
      expectRefused(await use(transfer(1n)), refused);
      expectRefused(await use(approve(1n)), refused);
      // So the session moves 200 by a limit of 100.
      expect(await token.balanceOf(other)).to.equal(100n);
      expect(await token.allowance(account.address, other)).to.equal(100n);
      const state = (selector: keyof typeof spending) =>
        erc20SpendingLimit.readState(ofAction(permissionId, spending[selector], token.address));
      const common = { token: token.address, limit: 100n };
      expect(await state("transfer")).to.deep.equal({ ...common, spent: 100n, approved: 0n });
      expect(await state("approve")).to.deep.equal({ ...common, spent: 0n, approved: 100n });
    });
  });

  describe("integration", () => {
    it("adds up what is transferred and approved where one action stands for all functions", async () => {
      const { world, account, token, another, limit, acting, grant, violates, ofAction } = await room();
      const both = limit([token.address, 100n], [another.address, 10n]);
      const { permissionId, use } = await grant({
        actions: [acting([both], fallbackSelectors.others, fallbackTarget)],
      });
      const refused = violates(erc20SpendingLimit, "spendingLimit", permissionId);
      const call = (called: string, amount: bigint) => token.call(called, [other, amount]);
      expectRefused(await use(call("transfer", 60n), call("approve", 41n)), refused);
      await expectAccepted(
        world,
        await use(call("transfer", 60n), call("approve", 30n), call("increaseAllowance", 10n)),
      );
      for (const called of ["transfer", "approve", "increaseAllowance"]) {
        expectRefused(await use(call(called, 1n)), refused);
      }
      await expectAccepted(world, await use(another.call("transfer", [other, 10n])));
      expectRefused(await use(another.call("transfer", [other, 1n])), refused);
      const key = ofAction(permissionId, fallbackSelectors.others, fallbackTarget);
      expect(await erc20SpendingLimit.readState({ ...key, target: token.address })).to.deep.equal({
        token: token.address,
        limit: 100n,
        spent: 60n,
        approved: 40n,
      });
      expect(await token.balanceOf(other)).to.equal(60n);
      expect(await token.allowance(account.address, other)).to.equal(40n);
    });

    it("forgets a token that is left out where the same permissionId is enabled again", async () => {
      const { world, token, another, limit, acting, grant, enableMade, violates } = await room();
      const action = (data: ReturnType<typeof limit>) =>
        [token, another].map(({ address }) => acting([data], spending.transfer, address));
      const { session, permissionId, use } = await grant({
        actions: action(limit([token.address, 100n], [another.address, 100n])),
      });
      await enableMade({ session: { ...session, actions: action(limit([token.address, 5n])) } });
      const refused = violates(erc20SpendingLimit, "spendingLimit", permissionId);
      expectRefused(await use(another.call("transfer", [other, 1n])), refused);
      expectRefused(await use(token.call("transfer", [other, 6n])), refused);
      await expectAccepted(world, await use(token.call("transfer", [other, 5n])));
      expect(await token.balanceOf(other)).to.equal(5n);
    });

    const kept: Counting = {
      policy: erc20SpendingLimit,
      role: "action",
      rule: "spendingLimit",
      async call({ world, account, own }) {
        const token = await deployToken(world);
        await own(token.call("mint", [account.address, 1000n]));
        return {
          target: token.address,
          selector: spending.transfer,
          call: token.call("transfer", [other, 1n]),
        };
      },
      limit: (limit, token) => erc20SpendingLimit.encode([{ token, limit }]),
      state: (limit, spent, token) => ({ token, limit, spent, approved: 0n }),
    };
    shouldKeepCount(matrix, kept);
  });
});
