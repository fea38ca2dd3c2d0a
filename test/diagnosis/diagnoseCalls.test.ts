import { expect } from "chai";
import type { Hex } from "viem";
import {
  type Call,
  erc20SpendingLimit,
  type PolicyData,
  setChainTime,
  sudo,
  timeFrame,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { cheat } from "../../src/world/cheat.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { freshKey } from "../helpers/scene.ts";
import { deployToken, spending } from "../helpers/tokens.ts";
import { words } from "../helpers/words.ts";
import { counting, scene } from "./countingStage.ts";
import { expectIlls, expectRule } from "./examined.ts";

/** Faults of what a session's policies are asked: the calls, and who pays. */
describe("diagnose finds of a session's policies", () => {
  describe("its policies:", () => {
    /** A session by hand with one action, judged by these. */
    const judged = async (...policies: readonly PolicyData[]) => {
      const built = await scene();
      const { account, key, make, action, enableMade } = built;
      const session = make({ actions: [action(increment, ...policies)] });
      await enableMade(session);
      return { ...built, session, patient: { account, key, session } };
    };

    it("that they are used up, where no calls are given", async () => {
      const { world, harness, account, session, key, calls, patient } = await counting({ maxUses: 1 });
      await expectAccepted(world, await harness.use({ account, session, key, calls }));
      const [ill] = await expectIlls(world, { account, session, key }, { policies: "failure maxUses" });
      expect(ill?.finding).to.match(/1 of 1 calls used/);
      await expectIlls(world, patient, { calls: "failure maxUses" });
    });

    it("that one of them is used up, while another action is not", async () => {
      const { world, harness, account, key, make, action, enableMade, counter } = await scene();
      const once = usageLimit.encode({ limit: 1n });
      const session = make({ actions: [action(increment, once), action(decrement, once)] });
      await enableMade(session);
      await expectAccepted(
        world,
        await harness.use({ account, session, key, calls: [counter.call(increment)] }),
      );
      await expectIlls(world, { account, session, key }, { policies: "warning" });
      await expectIlls(world, { account, session, key, calls: [counter.call(decrement)] }, {});
    });

    it("that one is configured for nothing", async () => {
      const { world, harness, account, session, key, counter, patient } = await judged(
        timeFrame.encode({ validAfter: 0n, validUntil: 0n }),
      );
      const calls = [counter.call(increment)];
      for (const given of [{}, { calls }]) {
        await expectIlls(world, { ...patient, ...given }, { policies: "failure policyConfigured" });
      }
      expectRule(await harness.use({ account, session, key, calls }), "policyConfigured");
    });

    it("that there is no action, or none that is judged", async () => {
      const { world, account, key, make, action, enableMade } = await scene();
      const [empty, bare] = [make({ actions: [] }), make({ actions: [action(increment)] })];
      await enableMade(empty, bare);
      for (const session of [empty, bare]) {
        await expectIlls(world, { account, key, session }, { policies: "failure action" });
      }
    });

    it("that one is not known here, or has no code", async () => {
      const { world, account, key, counter, make, action, enableMade } = await scene();
      const { address: policy } = await deployMock(world, "AnsweringPolicy");
      const session = make({ actions: [action(increment, { policy, initData: "0x" })] });
      await enableMade(session);
      await expectIlls(world, { account, key, session }, { policies: "warning" });
      const calls = [counter.call(increment)];
      await expectIlls(world, { account, key, session, calls }, { policies: "warning", calls: "warning" });
      await cheat(world.provider, "setCode", [policy, "0x"]);
      await expectIlls(world, { account, key, session }, { policies: "failure policyConfigured" });
    });
  });

  describe("its calls:", () => {
    const value = (limit: bigint) => valueLimit.encode({ limit });
    const rule = { offset: 0n, condition: "lessThanOrEqual" as const, ref: words(7n) };

    it("that the function was not granted, or the target", async () => {
      const { counter, calls, expectRefusal } = await counting();
      const other = { ...calls[0], to: freshKey().address } as Call;
      await expectRefusal({ calls: "failure action" }, "action", [counter.call(decrement)]);
      await expectRefusal({ calls: "failure action", targets: "warning" }, "action", [other]);
    });

    it("which call of a batch is the bad one, of an expired session as well", async () => {
      const { counter, expectRefusal } = await counting({ maxUses: 9 });
      const [good, bad] = [counter.call(increment), counter.call(decrement)];
      const [ill] = await expectRefusal({ calls: "failure action" }, "action", [good, good, bad, good]);
      expect(ill?.finding).to.match(/^Call 3 of 4 \(0x2baeceb7 to/);
      const { world, patient, now } = await counting({ validUntil: (await scene()).now + 500n });
      await setChainTime(world, now + 501n);
      const ills = { timeWindow: "failure validUntil", calls: "failure action" };
      const found = await expectIlls(world, { ...patient, calls: [good, good, bad] }, ills);
      expect(found.at(-1)?.finding).to.match(/^Call 3 of 3/);
    });

    it("that they are more than are left", async () => {
      const { counter, expectRefusal } = await counting({ maxUses: 2 });
      const call = counter.call(increment);
      const [ill] = await expectRefusal({ calls: "failure maxUses" }, "maxUses", [call, call, call]);
      expect(ill?.finding).to.match(
        /^Call 3 of 3 .*: uses: 2 of 2 are used, with the operation's calls before it\.$/,
      );
    });

    it("that no operation is left", async () => {
      const { world, harness, account, session, key, calls, expectRefusal } = await counting({
        maxOperations: 1,
      });
      await expectAccepted(world, await harness.use({ account, session, key, calls }));
      const [ill] = await expectRefusal({ calls: "failure maxOperations" }, "maxOperations");
      expect(ill?.finding).to.match(/operations: 1 of 1 are used/);
    });

    for (const [what, policies, made, broken] of [
      ["value is more than is left in all", [value(5n)], { value: 6n }, "maxTotalValue"],
      [
        "value is more than a call may carry",
        [uniAction.encode({ maxValue: 5n, comparisons: [rule] })],
        { value: 6n, more: words(7n) },
        "maxValue",
      ],
      [
        "argument breaks a rule",
        [uniAction.encode({ maxValue: 5n, comparisons: [rule] })],
        { more: words(8n) },
        "argumentRules",
      ],
    ] as const satisfies readonly (readonly [
      string,
      readonly PolicyData[],
      { value?: bigint; more?: Hex },
      string,
    ])[]) {
      it(`that their ${what}`, async () => {
        const { world, harness, account, key, counter, make, action, enableMade } = await scene();
        const session = make({ actions: [action(increment, ...policies)] });
        await enableMade(session);
        const { more = "0x", value: sent = 0n }: { value?: bigint; more?: Hex } = made;
        const calls = [{ to: counter.address, data: `${increment}${more.slice(2)}` as Hex, value: sent }];
        await expectIlls(world, { account, session, key, calls }, { calls: `failure ${broken}` });
        expectRule(await harness.use({ account, session, key, calls }), broken);
      });
    }

    it("that they spend more of a token than is left", async () => {
      const { world, harness, account, key, make, enableMade } = await scene();
      const token = await deployToken(world);
      const limit = erc20SpendingLimit.encode([{ token: token.address, limit: 10n }]);
      const session = make({
        actions: [
          { actionTarget: token.address, actionTargetSelector: spending.approve, actionPolicies: [limit] },
        ],
      });
      await enableMade(session);
      const approve = (amount: bigint) => token.call("approve", [freshKey().address, amount]);
      await expectAccepted(world, await harness.use({ account, session, key, calls: [approve(4n)] }));
      await expectIlls(world, { account, session, key, calls: [approve(6n)] }, {});
      const calls = [approve(7n)];
      const [ill] = await expectIlls(
        world,
        { account, session, key, calls },
        { calls: "failure spendingLimit" },
      );
      expect(ill?.finding).to.match(/4 of 10 units are used, this call needs 7/);
      expectRule(await harness.use({ account, session, key, calls }), "spendingLimit");
    });

    it("that a token has no limit, where another has one", async () => {
      const { world, harness, account, key, make, enableMade } = await scene();
      const token = await deployToken(world);
      const limit = erc20SpendingLimit.encode([{ token: freshKey().address, limit: 10n }]);
      const transfers = { actionTarget: token.address, actionTargetSelector: spending.approve };
      const session = make({ actions: [{ ...transfers, actionPolicies: [limit] }] });
      await enableMade(session);
      const calls = [token.call("approve", [freshKey().address, 1n])];
      await expectIlls(world, { account, session, key, calls }, { calls: "failure spendingLimit" });
      expectRule(await harness.use({ account, session, key, calls }), "spendingLimit");
    });

    it("that a target has no code, and does nothing", async () => {
      const { world, harness, account, key, enable } = await scene();
      const target = freshKey().address;
      const session = await enable({ target, function: "0xd09de08a" });
      const calls = [{ to: target, data: increment }];
      await expectIlls(world, { account, session, key, calls }, { targets: "warning" });
      await expectIlls(world, { account, session, key }, { targets: "warning" });
      await expectAccepted(world, await harness.use({ account, session, key, calls }));
    });

    it("nothing of a plain transfer to somebody's account", async () => {
      const { world, account, key, make, action, enableMade } = await scene();
      const to = freshKey().address;
      const transfers = { ...action("0xffffffff", value(9n)), actionTarget: to };
      const session = make({ actions: [transfers, action(increment, sudo.encode())] });
      await enableMade(session);
      const calls = [{ to, value: 3n }];
      await expectIlls(world, { account, session: { permissionId: session.permissionId }, key, calls }, {});
    });
  });

  it(`${releaseOfRun() === "v1" ? "that" : "nothing where"} a paymaster is to pay which it does not permit`, async () => {
    const { world, patient } = await counting();
    const ills = { paymaster: "failure permitERC4337Paymaster" };
    await expectIlls(world, { ...patient, paymaster: true }, releaseOfRun() === "v1" ? ills : {});
  });

  it("that paymasters are permitted, and no policy judges the operation", async function () {
    if (releaseOfRun() !== "v1") return this.skip(); // the beta lets any pay
    const { world, account, key, make, enableMade } = await scene();
    const session = make({ userOpPolicies: [], permitERC4337Paymaster: true });
    await enableMade(session);
    await expectIlls(
      world,
      { account, session, key, paymaster: true },
      { paymaster: "failure permitERC4337Paymaster" },
    );
    await expectIlls(world, { account, session, key }, {});
  });
});
