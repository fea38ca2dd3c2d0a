import { expect } from "chai";
import { readHistory } from "../../src/lifecycle/readHistory.ts";
import { buildFastSceneByHand } from "../helpers/byHand.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";

describe("reading which sessions an account had", () => {
  const scene = fixture(buildFastSceneByHand("nexus"));

  it("tells what came last of each: one that its first use enabled, too, and none of another account's", async () => {
    const { world, account, harness, key, counter, compile, enable } = await scene();
    const [created, removed, ofFirstUse] = [await enable(), await enable(), compile()];
    await expectAccepted(world, await harness.revoke(account, removed));
    const owners = await harness.signEnable(account, ofFirstUse);
    const calls = [counter.call(increment)];
    await expectAccepted(
      world,
      await harness.use({ account, session: ofFirstUse, key, calls, enable: owners }),
    );

    const other = await harness.createAccount({ kind: account.kind, salt: 7n });
    await expectAccepted(world, await harness.install(other, [compile()]));

    expect([...(await readHistory({ world, account }, 0n))]).to.have.deep.members([
      [created.permissionId, "created"],
      [removed.permissionId, "removed"],
      [ofFirstUse.permissionId, "created"],
    ]);
  });
});
