import { expect } from "chai";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { freshKey } from "../helpers/scene.ts";

/** A session calls what was granted, and nothing else. */
onEveryAccount("scope", ({ scene, reverted, hiding }) => {
  it("accepts the granted function on the granted target", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable();
    const outcome = await harness.use({ account, session, key, calls: [counter.call(increment)] });
    const { nonce } = await expectAccepted(world, outcome);
    expect(nonce >> 64n).to.equal(account.nonceKey(world.contracts.SmartSession.address));
    expect(await counter.count(account.address)).to.equal(1n);
  });

  it("accepts several granted calls in one operation", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable();
    const calls = [1, 2, 3].map(() => counter.call(increment));
    await expectAccepted(world, await harness.use({ account, session, key, calls }));
    expect(await counter.count(account.address)).to.equal(3n);
  });

  const outside: [string, (target: `0x${string}`, account: `0x${string}`) => object][] = [
    ["another function of the target", (to) => ({ to, data: decrement })],
    ["the granted function of another target", () => ({ to: freshKey().address, data: increment })],
    ["a plain transfer of value to the target", (to) => ({ to, value: 1n })],
    ["a plain transfer of value to somebody else", () => ({ to: freshKey().address, value: 1n })],
    ["the granted function on the account itself", (_, account) => ({ to: account, data: increment })],
  ];
  for (const [what, call] of outside) {
    it(`rejects ${what}`, async () => {
      const { harness, account, counter, key, enable } = await scene();
      const session = await enable();
      const calls = [call(counter.address, account.address) as ReturnType<typeof counter.call>];
      expectRefused(await harness.use({ account, session, key, calls }), {
        layer: "SmartSession",
        code: "NoPoliciesSet",
        rule: "action",
        args: { permissionId: session.permissionId },
        layers: [...reverted, "SmartSession NoPoliciesSet"],
      });
      expect(await counter.count(account.address)).to.equal(0n);
    });
  }

  for (const position of [0, 1, 2]) {
    it(`rejects a batch whose call ${position + 1} of 3 is outside the session`, async () => {
      const { harness, account, counter, key, enable } = await scene();
      const session = await enable();
      const calls = [0, 1, 2].map((index) => counter.call(index === position ? decrement : increment));
      expectRefused(await harness.use({ account, session, key, calls }), {
        layer: "SmartSession",
        code: "NoPoliciesSet",
        rule: "action",
        args: { permissionId: session.permissionId },
      });
      expect(await counter.count(account.address)).to.equal(0n);
    });
  }

  it("tells a target's own refusal from the session's", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable({ function: "decrement()" });
    const outcome = await harness.use({ account, session, key, calls: [counter.call(decrement)] });
    await expectReverted(world, outcome, {
      layer: "target",
      code: "CountIsZero",
      args: { account: account.address },
      layers: [...hiding, "target CountIsZero"],
    });
  });
});
