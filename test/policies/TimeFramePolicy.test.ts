import { expect } from "chai";
import { setChainTime } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";

/** A session is used from validAfter to validUntil, both seconds included. */
onEveryAccount("TimeFramePolicy", ({ scene }) => {
  const bounds: [string, bigint, "accepted" | "validAfter" | "validUntil"][] = [
    ["one second before validAfter", 99n, "validAfter"],
    ["at validAfter", 100n, "accepted"],
    ["at validUntil", 200n, "accepted"],
    ["one second after validUntil", 201n, "validUntil"],
  ];
  for (const [when, offset, expected] of bounds) {
    it(`${expected === "accepted" ? "accepts" : "rejects"} a use ${when}`, async () => {
      const { world, harness, account, counter, key, enable, now } = await scene();
      const range = { validAfter: now + 100n, validUntil: now + 200n };
      const session = await enable(range);
      await setChainTime(world, now + offset);

      const outcome = await harness.use({ account, session, key, calls: [counter.call(increment)] });

      if (expected === "accepted") {
        const { blockNumber } = await expectAccepted(world, outcome);
        expect((await world.client.getBlock({ blockNumber })).timestamp).to.equal(now + offset);
      } else {
        expectRefused(outcome, {
          layer: "EntryPoint",
          code: "AA22",
          rule: expected,
          args: { reason: "AA22 expired or not due", ...range, timestamp: now + offset },
          layers: ["bundler -32503", "EntryPoint AA22", "policy time range"],
          policy: "TimeFramePolicy",
        });
      }
      expect(await counter.count(account.address)).to.equal(expected === "accepted" ? 1n : 0n);
    });
  }

  it("never expires without validUntil", async () => {
    const { world, harness, account, counter, key, enable, now } = await scene();
    const session = await enable({ validAfter: now + 1n });
    await setChainTime(world, now + 10n ** 9n);
    const outcome = await harness.use({ account, session, key, calls: [counter.call(increment)] });
    await expectAccepted(world, outcome);
    expect(await counter.count(account.address)).to.equal(1n);
  });
});
