import { expect } from "chai";
import { concat, numberToHex, pad } from "viem";
import type { ArgumentRule } from "../../src/index.ts";
import { toActionConfigId, toActionId, uniAction } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { freshKey } from "../helpers/scene.ts";
import { deployToken } from "../helpers/tokens.ts";

const transfer = "0xa9059cbb";

/** A session calls with the arguments that it was granted. */
onEveryAccount("UniActionPolicy", ({ scene, reverted }) => {
  const [friend, stranger] = [freshKey().address, freshKey().address];
  /** A session that may transfer the account's tokens, by rules. */
  const transferring = async (...argumentRules: ArgumentRule[]) => {
    const built = await scene();
    const { world, harness, account, key, enable } = built;
    const token = await deployToken(world);
    await expectAccepted(
      world,
      await harness.execute(account, [token.call("mint", [account.address, 1000n])]),
    );
    const session = await enable({
      target: token.address,
      function: "transfer(address to,uint256 amount)",
      argumentRules,
    });
    const use = (...calls: { to: `0x${string}`; data: `0x${string}` }[]) =>
      harness.use({ account, session, key, calls });
    const raw = (...words: `0x${string}`[]) => ({ to: token.address, data: concat([transfer, ...words]) });
    const pay = (to: `0x${string}`, amount: bigint) => raw(pad(to), numberToHex(amount, { size: 32 }));
    const refused = {
      layer: "policy" as const,
      code: "PolicyViolation",
      rule: "argumentRules" as const,
      args: { permissionId: session.permissionId, policy: uniAction.address },
      policy: "UniActionPolicy",
      layers: [...reverted, "policy PolicyViolation"],
    };
    return { ...built, token, session, use, pay, raw, refused };
  };

  const bounds: [Pick<ArgumentRule, "condition" | "value">, bigint[], bigint[]][] = [
    [{ condition: "equal", value: 50n }, [50n], [49n, 51n, 0n]],
    [{ condition: "notEqual", value: 50n }, [49n, 51n], [50n]],
    [{ condition: "lessThan", value: 50n }, [0n, 49n], [50n, 51n]],
    [{ condition: "lessThanOrEqual", value: 50n }, [49n, 50n], [51n, 2n ** 256n - 1n]],
    [{ condition: "greaterThan", value: 50n }, [51n, 52n], [50n, 0n]],
    [{ condition: "greaterThanOrEqual", value: 50n }, [50n, 51n], [49n]],
    [{ condition: "inRange", value: [50n, 60n] }, [50n, 60n], [49n, 61n]],
  ];
  for (const [rule, within, beyond] of bounds) {
    it(`holds an amount to ${rule.condition} ${rule.value}, at its bounds`, async () => {
      const { world, token, use, pay, refused } = await transferring({ argument: "amount", ...rule });
      for (const amount of beyond) expectRefused(await use(pay(friend, amount)), refused);
      for (const amount of within) await expectAccepted(world, await use(pay(friend, amount)));
      expect(await token.balanceOf(friend)).to.equal(within.reduce((total, one) => total + one, 0n));
    });
  }

  it("holds a call to every rule, and each call of a batch", async () => {
    const { world, token, use, pay, refused } = await transferring(
      { argument: "to", condition: "equal", value: friend },
      { argument: 1, condition: "lessThanOrEqual", value: 10n },
    );
    expectRefused(await use(pay(stranger, 5n)), refused);
    expectRefused(await use(pay(friend, 11n)), refused);
    for (const batch of [
      [pay(stranger, 1n), pay(friend, 1n)],
      [pay(friend, 1n), pay(stranger, 1n)],
      [pay(friend, 1n), pay(friend, 11n), pay(friend, 1n)],
    ]) {
      expectRefused(await use(...batch), refused);
    }
    await expectAccepted(world, await use(pay(friend, 10n), pay(friend, 10n)));
    expect(await token.balanceOf(friend)).to.equal(20n);
    expect(await token.balanceOf(stranger)).to.equal(0n);
  });

  it("adds up an argument over calls and operations, to the last unit of maxTotal", async () => {
    const { world, account, token, session, use, pay, refused } = await transferring({
      argument: "amount",
      condition: "lessThanOrEqual",
      value: 40n,
      maxTotal: 100n,
    });
    await expectAccepted(world, await use(pay(friend, 40n), pay(friend, 30n)));
    expectRefused(await use(pay(friend, 31n)), refused);
    expectRefused(await use(pay(friend, 15n), pay(friend, 16n)), refused);
    await expectAccepted(world, await use(pay(friend, 30n)));
    expectRefused(await use(pay(friend, 1n)), refused);
    expect(await token.balanceOf(friend)).to.equal(100n);

    const { comparisons } = await uniAction.readState({
      client: world.client,
      multiplexer: world.contracts.SmartSession.address,
      account: account.address,
      configId: toActionConfigId(account.address, session.permissionId, toActionId(token.address, transfer)),
    });
    expect(comparisons.map(({ maxTotal, total }) => [maxTotal, total])).to.deep.equal([[100n, 100n]]);
  });

  it("is not evaded by bits above an address", async () => {
    const { use, raw, refused } = await transferring({
      argument: "to",
      condition: "notEqual",
      value: stranger,
    });
    const amount = numberToHex(1n, { size: 32 });
    expectRefused(await use(raw(pad(stranger), amount)), refused);
    const dirty = numberToHex(BigInt(stranger) + (1n << 160n), { size: 32 });
    expectRefused(await use(raw(dirty, amount)), refused);
  });

  it("rejects a call whose data ends before the argument", async () => {
    const { use, raw } = await transferring({
      argument: "amount",
      condition: "lessThanOrEqual",
      value: 5n,
    });
    for (const words of [[], [pad(friend)], [pad(friend), "0x05"]] as `0x${string}`[][]) {
      expectRefused(await use(raw(...words)), {
        layer: "policy",
        code: "no data",
        rule: "argumentRules",
        args: {},
        policy: "UniActionPolicy",
        layers: [...reverted, "SmartSession PolicyCheckReverted", "policy no data"],
      });
    }
  });
});
