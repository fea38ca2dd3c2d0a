import { expect } from "chai";
import { encodeAbiParameters, pad } from "viem";
import { chainTime, type Session, setChainTime, sudo, timeFrame, usageLimit } from "../../src/index.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { freshKey } from "../helpers/scene.ts";
import { counting, scene } from "./countingStage.ts";
import { expectIlls, expectRule } from "./examined.ts";

/** Faults are planted one by one; the check that they are of finds them, the others find nothing. */
describe("diagnose finds of a session", () => {
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
});
