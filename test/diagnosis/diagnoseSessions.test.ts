import { expect } from "chai";
import { encodeAbiParameters, type Hex, pad } from "viem";
import {
  type Call,
  chainTime,
  erc20SpendingLimit,
  type Patient,
  type PolicyData,
  type Session,
  setChainTime,
  sudo,
  timeFrame,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { cheat } from "../../src/world/cheat.ts";
import { buildFastSceneByHand } from "../helpers/byHand.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { deployMock } from "../helpers/mock.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { freshKey } from "../helpers/scene.ts";
import { deployToken, spending } from "../helpers/tokens.ts";
import { words } from "../helpers/words.ts";
import { expectIlls, expectRule, type Ills } from "./examined.ts";

/** Faults are planted one by one; the check that they are of finds them, the others find nothing. */
describe("diagnose finds of a session", () => {
  const scene = fixture(buildFastSceneByHand("safe7579"));

  /** A session that counts. */
  const counting = async (limits: Parameters<Awaited<ReturnType<typeof scene>>["enable"]>[0] = {}) => {
    const built = await scene();
    const { world, account, key, counter, harness, enable } = built;
    const session = await enable(limits);
    const calls: readonly Call[] = [counter.call(increment)];
    const patient: Patient = { account, session, key, calls };
    return {
      ...built,
      session,
      calls,
      patient,
      /** Holds what is found, and that a use is refused for the same rule. */
      expectRefusal: async (ills: Ills, rule: string, made = calls) => {
        const found = await expectIlls(world, { ...patient, calls: made }, ills);
        expectRule(await harness.use({ account, session, key, calls: made }), rule);
        return found;
      },
    };
  };

  it("nothing where there is nothing", async () => {
    const { world, patient } = await counting();
    await expectIlls(world, patient, {});
  });

  describe("its time:", () => {
    it("that it has expired", async () => {
      const { world, now, expectRefusal } = await counting({ validUntil: (await scene()).now + 500n });
      await setChainTime(world, now + 501n);
      await expectRefusal({ timeWindow: "failure validUntil" }, "validUntil");
    });

    it("that it is not valid yet", async () => {
      const { expectRefusal } = await counting({ validAfter: (await scene()).now + 500n });
      await expectRefusal({ timeWindow: "failure validAfter" }, "validAfter");
    });

    it("that it is valid by our clock, and not by the chain's", async () => {
      const { world, patient, now } = await counting({ validAfter: (await scene()).now + 500n });
      const clock = () => now + 600n;
      const ill = await expectIlls(
        world,
        { ...patient, clock },
        { timeWindow: "failure validAfter", clock: "warning" },
      );
      expect(ill.find(({ id }) => id === "timeWindow")?.finding).to.match(/by our clock it is valid/);
    });

    it("that it is valid by the chain's clock, and not by ours", async () => {
      const { world, patient, now } = await counting({ validUntil: (await scene()).now + 500n });
      const clock = () => now + 600n;
      await expectIlls(world, { ...patient, clock }, { timeWindow: "warning", clock: "warning" });
    });

    it("that the clocks are apart", async () => {
      const { world, patient } = await counting();
      const time = await chainTime(world);
      for (const apart of [31n, -31n]) {
        await expectIlls(world, { ...patient, clock: () => time + apart }, { clock: "warning" });
      }
      for (const apart of [29n, -29n]) await expectIlls(world, { ...patient, clock: () => time + apart }, {});
    });

    it("that it ends within a minute", async () => {
      const { world, patient, now } = await counting({ validUntil: (await scene()).now + 500n });
      await setChainTime(world, now + 440n);
      await expectIlls(world, patient, {});
      await setChainTime(world, now + 445n);
      await expectIlls(world, patient, { timeWindow: "warning" });
    });

    it("that its times are milliseconds", async () => {
      const { world, account, key, now, make, action, enableMade } = await scene();
      const within = (validAfter: bigint, validUntil: bigint) =>
        make({
          salt: pad(`0x${validAfter.toString(16)}`, { size: 32 }),
          userOpPolicies: [timeFrame.encode({ validAfter, validUntil })],
          actions: [action(increment, sudo.encode())],
        });
      const [endless, never] = [within(now, now * 1000n), within(now * 1000n, 0n)];
      await enableMade(endless, never);
      await expectIlls(world, { account, session: endless, key }, { timeWindow: "warning" });
      const ill = await expectIlls(
        world,
        { account, session: never, key },
        { timeWindow: "failure validAfter" },
      );
      expect(ill[0]?.finding).to.match(/milliseconds/);
    });
  });

  describe("its life:", () => {
    it("that it was revoked", async () => {
      const { world, harness, account, session, expectRefusal } = await counting();
      await expectAccepted(world, await harness.revoke(account, session));
      const [ill] = await expectRefusal({ sessionEnabled: "failure sessionEnabled" }, "sessionEnabled");
      expect(ill?.finding).to.match(/enable nonce is 1/);
    });

    it("that it was removed, and its enable signature is still in force", async () => {
      const { world, harness, account, session, patient, managing, expectRefusal } = await counting();
      const enableSignatures = [await harness.signEnable(account, session)];
      const removal = managing("removeSession", [session.permissionId]);
      await expectAccepted(world, await harness.execute(account, [removal]));
      await expectRefusal({ sessionEnabled: "failure sessionEnabled" }, "sessionEnabled");
      await expectIlls(
        world,
        { ...patient, enableSignatures },
        { sessionEnabled: "failure sessionEnabled", enableSignatures: "warning" },
      );
    });

    it("that it was never enabled, whatever is known of it", async () => {
      const { world, account, key, compile, counter } = await scene();
      const session = compile();
      const calls = [counter.call(increment)];
      const ills = { sessionEnabled: "failure sessionEnabled" };
      await expectIlls(world, { account, session, key, calls }, ills);
      await expectIlls(world, { account, session: { permissionId: session.permissionId }, key, calls }, ills);
    });

    it("that an enable signature which is known would enable it anew", async () => {
      const { world, harness, account, session, patient } = await counting({ maxUses: 1 });
      const enableSignatures = [await harness.signEnable(account, session)];
      await expectIlls(world, { ...patient, enableSignatures }, { enableSignatures: "warning" });
    });
  });

  describe("what is to enable it:", () => {
    /** A session that is not enabled, and what its owner signed. */
    const enabling = async () => {
      const built = await scene();
      const { harness, account, key, counter, compile } = built;
      const session = compile({ maxUses: 5 });
      const enable = await harness.signEnable(account, session);
      const calls = [counter.call(increment)];
      return { ...built, session, enable, calls, patient: { account, session, key, calls } };
    };
    const refused = { enableSignatures: "failure enableSignature" };

    it("that the signature is spent", async () => {
      const { world, harness, enable, patient } = await enabling();
      await expectAccepted(world, await harness.use({ ...patient, enable }));
      const [ill] = await expectIlls(world, { ...patient, enable }, refused);
      expect(ill?.finding).to.match(/nonce 0, which is 1 now/);
      expectRule(await harness.use({ ...patient, enable }), "enableSignature");
    });

    it("that it is another's signature", async () => {
      const { world, harness, session, patient, signEnable } = await enabling();
      const { signature } = await harness.signEnable(await harness.createAccount(), session);
      const enable = { ...(await signEnable(session.session)), signature };
      await expectIlls(world, { ...patient, enable }, refused);
      expectRule(await harness.use({ ...patient, enable }), "enableSignature");
    });

    it("that what is enabled was changed since", async () => {
      const { world, harness, action, enable: signed, patient } = await enabling();
      const session = { ...signed.session, actions: [action(increment, sudo.encode())] };
      const enable = { ...signed, session };
      const given = { permissionId: patient.session.permissionId };
      await expectIlls(world, { ...patient, session: given, enable }, refused);
      expectRule(await harness.use({ ...patient, enable }), "enableSignature");
    });

    it("that the signature is for another chain", async () => {
      const { world, harness, enable: signed, patient } = await enabling();
      const chainDigests = signed.chainDigests.map((one) => ({ ...one, chainId: 1n }));
      const enable = { ...signed, chainDigests };
      await expectIlls(world, { ...patient, enable }, refused);
      expectRule(await harness.use({ ...patient, enable }), "enableSignature");
    });

    it("that the signature is for another session, which then enables nothing", async () => {
      const { world, harness, account, compile, patient } = await enabling();
      const enable = await harness.signEnable(account, compile());
      await expectIlls(
        world,
        { ...patient, enable },
        { ...refused, sessionEnabled: "failure sessionEnabled" },
      );
    });

    it("that a policy would refuse to be configured so", async () => {
      const { world, account, key, make, action, signEnable } = await scene();
      const { session, permissionId } = make({
        actions: [action(increment, usageLimit.encode({ limit: 0n }))],
      });
      const enable = await signEnable(session);
      await expectIlls(
        world,
        { account, key, session: { permissionId }, enable },
        { sessionEnabled: "failure policyConfigured" },
      );
    });
  });

  describe("what was granted:", () => {
    /** A session that was enabled before otherwise, under the same id. */
    const again = async (before: Partial<Session>, then: Partial<Session>) => {
      const built = await scene();
      const { account, key, make, enableMade, compile } = built;
      const { salt } = compile().session;
      const [first, second] = [make({ salt, ...before }), make({ salt, ...then })];
      await enableMade(first);
      await enableMade(second);
      return { ...built, patient: { account, key, session: second } };
    };
    const uses = (limit: bigint) => usageLimit.encode({ limit });

    it("that narrower limits had no effect where an action was left out", async () => {
      const { action } = await scene();
      const { world, patient, counter } = await again(
        { actions: [action(increment, uses(9n)), action(decrement, uses(9n))] },
        { actions: [action(increment, uses(1n))] },
      );
      const calls = [counter.call(decrement)];
      const [ill] = await expectIlls(world, { ...patient, calls }, { granted: "warning" });
      expect(ill?.finding).to.match(/0x2baeceb7 of .* may be called, which was not granted/);
    });

    it("that a policy stays which was left out, and one is configured otherwise", async () => {
      const { action } = await scene();
      const { world, patient } = await again(
        { actions: [action(increment, uses(9n))] },
        { actions: [action(increment, sudo.encode())] },
      );
      const [ill] = await expectIlls(world, patient, { granted: "warning" });
      expect(ill?.finding).to.match(/UsageLimitPolicy judges 0xd09de08a of .* as well/);
      const {
        world: there,
        patient: other,
        make,
      } = await again({ actions: [action(increment, uses(9n))] }, { actions: [action(increment, uses(2n))] });
      await expectIlls(there, other, {});
      const meant = make({ salt: other.session.session.salt, actions: [action(increment, uses(1n))] });
      const [found] = await expectIlls(there, { ...other, session: meant }, { granted: "warning" });
      expect(found?.finding).to.match(/: limit 2, granted was limit 1\./);
    });
  });

  describe("its key:", () => {
    it("that it is another", async () => {
      const { world, harness, account, session, calls, patient } = await counting();
      const key = freshKey();
      await expectIlls(world, { ...patient, key }, { key: "failure sessionKey" });
      expectRule(await harness.use({ account, session, key, calls }), "sessionKey");
    });

    it("that the validator takes nobody's signature, or several", async () => {
      const { world, account, key, counter, make, enableMade } = await scene();
      const keysWanted = (threshold: bigint) =>
        make({
          sessionValidatorInitData: encodeAbiParameters(
            [{ type: "uint256" }, { type: "address[]" }],
            [threshold, [key.address]],
          ),
        });
      const [none, two] = [keysWanted(0n), keysWanted(2n)];
      await enableMade(none, two);
      await expectIlls(world, { account, key, session: none }, { key: "failure sessionKey" });
      const calls = [counter.call(increment)];
      await expectIlls(world, { account, key, session: none, calls }, { key: "failure sessionKey" });
      await expectIlls(world, { account, key, session: two, calls }, { key: "warning" });
    });
  });

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
      expect(ill?.finding).to.match(/^Call 3 of 3 .*: uses: 2 of 2 are used\.$/);
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
