import { expect } from "chai";
import type { Address, Hex } from "viem";
import { type PolicyData, sudo, valueLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { notGranted, violated } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";

/** What a call stands for whose data is too short to name a function (SmartSession, `VALUE_SELECTOR`). */
const noFunction: Hex = "0xffffffff";

/** A plain transfer of value is an action like any other, of a selector that stands for none. */
onEveryAccount("native transfers", ({ scene, reverted }) => {
  /** A session that may transfer to a friend, who is no contract. */
  const transferring = async (...actionPolicies: PolicyData[]) => {
    const built = await scene();
    const { world, make, enableMade, use } = built;
    const friend = freshKey().address;
    const { permissionId, session } = make({
      actions: [{ actionTarget: friend, actionTargetSelector: noFunction, actionPolicies }],
    });
    await enableMade({ session });
    return {
      ...built,
      friend,
      permissionId,
      pay: (to: Address, value: bigint, data: Hex = "0x") => use(permissionId, [{ to, value, data }]),
      received: () => world.client.getBalance({ address: friend }),
    };
  };

  it("accepts a transfer to whom it was granted, with or without value", async () => {
    const { world, friend, pay, received } = await transferring(sudo.encode());
    await expectAccepted(world, await pay(friend, 5n));
    await expectAccepted(world, await pay(friend, 0n));
    expect(await received()).to.equal(5n);
  });

  it("accepts call data of one to three bytes, which names no function, and 0xffffffff, which reads the same", async () => {
    const { world, friend, pay, received } = await transferring(sudo.encode());
    for (const data of ["0xd0", "0xd09d", "0xd09de0", noFunction] as const) {
      await expectAccepted(world, await pay(friend, 1n, data));
    }
    expect(await received()).to.equal(4n);
  });

  it("rejects a transfer to somebody else, and a function of whom it was granted", async () => {
    const { pay, friend, permissionId, received } = await transferring(sudo.encode());
    const refused = notGranted(reverted, permissionId);
    expectRefused(await pay(freshKey().address, 1n), refused);
    for (const data of [increment, "0x00000000"] as const) {
      expectRefused(await pay(friend, 1n, data), refused);
    }
    expect(await received()).to.equal(0n);
  });

  it("rejects a wei over what may be transferred in all, at every position of a batch", async () => {
    const { world, friend, permissionId, use, received } = await transferring(
      valueLimit.encode({ limit: 10n }),
    );
    const pay = (...values: bigint[]) =>
      use(
        permissionId,
        values.map((value) => ({ to: friend, value })),
      );
    const refused = violated(reverted, valueLimit, "maxTotalValue", permissionId);
    for (const values of [[11n], [11n, 0n], [0n, 11n], [5n, 6n], [5n, 5n, 1n]]) {
      expectRefused(await pay(...values), refused);
    }
    await expectAccepted(world, await pay(4n, 6n));
    expectRefused(await pay(1n), refused);
    expect(await received()).to.equal(10n);
  });
});
