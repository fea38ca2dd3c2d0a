import { expect } from "chai";
import { concat } from "viem";
import { type Call, sudo } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import type { SceneByHand } from "../helpers/byHand.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { executing, modes, packed } from "../helpers/execution.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { bySmartSession, notGranted, undoneBy } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";

type Calls = readonly [string, (scene: SceneByHand) => Call][];

/** Calls that a session for the Counter's increment does not grant, one of a kind. */
const kinds: Calls = [
  ["another function of the target", ({ counter }) => counter.call(decrement)],
  ["the granted function of another target", () => ({ to: freshKey().address, data: increment })],
  ["a plain transfer of value to somebody else", () => ({ to: freshKey().address, value: 1n })],
  [
    "an installation of a module on the account",
    ({ account, counter }) => account.encodeInstall(counter.address, "0x"),
  ],
  [
    "a removal of a session in SmartSession",
    ({ make, managing }) => managing("removeSession", [make().permissionId]),
  ],
];

/** These, and others that are close to them. */
const outside: Calls = [
  ...kinds,
  ["a plain transfer of value to the target", ({ counter }) => ({ to: counter.address, value: 1n })],
  ["the target without call data", ({ counter }) => ({ to: counter.address })],
  [
    "the target with three bytes of the selector",
    ({ counter }) => ({ to: counter.address, data: "0xd09de0" }),
  ],
  ["the granted function on the account itself", ({ account }) => ({ to: account.address, data: increment })],
  [
    "an enabling of another session in SmartSession",
    ({ world, make }) => world.release.encodeEnable([make().session]),
  ],
  ["the granted function on SmartSession", ({ smartSession }) => ({ to: smartSession, data: increment })],
];

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
    const { world, account, counter, enable, use } = await scene();
    const { permissionId } = await enable();
    const calls = [1, 2, 3].map(() => counter.call(increment));
    await expectAccepted(world, await use(permissionId, calls));
    expect(await counter.count(account.address)).to.equal(3n);
  });

  it("accepts whatever follows the granted selector, where no rule is about it", async () => {
    const { world, account, counter, enable, use } = await scene();
    const { permissionId } = await enable();
    const longer = { to: counter.address, data: concat([increment, `0x${"ff".repeat(100)}`]) };
    await expectAccepted(world, await use(permissionId, [longer]));
    expect(await counter.count(account.address)).to.equal(1n);
  });

  it("accepts calls of several actions in one operation, each by its own", async () => {
    const { world, account, counter, make, action, enableMade, use } = await scene();
    const both = make({ actions: [action(increment, sudo.encode()), action(decrement, sudo.encode())] });
    await enableMade(both);
    const calls = [increment, increment, decrement].map((selector) => counter.call(selector));
    await expectAccepted(world, await use(both.permissionId, calls));
    expect(await counter.count(account.address)).to.equal(1n);
  });

  for (const [what, call] of outside) {
    it(`rejects ${what}`, async () => {
      const built = await scene();
      const { account, counter, enable, use } = built;
      const { permissionId } = await enable();
      expectRefused(await use(permissionId, [call(built)]), notGranted(reverted, permissionId));
      expect(await counter.count(account.address)).to.equal(0n);
    });
  }

  for (const position of [0, 1, 2]) {
    it(`rejects a batch whose call ${position + 1} of 3 is outside the session, by function, target, value or account`, async () => {
      const built = await scene();
      const { account, counter, enable, use } = built;
      const { permissionId } = await enable();
      for (const [, bad] of kinds) {
        const calls = [0, 1, 2].map((index) => (index === position ? bad(built) : counter.call(increment)));
        expectRefused(await use(permissionId, calls), notGranted(reverted, permissionId));
      }
      expect(await counter.count(account.address)).to.equal(0n);
    });

    it(`rejects a batch whose call ${position + 1} of 3 has the account execute a granted call`, async () => {
      const { account, counter, enable, use } = await scene();
      const { permissionId } = await enable();
      const granted = counter.call(increment);
      const wrapped = { to: account.address, data: executing(modes.single, packed(granted)) };
      const calls = [0, 1, 2].map((index) => (index === position ? wrapped : granted));
      expectRefused(await use(permissionId, calls), bySmartSession(reverted, "InvalidSelfCall"));
      expect(await counter.count(account.address)).to.equal(0n);
    });
  }

  it("rejects a call that the account is to execute on itself, granted or not", async () => {
    const { account, counter, enable, use } = await scene();
    const { permissionId } = await enable();
    for (const call of [counter.call(increment), account.encodeInstall(counter.address, "0x")]) {
      const wrapped = { to: account.address, data: executing(modes.single, packed(call)) };
      expectRefused(await use(permissionId, [wrapped]), bySmartSession(reverted, "InvalidSelfCall"));
    }
    expect(await counter.count(account.address)).to.equal(0n);
  });

  it("rejects every call where the session has no action, which is enabled all the same", async () => {
    const { account, make, enableMade, use, read } = await scene();
    const none = make({ actions: [] });
    await enableMade(none);
    expect(await read("isPermissionEnabled", [none.permissionId, account.address])).to.equal(true);
    expectRefused(await use(none.permissionId), notGranted(reverted, none.permissionId));
  });

  it("rejects a call of an action without a policy, which is enabled all the same", async () => {
    const { world, account, counter, make, action, enableMade, use, read } = await scene();
    const bare = make({ actions: [action(increment), action(decrement, sudo.encode())] });
    await enableMade(bare);
    const { permissionId } = bare;
    expect(await read("getEnabledActions", [account.address, permissionId])).to.have.lengthOf(2);
    expectRefused(await use(permissionId), notGranted(reverted, permissionId));
    // The action beside it is judged by its own.
    await expectReverted(world, await use(permissionId, [counter.call(decrement)]), {
      layer: "target",
      code: "CountIsZero",
      args: { account: account.address },
    });
  });

  it("tells a target's own refusal from the session's", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable({ function: "decrement()" });
    const outcome = await harness.use({ account, session, key, calls: [counter.call(decrement)] });
    await expectReverted(
      world,
      outcome,
      undoneBy(hiding, "target", "CountIsZero", { account: account.address }),
    );
  });

  it("undoes every call of a batch where the target refuses one", async () => {
    const { world, account, counter, make, action, enableMade, use } = await scene();
    const both = make({ actions: [action(increment, sudo.encode()), action(decrement, sudo.encode())] });
    await enableMade(both);
    const calls = [increment, decrement, decrement, increment].map((selector) => counter.call(selector));
    await expectReverted(
      world,
      await use(both.permissionId, calls),
      undoneBy(hiding, "target", "CountIsZero", { account: account.address }),
    );
    expect(await counter.count(account.address)).to.equal(0n);
  });
});
