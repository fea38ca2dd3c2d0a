import { expect } from "chai";
import {
  type Address,
  concat,
  encodeAbiParameters,
  type Hex,
  pad,
  parseAbiParameters,
  zeroAddress,
} from "viem";
import { erc20SpendingLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";
import { deployToken, spending } from "../helpers/tokens.ts";
import { words } from "../helpers/words.ts";

const [other, another] = [freshKey().address, freshKey().address];
const most = 2n ** 256n - 1n;
const raw = (initData: Hex) => ({ policy: erc20SpendingLimit.address, initData });
const encode = (tokens: readonly Address[], limits: readonly bigint[]) =>
  encodeAbiParameters(parseAbiParameters("address[], uint256[]"), [tokens, limits]);

/** A session spends as much of a token as it was granted, transferred and approved together. */
onEveryAccount("ERC20SpendingLimitPolicy", (matrix) => {
  const room = policyRoom(matrix);

  /** A token of which the account holds 1000, which it may transfer from itself; and another such. */
  const tokens = async () => {
    const built = await room();
    const { world, account, own } = built;
    const [token, another] = [await deployToken(world), await deployToken(world, words(1n))];
    for (const one of [token, another]) {
      await own(one.call("mint", [account.address, 1000n]), one.call("approve", [account.address, 1000n]));
    }
    return { ...built, token, another };
  };

  /** A session that may spend 100 of the token by a function. */
  const spendingBy = async (called: keyof typeof spending) => {
    const built = await tokens();
    const { token, permit, ofAction, violates } = built;
    const session = await permit({
      target: token.address,
      function: called,
      abi: token.abi,
      spendingLimit: 100n,
    });
    const { permissionId, use } = session;
    const key = ofAction(permissionId, spending[called], token.address);
    return {
      ...built,
      session,
      use,
      expectState: async (spent: bigint, approved: bigint) =>
        expect(await erc20SpendingLimit.readState(key)).to.deep.equal({
          token: token.address,
          limit: 100n,
          spent,
          approved,
        }),
      refused: violates(erc20SpendingLimit, "spendingLimit", permissionId),
    };
  };

  describe("valid", () => {
    it("accepts transfers to the last unit of spendingLimit, over operations and batches", async () => {
      const { world, token, use, expectState } = await spendingBy("transfer");
      const transfer = (amount: bigint) => token.call("transfer", [other, amount]);
      await expectAccepted(world, await use(transfer(60n)));
      await expectAccepted(world, await use(transfer(30n), transfer(10n)));
      expect(await token.balanceOf(other)).to.equal(100n);
      await expectState(100n, 0n);
    });

    it("accepts transfers from the account to the last unit", async () => {
      const { world, account, token, use, expectState } = await spendingBy("transferFrom");
      const take = (amount: bigint) => token.call("transferFrom", [account.address, other, amount]);
      await expectAccepted(world, await use(take(60n), take(40n)));
      expect(await token.balanceOf(other)).to.equal(100n);
      await expectState(100n, 0n);
    });

    it("accepts an approval of the whole limit", async () => {
      const { world, account, token, use, expectState } = await spendingBy("approve");
      await expectAccepted(world, await use(token.call("approve", [other, 100n])));
      expect(await token.allowance(account.address, other)).to.equal(100n);
      await expectState(0n, 100n);
    });

    it("accepts additions to an allowance to the last unit", async () => {
      const { world, account, token, use, expectState } = await spendingBy("increaseAllowance");
      const add = (amount: bigint) => token.call("increaseAllowance", [other, amount]);
      await expectAccepted(world, await use(add(60n), add(40n)));
      expect(await token.allowance(account.address, other)).to.equal(100n);
      await expectState(0n, 100n);
    });

    it("counts nothing that is transferred from whomever to the account itself", async () => {
      const { world, account, token, own, use, expectState } = await spendingBy("transferFrom");
      await own(token.call("mint", [other, 5n]));
      const self = account.address;
      await expectAccepted(world, await use(token.call("transferFrom", [self, self, 1000n])));
      await expectState(0n, 0n);
      expect(await token.balanceOf(self)).to.equal(1000n);
      // Without an allowance the token refuses it, whatever the policy says.
      await expectReverted(
        world,
        await use(token.call("transferFrom", [other, self, 5n])),
        undoneBy(matrix.hiding, "target", "ERC20InsufficientAllowance", {
          spender: self,
          allowance: 0n,
          needed: 5n,
        }),
      );
      await expectState(0n, 0n);
    });

    it("accepts calls that move nothing after the last unit", async () => {
      const { world, token, use, expectState } = await spendingBy("transfer");
      await expectAccepted(world, await use(token.call("transfer", [other, 100n])));
      await expectAccepted(world, await use(token.call("transfer", [other, 0n])));
      await expectState(100n, 0n);
    });

    it("ignores what follows its init data", async () => {
      const { world, token, acting, grant, violates } = await tokens();
      const data = raw(concat([encode([token.address], [5n]), words(most)]));
      const { permissionId, use } = await grant({
        actions: [acting([data], spending.transfer, token.address)],
      });
      expectRefused(
        await use(token.call("transfer", [other, 6n])),
        violates(erc20SpendingLimit, "spendingLimit", permissionId),
      );
      await expectAccepted(world, await use(token.call("transfer", [other, 5n])));
      expect(await token.balanceOf(other)).to.equal(5n);
    });
  });

  describe("invalid", () => {
    it("rejects a unit more than spendingLimit, at once and over operations", async () => {
      const { world, token, use, refused, expectState } = await spendingBy("transfer");
      const transfer = (amount: bigint) => token.call("transfer", [other, amount]);
      expectRefused(await use(transfer(101n)), refused);
      expectRefused(await use(transfer(most)), refused);
      await expectAccepted(world, await use(transfer(60n)));
      expectRefused(await use(transfer(41n)), refused);
      await expectAccepted(world, await use(transfer(40n)));
      expectRefused(await use(transfer(1n)), refused);
      expect(await token.balanceOf(other)).to.equal(100n);
      await expectState(100n, 0n);
    });

    it("rejects a batch that is over the limit only together, and counts none of it", async () => {
      const { world, token, use, refused, expectState } = await spendingBy("transfer");
      const transfer = (amount: bigint) => token.call("transfer", [other, amount]);
      expectRefused(await use(transfer(60n), transfer(41n)), refused);
      expectRefused(await use(...[30n, 30n, 30n, 11n].map(transfer)), refused);
      await expectState(0n, 0n);
      await expectAccepted(world, await use(transfer(60n), transfer(40n)));
      expect(await token.balanceOf(other)).to.equal(100n);
    });

    it("rejects a transfer from the account beyond the limit", async () => {
      const { world, account, token, use, refused } = await spendingBy("transferFrom");
      const take = (amount: bigint) => token.call("transferFrom", [account.address, other, amount]);
      await expectAccepted(world, await use(take(60n)));
      expectRefused(await use(take(41n)), refused);
      expectRefused(await use(take(20n), take(21n)), refused);
      expect(await token.balanceOf(other)).to.equal(60n);
    });

    it("rejects approvals beyond the limit, also where one takes the place of another", async () => {
      const { world, account, token, use, refused, expectState } = await spendingBy("approve");
      const approve = (amount: bigint) => token.call("approve", [other, amount]);
      expectRefused(await use(approve(101n)), refused);
      await expectAccepted(world, await use(approve(60n)));
      await expectAccepted(world, await use(approve(0n)));
      expectRefused(await use(approve(41n)), refused);
      await expectAccepted(world, await use(approve(40n)));
      expect(await token.allowance(account.address, other)).to.equal(40n);
      await expectState(0n, 100n);
    });

    it("rejects additions to an allowance beyond the limit", async () => {
      const { world, account, token, use, refused } = await spendingBy("increaseAllowance");
      const add = (amount: bigint) => token.call("increaseAllowance", [other, amount]);
      await expectAccepted(world, await use(add(60n)));
      expectRefused(await use(add(41n)), refused);
      expect(await token.allowance(account.address, other)).to.equal(60n);
    });

    it("rejects an approval without end: over the limit, and after a first one beyond any number", async () => {
      const { world, account, token, use, refused, overflows } = await spendingBy("approve");
      const approve = (amount: bigint) => token.call("approve", [other, amount]);
      expectRefused(await use(approve(most)), refused);
      await expectAccepted(world, await use(approve(1n)));
      expectRefused(await use(approve(most)), overflows(erc20SpendingLimit, "spendingLimit"));
      expect(await token.allowance(account.address, other)).to.equal(1n);
    });

    it("rejects native value, with a transfer and with one of nothing", async () => {
      const { world, token, use, refused, expectState } = await spendingBy("transfer");
      for (const amount of [1n, 0n]) {
        expectRefused(await use(token.call("transfer", [other, amount], 1n)), refused);
      }
      await expectState(0n, 0n);
      expect(await world.client.getBalance({ address: token.address })).to.equal(0n);
    });

    it("rejects what is left after a transfer that the token refused, as it was counted", async () => {
      const { world, account, token, own, use, refused, expectState } = await spendingBy("transfer");
      await own(token.call("transfer", [freshKey().address, 1000n]));
      await expectReverted(
        world,
        await use(token.call("transfer", [other, 60n])),
        undoneBy(matrix.hiding, "target", "ERC20InsufficientBalance", {
          sender: account.address,
          balance: 0n,
          needed: 60n,
        }),
      );
      await expectState(60n, 0n);
      expectRefused(await use(token.call("transfer", [other, 41n])), refused);
    });

    it("rejects the granted function of another token", async () => {
      const { another, session, use, notGranted } = await spendingBy("transfer");
      expectRefused(await use(another.call("transfer", [other, 1n])), notGranted(session.permissionId));
      expect(await another.balanceOf(other)).to.equal(0n);
    });

    it("rejects a call whose data ends before the amount", async () => {
      const { use, token, reverts } = await spendingBy("transfer");
      const short = reverts(erc20SpendingLimit, { code: "no data", rule: "spendingLimit" });
      for (const data of [[], [pad(other)], [pad(other), "0x01"]] as Hex[][]) {
        expectRefused(await use({ to: token.address, data: concat([spending.transfer, ...data]) }), short);
      }
    });

    it("rejects every other function, though an action names it", async () => {
      const { account, token, acting, grant, violates } = await tokens();
      const limit = [erc20SpendingLimit.encode([{ token: token.address, limit: 100n }])];
      const mint = token.call("mint", [other, 1n]);
      const decrease = "0xa457c2d7"; // decreaseAllowance(address,uint256)
      const { permissionId, use } = await grant({
        actions: ["0x40c10f19" as const, decrease as Hex].map((one) => acting(limit, one, token.address)),
      });
      const refused = violates(erc20SpendingLimit, "spendingLimit", permissionId);
      expectRefused(await use(mint), refused);
      expectRefused(
        await use({ to: token.address, data: concat([decrease, pad(other), words(0n)]) }),
        refused,
      );
      expect(await token.balanceOf(other)).to.equal(0n);
      expect(await token.allowance(account.address, other)).to.equal(0n);
    });

    it("rejects any amount of a token that it has no limit for", async () => {
      const { world, token, another, acting, grant, violates } = await tokens();
      const limit = erc20SpendingLimit.encode([{ token: another.address, limit: 100n }]);
      const { permissionId, use } = await grant({
        actions: [acting([limit], spending.transfer, token.address)],
      });
      expectRefused(
        await use(token.call("transfer", [other, 1n])),
        violates(erc20SpendingLimit, "spendingLimit", permissionId),
      );
      await expectAccepted(world, await use(token.call("transfer", [other, 0n])));
      expect(await token.balanceOf(other)).to.equal(0n);
    });

    const refusals: [string, Address[], bigint[], string, object][] = [
      ["a limit of 0", [other], [0n], "InvalidLimit", { limit: 0n }],
      ["a limit of 0 for the second token", [other, another], [1n, 0n], "InvalidLimit", { limit: 0n }],
      ["the zero address as a token", [zeroAddress], [1n], "InvalidTokenAddress", { token: zeroAddress }],
      ["fewer limits than tokens", [other, another], [1n], "InvalidInitDataLength", {}],
      ["more limits than tokens", [other], [1n, 2n], "InvalidInitDataLength", {}],
    ];
    for (const [what, listed, limits, code, args] of refusals) {
      it(`refuses ${what} when it is enabled`, async () => {
        const { make, acting, expectNotConfigured } = await room();
        const made = make({ actions: [acting([raw(encode(listed, limits))])] });
        await expectNotConfigured(made, erc20SpendingLimit, code, args as Record<string, unknown>);
      });
    }

    it("refuses init data that holds no lists when it is enabled", async () => {
      const { make, acting, expectNotConfigured } = await room();
      for (const initData of ["0x", words(0x40n)] as const) {
        await expectNotConfigured(
          make({ actions: [acting([raw(initData)])] }),
          erc20SpendingLimit,
          "no data",
        );
      }
    });

    it("is refused as userOp policy when it is enabled, where module-sdk's issue 145 puts it", async () => {
      const { make, inRole, expectUnsupported } = await room();
      const limit = erc20SpendingLimit.encode([{ token: other, limit: 1n }]);
      await expectUnsupported(make(inRole("userOp", limit)), erc20SpendingLimit.address);
    });

    it("refuses a limit of 0, and native value beside it, when it is compiled", async () => {
      const { compile, token } = await tokens();
      const permission = { target: token.address, function: "transfer(address,uint256)" };
      await expectInputError(
        () => compile({ ...permission, spendingLimit: 0n }),
        "spendingLimit",
        0n,
        /less than 1/,
      );
      await expectInputError(
        () => compile({ ...permission, spendingLimit: 1n, maxValue: 1n }),
        "maxValue",
        1n,
        /lets no native value pass/,
      );
    });
  });
});
