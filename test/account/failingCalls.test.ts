import { expect } from "chai";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { expectReverted } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";

/** Whoever made an operation's calls fail is named by its address, whether the account passes errors on or not. */
onEveryAccount("an account", ({ scene, hiding }) => {
  const words: [string, string, object][] = [
    ["text", "Error", { message: "no way" }],
    ["custom", "Custom", { number: 42n }],
    ["likeSmartSession", "InvalidData", {}],
    ["likeAccount", "ExecutionFailed", {}],
  ];
  for (const [name, code, args] of words) {
    it(`are the target's, which says ${code}`, async () => {
      const { world, harness, account, counter } = await scene();
      const hostile = await deployMock(world, "Hostile");
      for (const calls of [[hostile.call(name)], [counter.call(increment), hostile.call(name)]]) {
        const { refusal } = await expectReverted(world, await harness.execute(account, calls), {
          layer: "target",
          code,
          args: args as Record<string, unknown>,
        });
        expect(refusal.layers.at(-1)?.address).to.equal(hostile.address);
      }
      expect(await counter.count(account.address)).to.equal(0n);
    });
  }

  it("are the account's, where it refuses a call to itself", async () => {
    const { harness, account } = await scene();
    const outcome = await harness.execute(account, [{ to: account.address, data: "0x12345678" }]);
    if (outcome.status === "accepted") expect.fail("no account has that function");
    const { layer, code, layers } = outcome.refusal;
    expect(layer).to.equal("account");
    expect(code, "it is named").not.to.match(/^0x|no data/);
    expect(layers.slice(0, -1).map((one) => `${one.layer} ${one.code}`)).to.deep.equal(hiding);
  });

  it("are the account's, where it cannot pay their value", async () => {
    const { world, harness, account } = await scene();
    const hostile = await deployMock(world, "Hostile");
    const outcome = await harness.execute(account, [
      hostile.call("succeed"),
      hostile.call("succeed", [], 10n ** 20n),
    ]);
    if (outcome.status === "accepted") expect.fail("the account holds 10 ETH");
    const { layer, code, rule } = outcome.refusal;
    expect({ layer, code, rule }).to.deep.equal({
      layer: "account",
      code: "insufficient balance",
      rule: "funds",
    });
  });

  it("are the target's, where it runs out of gas", async () => {
    const { world, harness, account } = await scene();
    const hostile = await deployMock(world, "Hostile");
    const outcome = await harness.execute(account, [hostile.call("burn")]);
    if (outcome.status === "accepted") expect.fail("the target uses up its gas");
    const { layer, code, rule } = outcome.refusal;
    expect({ layer, code, rule }).to.deep.equal({ layer: "target", code: "out of gas", rule: "gas" });
  });
});
