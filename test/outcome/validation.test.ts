import { expect } from "chai";
import { type Hex, pad } from "viem";
import {
  type AccountKind,
  chainTime,
  type Eip1193Provider,
  type PolicyData,
  type Session,
  setChainTime,
  sudo,
  timeFrame,
} from "../../src/index.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { needsKind } from "../helpers/kinds.ts";
import { deployMock } from "../helpers/mock.ts";
import { buildScene } from "../helpers/scene.ts";

// Sessions that no permission compiles to: made by hand, as somebody else's program may.
const kinds: [AccountKind, string[]][] = [
  ["safe7579", ["account ExecutionFailed"]],
  ["nexus", []],
  ["kernel", []],
  ["reference", []],
  ["startale", []],
];
for (const [kind, hiding] of kinds) {
  describe(`the outcome of an operation that its session's contracts refuse, on ${kind}`, () => {
    needsKind(kind);
    const buildHostileScene = async (provider: Eip1193Provider) => {
      const built = await buildScene(kind)(provider);
      const { world, harness, account, counter, key, compile } = built;
      const policy = await deployMock(world, "HostilePolicy");
      const mimic = await deployMock(world, "MimicValidator");

      /** Enables a session that was changed by hand, and uses it once. */
      const useChanged = async (change: (session: Session) => Session) => {
        const session = change(compile().session);
        const permissionId = world.release.permissionId(session);
        await expectAccepted(world, await harness.execute(account, [world.release.encodeEnable([session])]));
        const use = () =>
          harness.use({ account, session: { permissionId }, key, calls: [counter.call(increment)] });
        return { permissionId, use, outcome: await use() };
      };
      const withAction = (policies: Session["userOpPolicies"]) => (session: Session) => ({
        ...session,
        actions: session.actions.map((action) => ({ ...action, actionPolicies: policies })),
      });
      return { ...built, policy, mimic, useChanged, withAction };
    };
    const scene = fixture(buildHostileScene);
    const before = ["bundler -32500", "EntryPoint AA23", ...hiding];

    const answers: [string, Hex, string, object][] = [
      ["with a text", "0x00", "Error", { message: "not today" }],
      ["without a word", "0x01", "no data", {}],
      ["with a panic", "0x02", "Panic", { reason: 1n }],
    ];
    for (const [how, initData, code, args] of answers) {
      it(`names a policy that reverts ${how}, and says the whole of it`, async () => {
        const { policy, useChanged, withAction } = await scene();
        const { outcome } = await useChanged(withAction([{ policy: policy.address, initData }]));
        const { refusal } = expectRefused(outcome, {
          layer: "policy",
          code,
          rule: "unknown",
          args: args as Record<string, unknown>,
          layers: [...before, "SmartSession PolicyCheckReverted", `policy ${code}`],
          policy: "unknown policy",
        });
        expect(refusal.policy?.address).to.equal(policy.address);
      });
    }

    it("names a policy that is not ours and says no", async () => {
      const { policy, useChanged, withAction } = await scene();
      const { outcome, permissionId } = await useChanged(
        withAction([{ policy: policy.address, initData: "0x03" }]),
      );
      expectRefused(outcome, {
        layer: "policy",
        code: "PolicyViolation",
        rule: "unknown",
        args: { permissionId, policy: policy.address },
        policy: "unknown policy",
      });
    });

    it("tells a time frame of 0 and 0, as userOp and as action policy", async () => {
      const { world, account, useChanged, withAction } = await scene();
      const nothing = timeFrame.encode({ validAfter: 0n, validUntil: 0n });
      for (const change of [
        (session: Session) => ({ ...session, userOpPolicies: [nothing] }),
        withAction([nothing]),
      ]) {
        const { outcome } = await useChanged(change);
        if (outcome.status === "accepted") expect.fail("the time frame is not configured");
        const { layer, code, rule, policy, args } = outcome.refusal;
        expect({ layer, code, rule, policy: policy?.name }).to.deep.equal({
          layer: "policy",
          code: "PolicyNotInitialized",
          rule: "policyConfigured",
          policy: "TimeFramePolicy",
        });
        expect(args).to.include({
          multiplexer: world.contracts.SmartSession.address,
          account: account.address,
        });
      }
    });

    it("does not believe a session validator that speaks in SmartSession's words", async () => {
      const { mimic, useChanged } = await scene();
      const { outcome } = await useChanged((session) => ({ ...session, sessionValidator: mimic.address }));
      const { refusal } = expectRefused(outcome, {
        layer: "SmartSession",
        code: "0x526d0da5",
        rule: "unknown",
        args: {},
      });
      expect(refusal.layers.at(-1)).to.include({
        address: mimic.address,
        data: `0x526d0da5${pad("0x07").slice(2)}`,
      });
    });

    it("says that an action may have no policy", async () => {
      const { useChanged, withAction } = await scene();
      const { outcome, permissionId } = await useChanged(withAction([]));
      const { refusal } = expectRefused(outcome, {
        layer: "SmartSession",
        code: "NoPoliciesSet",
        rule: "action",
        args: { permissionId },
      });
      expect(refusal.reason).to.match(/that action has no policy/);
    });

    describe("by a time range", () => {
      it("blames TimeFrame only for a bound of its own", async () => {
        const { world, policy, useChanged } = await scene();
        const now = await chainTime(world);
        const frame = timeFrame.encode({ validAfter: 0n, validUntil: now + 1000n });
        const { outcome } = await useChanged((session) => ({
          ...session,
          userOpPolicies: [frame, { policy: policy.address, initData: "0x04" }],
        }));
        if (outcome.status === "accepted") expect.fail("the other policy's range is past");
        const { rule, args } = outcome.refusal;
        expect({ rule, validUntil: args.validUntil, policy: outcome.refusal.policy }).to.deep.equal({
          rule: "validUntil",
          validUntil: 1n,
          policy: undefined,
        });
      });

      it("blames TimeFrame for a range that it gave as an action's policy", async () => {
        const { world, useChanged, withAction } = await scene();
        const now = await chainTime(world);
        const frame = timeFrame.encode({ validAfter: 0n, validUntil: now + 1000n });
        const { use, outcome } = await useChanged(withAction([sudo.encode(), frame]));
        await expectAccepted(world, outcome);
        await setChainTime(world, now + 1001n);
        expectRefused(await use(), {
          layer: "EntryPoint",
          code: "AA22",
          rule: "validUntil",
          args: {
            reason: "AA22 expired or not due",
            validAfter: 0n,
            validUntil: now + 1000n,
            timestamp: now + 1001n,
          },
          policy: "TimeFramePolicy",
        });
      });
    });

    describe("on a chain that offers no trace", () => {
      const untraced = fixture((provider) =>
        buildHostileScene({
          request: async (args) => {
            if (args.method.startsWith("debug_")) throw new Error("method not found");
            return provider.request(args);
          },
        }),
      );

      it("names a policy's error by the word that SmartSession leaves of it, and no policy", async () => {
        const { policy, useChanged, withAction } = await untraced();
        const errors: [PolicyData, string, string][] = [
          [timeFrame.encode({ validAfter: 0n, validUntil: 0n }), "PolicyNotInitialized", "0x6d3a33ce"],
          [{ policy: policy.address, initData: "0x00" }, "0x08c379a0", "0x08c379a0"],
          [{ policy: policy.address, initData: "0x01" }, "no data", "0x00000000"],
        ];
        for (const [data, code, selector] of errors) {
          const { outcome } = await useChanged(withAction([data]));
          if (outcome.status === "accepted") expect.fail("the policy reverts");
          const { refusal } = outcome;
          expect(refusal).to.include({ layer: "policy", code });
          expect(String(refusal.args.truncated).slice(0, 10)).to.equal(selector);
          expect(refusal.policy).to.equal(undefined);
          expect(refusal.layers.map((one) => `${one.layer} ${one.code}`)).to.deep.equal([
            ...before,
            "SmartSession PolicyCheckReverted",
            `policy ${code}`,
          ]);
        }
      });

      it("names a malformed signature", async () => {
        const { harness, account, counter, key, enable } = await untraced();
        const session = await enable();
        const nobodys = async () => `0x${"00".repeat(64)}1b` as const;
        const malformed = { ...key, sign: nobodys, signMessage: nobodys };
        expectRefused(
          await harness.use({ account, session, key: malformed, calls: [counter.call(increment)] }),
          {
            layer: "SmartSession",
            code: "InvalidSignature",
            rule: "sessionKey",
            args: {},
          },
        );
      });
    });
  });
}
