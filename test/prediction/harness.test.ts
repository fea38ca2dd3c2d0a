import { expect } from "chai";
import { InvalidInputError, sudo } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { freshKey } from "../helpers/scene.ts";
import { deployToken } from "../helpers/tokens.ts";

onEveryAccount("harness.predict", ({ scene }) => {
  it("says beforehand what use says afterwards, in the same words, and sends nothing", async () => {
    const { world, harness, account, counter, key, enable } = await scene();
    const session = await enable({ maxUses: 1 });
    const counting = { account, session, key, calls: [counter.call(increment)] };
    const block = await world.client.getBlockNumber();
    for (const asked of [
      { ...counting, calls: [counter.call(decrement)] },
      { ...counting, key: freshKey() },
      { ...counting, calls: [counter.call(increment), counter.call(increment)] },
    ]) {
      const [prediction, outcome] = [await harness.predict(asked), await harness.use(asked)];
      if (prediction.status !== "rejected" || outcome.status !== "rejected") expect.fail("both refuse");
      const { layers: _, reason, ...refusal } = outcome.refusal;
      const { reason: predicted, ...rest } = prediction.refusal;
      expect(rest).to.deep.equal(refusal);
      // The state was read for the prediction, which tells its figures, too.
      const figures = "uses: 1 of 1 are used, with the operation's calls before it";
      expect([reason, reason.replace(/\.$/, `: ${figures}.`)]).to.include(predicted);
    }
    const prediction = await harness.predict(counting);
    expect(await world.client.getBlockNumber()).to.equal(block);

    expect(prediction.status).to.equal("accepted");
    await expectAccepted(world, await harness.use(counting));
    const { state } = prediction as Extract<typeof prediction, { status: "accepted" }>;
    expect(await harness.readSession(account, session)).to.deep.equal(state);
  });

  it("knows what was spent of a token by the calls, where the session is given by its id", async () => {
    const { world, harness, account, key } = await scene();
    const token = await deployToken(world);
    const { permissionId, ...session } = harness.compile({
      sessionKey: key.address,
      target: token.address,
      function: "transfer(address,uint256)",
      spendingLimit: 5,
    });
    await expectAccepted(world, await harness.enable(account, [{ permissionId, ...session }]));
    const predict = (amount: bigint) =>
      harness.predict({
        account,
        session: { permissionId },
        key,
        calls: [token.call("transfer", [key.address, amount])],
      });
    expect((await predict(5n)).status).to.equal("accepted");
    const over = await predict(6n);
    expect(over.status === "rejected" && over.refusal.rule).to.equal("spendingLimit");
  });

  it("knows the actions of the session by their names, also those that are not called", async () => {
    const { world, harness, account, counter, key, make, enableMade, action } = await scene();
    const session = make({ actions: [action(increment, sudo.encode()), action(decrement, sudo.encode())] });
    await enableMade(session);
    const asked = { account, session, key, calls: [counter.call(increment)] };
    const prediction = await harness.predict(asked);
    await expectAccepted(world, await harness.use(asked));
    if (prediction.status !== "accepted") expect.fail(prediction.status);
    expect(await harness.readSession(account, session)).to.deep.equal(prediction.state);
  });

  it("judges an operation that enables its session first", async () => {
    const { world, harness, account, counter, key, enable: enabled, compile } = await scene();
    const salt = `0x${"07".repeat(32)}` as const;
    // What is enabled already is named by the signature alone, which is about the same session.
    await enabled({ salt, function: "decrement()" });
    const session = compile({ salt, maxUses: 1 });
    const enable = await harness.signEnable(account, session);
    const { permissionId } = session;
    const asked = {
      account,
      session: { permissionId },
      key,
      calls: [counter.call(increment)],
      enable,
    };
    const prediction = await harness.predict(asked);
    if (prediction.status !== "accepted") expect.fail(prediction.status);
    await expectAccepted(world, await harness.use(asked));
    expect(await harness.readSession(account, session)).to.deep.equal(prediction.state);
    const again = await harness.predict(asked);
    expect(again.status === "rejected" && again.refusal.rule).to.equal("enableSignature");
  });

  it("refuses what use refuses, before the chain is asked", async () => {
    const { harness, account, counter, key, compile } = await scene();
    const asked = { account, session: compile(), key, calls: [counter.call(increment)] };
    for (const wrong of [
      { account: {} },
      { session: {} },
      { key: {} },
      { calls: [] },
      { by: key },
      { paymaster: { address: "junk" } },
      { paymaster: null },
      { gas: { callGasLimit: "x" } },
    ]) {
      await expectToReject(harness.predict({ ...asked, ...wrong } as never), InvalidInputError);
      await expectToReject(harness.use({ ...asked, ...wrong } as never), InvalidInputError);
    }
  });
});
