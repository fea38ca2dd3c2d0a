import { expect } from "chai";
import { type Call, erc20SpendingLimit, toActionConfigId, toActionId } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { freshKey } from "../helpers/scene.ts";
import { deployToken } from "../helpers/tokens.ts";

/** A session spends as much of a token as it was granted, transferred and approved together. */
onEveryAccount("ERC20SpendingLimitPolicy", ({ scene, reverted }) => {
  const other = freshKey().address;
  /** A token of which the account holds 1000, and a session that may spend 100 of them by a function. */
  const spending = async (called: string) => {
    const built = await scene();
    const { world, harness, account, key, enable } = built;
    const token = await deployToken(world);
    const owned = [
      token.call("mint", [account.address, 1000n]),
      token.call("approve", [account.address, 1000n]), // so that the account may transfer from itself
    ];
    await expectAccepted(world, await harness.execute(account, owned));
    const session = await enable({
      target: token.address,
      function: called,
      abi: token.abi,
      spendingLimit: 100n,
    });
    const use = (...calls: Call[]) => harness.use({ account, session, key, calls });
    const state = () =>
      erc20SpendingLimit.readState({
        client: world.client,
        multiplexer: world.contracts.SmartSession.address,
        account: account.address,
        target: token.address,
        configId: toActionConfigId(
          account.address,
          session.permissionId,
          toActionId(token.address, session.permission.function.selector),
        ),
      });
    const refused = {
      layer: "policy" as const,
      code: "PolicyViolation",
      rule: "spendingLimit" as const,
      args: { permissionId: session.permissionId, policy: erc20SpendingLimit.address },
      policy: "ERC20SpendingLimitPolicy",
      layers: [...reverted, "policy PolicyViolation"],
    };
    return { ...built, token, session, use, state, refused };
  };

  it("accepts transfers to the last unit of spendingLimit, and rejects the next", async () => {
    const { world, token, use, refused, state } = await spending("transfer");
    const transfer = (amount: bigint) => token.call("transfer", [other, amount]);
    expectRefused(await use(transfer(101n)), refused);
    await expectAccepted(world, await use(transfer(60n)));
    expectRefused(await use(transfer(41n)), refused);
    await expectAccepted(world, await use(transfer(40n)));
    expectRefused(await use(transfer(1n)), refused);
    expect(await token.balanceOf(other)).to.equal(100n);
    expect(await state()).to.deep.equal({ token: token.address, limit: 100n, spent: 100n, approved: 0n });
  });

  it("adds up the transfers of a batch", async () => {
    const { world, token, use, refused } = await spending("transfer");
    const transfer = (amount: bigint) => token.call("transfer", [other, amount]);
    expectRefused(await use(transfer(60n), transfer(41n)), refused);
    await expectAccepted(world, await use(transfer(60n), transfer(40n)));
    expect(await token.balanceOf(other)).to.equal(100n);
  });

  it("limits what is approved, as if it were spent", async () => {
    const { world, account, token, use, refused, state } = await spending("approve");
    expectRefused(await use(token.call("approve", [other, 101n])), refused);
    await expectAccepted(world, await use(token.call("approve", [other, 100n])));
    expect(await token.allowance(account.address, other)).to.equal(100n);
    expect((await state())?.approved).to.equal(100n);
  });

  it("rejects an approval without end after a first one, for the limit", async () => {
    const { world, token, use } = await spending("approve");
    await expectAccepted(world, await use(token.call("approve", [other, 1n])));
    expectRefused(await use(token.call("approve", [other, 2n ** 256n - 1n])), {
      layer: "policy",
      code: "Panic",
      rule: "spendingLimit",
      args: { reason: 17n },
      policy: "ERC20SpendingLimitPolicy",
    });
  });

  it("counts nothing that is transferred to the account itself", async () => {
    const { world, account, token, use, state } = await spending("transferFrom");
    await expectAccepted(
      world,
      await use(token.call("transferFrom", [account.address, account.address, 1000n])),
    );
    expect((await state())?.spent).to.equal(0n);
  });

  it("limits what is added to an allowance", async () => {
    const { world, account, token, use, refused } = await spending("increaseAllowance");
    const add = (amount: bigint) => token.call("increaseAllowance", [other, amount]);
    await expectAccepted(world, await use(add(60n)));
    expectRefused(await use(add(41n)), refused);
    await expectAccepted(world, await use(add(40n)));
    expect(await token.allowance(account.address, other)).to.equal(100n);
  });

  it("limits what is transferred from the account by transferFrom", async () => {
    const { world, account, token, use, refused } = await spending("transferFrom");
    const take = (amount: bigint) => token.call("transferFrom", [account.address, other, amount]);
    await expectAccepted(world, await use(take(60n)));
    expectRefused(await use(take(41n)), refused);
    expect(await token.balanceOf(other)).to.equal(60n);
  });

  it("lets no native value pass", async () => {
    const { token, use, refused } = await spending("transfer");
    expectRefused(await use(token.call("transfer", [other, 1n], 1n)), refused);
  });

  it("counts a transfer that the token then refuses", async () => {
    const { world, harness, account, token, use, refused } = await spending("transfer");
    await expectAccepted(world, await harness.execute(account, [token.call("transfer", [other, 1000n])]));
    await expectReverted(world, await use(token.call("transfer", [other, 60n])), {
      layer: "target",
      code: "ERC20InsufficientBalance",
      args: { sender: account.address, balance: 0n, needed: 60n },
    });
    expectRefused(await use(token.call("transfer", [other, 41n])), refused);
  });

  it("rejects the granted function of another token", async () => {
    const { session, use } = await spending("transfer");
    expectRefused(await use({ to: freshKey().address, data: "0xa9059cbb" }), {
      layer: "SmartSession",
      code: "NoPoliciesSet",
      rule: "action",
      args: { permissionId: session.permissionId },
    });
  });
});
