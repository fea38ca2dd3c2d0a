import { expect } from "chai";
import type { Address, Hex } from "viem";
import { type CompiledPermission, type Permission, setBalance, sudo, usageLimit } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { deployPaymaster, depositOf } from "../helpers/paymaster.ts";
import { bySmartSession, notGranted, usedUp } from "../helpers/refusals.ts";
import { releaseOfRun } from "../helpers/releases.ts";

/** A paymaster pays for a session's operation only where the session permits it; SmartSession's beta lets any pay. */
onEveryAccount("paymasters", ({ scene, reverted }) => {
  const notPermitted = (code: string, permissionId: Hex) =>
    bySmartSession(reverted, code, { permissionId }, "permitERC4337Paymaster");

  const paid = async () => {
    const built = await scene();
    const { world, harness, account, counter, key } = built;
    const paymaster = await deployPaymaster(world);
    /** What the account and the paymaster have for gas. */
    const means = async () => ({
      account:
        (await world.client.getBalance({ address: account.address })) +
        (await depositOf(world, account.address)),
      paymaster: await depositOf(world, paymaster),
    });
    const use = (session: Pick<CompiledPermission, "permissionId">, by?: Address, data?: Hex) =>
      harness.use({
        account,
        session,
        key,
        calls: [counter.call(increment)],
        ...(by && { paymaster: { address: by, ...(data && { data }) } }),
      });
    return { ...built, paymaster, means, use };
  };

  for (const permitted of [true, false]) {
    it(`lets the account pay where the session ${permitted ? "permits" : "does not permit"} paymasters`, async () => {
      const { world, account, counter, enable, means, use } = await paid();
      const session = await enable(permitted ? { permitERC4337Paymaster: true } : {});
      const before = await means();
      await expectAccepted(world, await use(session));
      const after = await means();
      expect(after.account < before.account, "the account has paid").to.equal(true);
      expect(after.paymaster).to.equal(before.paymaster);
      expect(await counter.count(account.address)).to.equal(1n);
    });
  }

  const paysBy = async (limits: Partial<Permission>) => {
    const { world, account, counter, enable, means, use, paymaster } = await paid();
    const session = await enable(limits);
    const before = await means();
    await expectAccepted(world, await use(session, paymaster));
    const after = await means();
    expect(after.paymaster < before.paymaster, "the paymaster has paid").to.equal(true);
    expect(after.account).to.equal(before.account);
    expect(await counter.count(account.address)).to.equal(1n);
  };

  it("lets a paymaster pay where the session permits paymasters", () =>
    paysBy({ permitERC4337Paymaster: true }));

  if (releaseOfRun() === "beta") {
    it("lets a paymaster pay where the session does not say so, as the beta does not look", () => paysBy({}));
  } else {
    it("rejects a paymaster where the session does not permit paymasters", async () => {
      const { account, counter, enable, means, use, paymaster } = await paid();
      const session = await enable();
      const before = await means();
      expectRefused(
        await use(session, paymaster),
        notPermitted("PaymasterValidationNotEnabled", session.permissionId),
      );
      expect(await means()).to.deep.equal(before);
      expect(await counter.count(account.address)).to.equal(0n);
    });

    it("blames the call and not the paymaster where the operation enables its session first", async () => {
      const { harness, account, key, counter, make, signEnable, paymaster } = await paid();
      const { session, permissionId } = make({
        permitERC4337Paymaster: true,
        userOpPolicies: [sudo.encode()],
      });
      const outcome = await harness.use({
        account,
        session: { permissionId },
        key,
        calls: [counter.call(decrement)],
        enable: await signEnable(session),
        paymaster: { address: paymaster },
      });
      expectRefused(outcome, notGranted(reverted, permissionId));
    });
  }

  it("holds a session that permits paymasters to its other limits", async () => {
    const { world, enable, use, paymaster } = await paid();
    const session = await enable({ permitERC4337Paymaster: true, maxUses: 1 });
    await expectAccepted(world, await use(session, paymaster));
    const { permissionId } = session;
    expectRefused(await use(session, paymaster), usedUp(reverted, permissionId));
  });

  it("wants a policy of the operation beside the permission, which v1 alone asks for", async () => {
    const { world, harness, account, compile, use, paymaster } = await paid();
    const session = { ...compile({ permitERC4337Paymaster: true }).session, userOpPolicies: [] };
    const permissionId = world.release.permissionId(session);
    await expectAccepted(world, await harness.execute(account, [world.release.encodeEnable([session])]));
    const outcome = await use({ permissionId }, paymaster);
    if (!world.release.limitsPaymasters) return void (await expectAccepted(world, outcome));
    const { refusal } = expectRefused(outcome, notPermitted("NoPoliciesSet", permissionId));
    expect(refusal.remedy).to.match(/userOp policy/);
  });

  it("gives a session that permits them such a policy, and says of each session who may pay", async () => {
    const { world, compile } = await paid();
    const [without, withSudo, withOther] = [
      compile(),
      compile({ permitERC4337Paymaster: true }),
      compile({ permitERC4337Paymaster: true, maxOperations: 1 }),
    ];
    const policies = ({ session }: CompiledPermission) => session.userOpPolicies.map(({ policy }) => policy);
    expect([without, withSudo, withOther].map(policies)).to.deep.equal([
      [],
      [sudo.address],
      [usageLimit.address],
    ]);
    const statement = ({ enforcement }: CompiledPermission) => {
      const found = enforcement.find(({ field }) => field === "permitERC4337Paymaster");
      return [found?.enforcedBy, found?.statement];
    };
    const nobody = [null, "any paymaster may pay for its operations"];
    const smartSession = ["SmartSession", "no paymaster may pay for its operations"];
    expect(statement(withSudo)).to.deep.equal(nobody);
    expect(statement(without)).to.deep.equal(world.release.limitsPaymasters ? smartSession : nobody);
  });

  it("refuses to forbid paymasters where the release cannot", async () => {
    const { world, compile } = await paid();
    const forbid = () => compile({ permitERC4337Paymaster: false });
    if (world.release.limitsPaymasters) expect(forbid().session.permitERC4337Paymaster).to.equal(undefined);
    else await expectInputError(forbid, "permitERC4337Paymaster", false, /lets any paymaster pay/);
  });

  it("tells a paymaster that does not pay from a session that does not permit one", async () => {
    const { world, enable, use, paymaster } = await paid();
    const session = await enable({ permitERC4337Paymaster: true });
    const { refusal } = expectRefused(await use(session, paymaster, "0xff"), {
      layer: "EntryPoint",
      code: "AA33",
      rule: "paymaster",
      args: { reason: "AA33 reverted" },
      layers: ["bundler -32500", "EntryPoint AA33"],
    });
    expect(refusal.reason).to.match(/paymaster does not pay/);
    const { address: poor } = await deployMock(world, "IdleValidator");
    expectRefused(await use(session, poor), {
      layer: "EntryPoint",
      code: "AA31",
      rule: "paymaster",
      args: { reason: "AA31 paymaster deposit too low" },
      layers: ["bundler -32500", "EntryPoint AA31"],
    });
  });

  it("blames the call and not the paymaster where the session does not grant the call", async () => {
    const { world, harness, account, key, counter, enable, paymaster } = await paid();
    // On the beta a session needs neither the permission nor a policy of the operation.
    const sessions = [
      await enable({ permitERC4337Paymaster: true }),
      ...(world.release.limitsPaymasters ? [] : [await enable()]),
    ];
    for (const session of sessions) {
      const { permissionId } = session;
      const calls = [counter.call(decrement)];
      const by = { address: paymaster };
      const outcome = await harness.use({ account, session, key, calls, paymaster: by });
      expectRefused(outcome, notGranted(reverted, permissionId));
    }
  });

  it("does not ask whether the account could pay where a paymaster does", async () => {
    const { world, harness, account, key, counter, enable, paymaster } = await paid();
    const session = await enable({ permitERC4337Paymaster: true });
    await setBalance(world, account.address, 0n);
    const outcome = await harness.use({
      account,
      session,
      key,
      calls: [counter.call(increment)],
      paymaster: { address: paymaster },
      // More than the account's deposit would pay, and too little for its validation.
      gas: { callGasLimit: 15_000_000n, verificationGasLimit: 30_000n, preVerificationGas: 60_000n },
    });
    expectRefused(outcome, {
      layer: "account",
      code: "out of gas",
      rule: "gas",
      args: { verificationGasLimit: 30_000n },
      layers: ["bundler -32500", "EntryPoint AA23", "account no data", "account out of gas"],
    });
  });

  it("refuses what is no paymaster before anything is sent", async () => {
    const { harness, account, key, counter, enable } = await paid();
    const session = await enable();
    const calls = [counter.call(increment)];
    const use = (given: unknown) => () =>
      harness.use({ account, session, key, calls, paymaster: given as never });
    await expectInputError(use({ address: "0x12" }), "address", "0x12", /not an address/);
    await expectInputError(use({}), "address", undefined, /missing/);
  });
});
