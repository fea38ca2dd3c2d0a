import { expect } from "chai";
import { concat, encodeAbiParameters, type Hex, parseAbiParameters, slice, zeroAddress } from "viem";
import {
  afterEnabling,
  erc20SpendingLimit,
  InvalidInputError,
  neverEnabled,
  type Operation,
  type PolicyData,
  type Prediction,
  predict,
  type Session,
  type SessionOnChain,
  sudo,
  toJson,
} from "../../src/index.ts";
import { fallbackSelectors, fallbackTarget } from "../../src/world/fallbackAction.ts";
import { increment } from "../helpers/counter.ts";
import { executing, modes, packed, packedBatch } from "../helpers/execution.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { fixture } from "../helpers/fixture.ts";
import { buildScene, freshKey } from "../helpers/scene.ts";
import { deployToken } from "../helpers/tokens.ts";

/** What the chain says of the same is in test/prediction: here is what needs none, and what is not to be told. */
describe("predict", () => {
  const scene = fixture(buildScene("nexus"));
  const stranger = freshKey().address;
  /** As long as a key: what it is, is not said. */
  const notShown = "(not shown: it may be a private key or a recovery phrase)";

  /** A session as if it had just been enabled. */
  const enabled = async (change: (session: Session) => Session = (session) => session, limits = {}) => {
    const built = await scene();
    const { world, account, counter, compile, now } = built;
    const compiled = compile(limits);
    const { permissionId } = compiled;
    const state = afterEnabling(neverEnabled(world, account, permissionId), {
      session: change(compiled.session),
    });
    if ("status" in state) expect.fail(JSON.stringify(state));
    const calls = [counter.call(increment)];
    const asked = (operation: Partial<Operation> = {}, from: SessionOnChain = state, time = now) =>
      predict({ permissionId }, from, { calls, ...operation } as Operation, time);
    return { ...built, compiled, permissionId, state, asked, calls };
  };
  const short = (id: Hex) => `${id.slice(0, 10)}…${id.slice(-8)}`;
  const replaceWord = (data: Hex, index: number, word: Hex) =>
    concat([slice(data, 0, 32 * index), word, slice(data, 32 * index + 32)]);
  const because = (prediction: Prediction) =>
    prediction.status === "unknown" ? prediction.because : expect.fail(prediction.status);
  const refusedBy = (prediction: Prediction) =>
    prediction.status === "rejected" ? prediction.refusal : expect.fail(prediction.status);

  describe("accepts", () => {
    it("what is granted, and says what the chain holds then", async () => {
      const { state, asked } = await enabled(undefined, { maxUses: 2 });
      const prediction = asked();
      if (prediction.status !== "accepted") expect.fail(prediction.status);
      const { nonce, actions } = prediction.state;
      expect(nonce).to.equal(state.nonce + 1n);
      expect(actions[0]?.policies[0]?.state).to.deep.equal({ limit: 2n, used: 1n });
      expect(state.actions[0]?.policies[0]?.state, "what was given is left alone").to.deep.equal({
        limit: 2n,
        used: 0n,
      });
    });

    it("operation after operation, each from the state that the last one left", async () => {
      const { state, asked } = await enabled(undefined, { maxUses: 2 });
      let held = state;
      for (let use = 0; use < 2; use++) {
        const prediction = asked({}, held);
        if (prediction.status !== "accepted") expect.fail(prediction.status);
        held = prediction.state;
      }
      expect(refusedBy(asked({}, held)).rule).to.equal("maxUses");
    });

    it("no key where the session validator's configuration takes none", async () => {
      const { state, asked, key, permissionId } = await enabled();
      const [low, high] = [key.address, stranger].sort((one, other) =>
        BigInt(one) < BigInt(other) ? -1 : 1,
      );
      const config = (threshold: bigint, ...owners: (string | undefined)[]) =>
        encodeAbiParameters(parseAbiParameters("uint256, address[]"), [threshold, owners as Hex[]]);
      for (const sessionValidatorData of [
        config(0n, key.address),
        config(1n),
        config(1n, high, low),
        config(1n, key.address, key.address),
      ]) {
        const { code, args } = refusedBy(asked({}, { ...state, sessionValidatorData }));
        expect({ code, args }).to.deep.equal({ code: "SIG_VALIDATION_FAILED", args: { permissionId } });
      }
      expect(asked({}, { ...state, sessionValidatorData: config(1n, low, high) }).status).to.equal(
        "accepted",
      );
    });

    it("the session's key where none is named, and refuses another", async () => {
      const { key, permissionId, asked } = await enabled();
      expect(asked({ signer: key.address }).status).to.equal("accepted");
      expect(refusedBy(asked({ signer: stranger }))).to.deep.equal({
        layer: "SmartSession",
        code: "SIG_VALIDATION_FAILED",
        args: { permissionId },
        rule: "sessionKey",
      });
    });
  });

  describe("does not know", () => {
    const withPolicy = (data: PolicyData) => (session: Session) => ({ ...session, userOpPolicies: [data] });

    it("what a policy of somebody else answers", async () => {
      const { state, asked } = await enabled();
      const foreign = { address: stranger, name: undefined, state: null };
      expect(because(asked({}, { ...state, userOpPolicies: [foreign] }))).to.contain(stranger);
      // What is asked before it is known all the same.
      const off = asked({}, { ...state, enabled: false, userOpPolicies: [foreign] });
      expect(refusedBy(off).rule).to.equal("sessionEnabled");
    });

    it("how a policy of somebody else is configured", async () => {
      const { world, account, compiled } = await enabled();
      const state = neverEnabled(world, account, compiled.permissionId);
      const session = withPolicy({ policy: stranger, initData: "0x" })(compiled.session);
      const after = afterEnabling(state, { session });
      expect(after).to.deep.include({ status: "unknown" });
    });

    it("what a session validator of somebody else takes, nor who else has to sign", async () => {
      const { state, asked, key } = await enabled();
      expect(because(asked({}, { ...state, sessionValidator: stranger }))).to.contain(stranger);
      const owners = [key.address, stranger].sort((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1));
      const two = encodeAbiParameters(parseAbiParameters("uint256, address[]"), [2n, owners]);
      expect(because(asked({}, { ...state, sessionValidatorData: two }))).to.contain("2 signatures");
      for (const sessionValidatorData of ["0x", "0x1234", concat([two, "0x00"])] as const) {
        expect(because(asked({}, { ...state, sessionValidatorData }))).to.contain("not well formed");
      }
    });

    it("what call data asks that is not well formed", async () => {
      const { permissionId, state, now } = await enabled();
      const call = { to: stranger, data: increment };
      for (const callData of [
        "0x",
        "0x1234",
        "0xe9ae5c53",
        `0xe9ae5c53${"ff".repeat(64)}`,
        executing(modes.single, slice(packed(call), 0, 51)),
        concat([executing(modes.single, packed(call)), "0x00"]),
        executing(modes.batch, concat([packedBatch(call), "0x00"])),
        // An address with a bit above its 160, the first of the batch's third word after the lengths.
        executing(
          modes.batch,
          replaceWord(packedBatch(call), 3, concat(["0x010000000000000000000000", stranger])),
        ),
      ] as Hex[]) {
        const prediction = predict({ permissionId }, state, { callData }, now);
        expect(because(prediction), callData).to.contain("not well formed");
      }
    });

    it("what becomes of a nonce of another key", async () => {
      const { state, asked } = await enabled();
      expect(because(asked({ nonce: state.nonce ^ (1n << 64n) }))).to.contain("another nonce key");
    });

    it("whose tokens a limit of the fallback action is about", async () => {
      const { world, account, compiled, calls, now } = await enabled();
      const { permissionId } = compiled;
      const fallback = {
        actionTarget: fallbackTarget,
        actionTargetSelector: fallbackSelectors.others,
        actionPolicies: [erc20SpendingLimit.encode([{ token: stranger, limit: 10n }])],
      } as const;
      const session = { ...compiled.session, actions: [fallback] };
      const state = afterEnabling(neverEnabled(world, account, permissionId), { session });
      if ("status" in state) expect.fail(state.status);
      expect(because(predict({ permissionId }, state, { calls }, now))).to.contain(
        "ERC20SpendingLimitPolicy",
      );
    });

    it("whether a Kernel lets SmartSession call a function of its own that the session grants", async () => {
      const { world, account, compiled, now } = await enabled();
      const { permissionId } = compiled;
      const own = {
        actionTarget: account.address,
        actionTargetSelector: "0x9517e29f",
        actionPolicies: [sudo.encode()],
      } as const;
      const session = { ...compiled.session, actions: [own] };
      const state = afterEnabling(neverEnabled(world, account, permissionId), { session });
      if ("status" in state) expect.fail(state.status);
      const asked = (accountKind: typeof state.accountKind) =>
        predict({ permissionId }, { ...state, accountKind }, { callData: "0x9517e29f" }, now);
      expect(asked("nexus").status).to.equal("accepted");
      expect(because(asked("kernel"))).to.contain("0x9517e29f");
    });

    it("what was spent of a token whose action is known by its hash alone", async () => {
      const { harness, world, account, key, now } = await enabled();
      const token = await deployToken(world);
      const { permissionId, ...compiled } = harness.compile({
        sessionKey: key.address,
        target: token.address,
        function: "transfer(address,uint256)",
        spendingLimit: 5,
      });
      const state = afterEnabling(neverEnabled(world, account, permissionId), compiled);
      if ("status" in state) expect.fail(state.status);
      const unnamed = state.actions.map((action) => ({
        ...action,
        policies: action.policies.map((policy) => ({ ...policy, state: null })),
      }));
      const calls = [token.call("transfer", [stranger, 1n])];
      expect(because(predict({ permissionId }, { ...state, actions: unnamed }, { calls }, now))).to.contain(
        "ERC20SpendingLimitPolicy",
      );
    });
  });

  describe("refuses to be asked", () => {
    it("with another session's state", async () => {
      const { state, compile, calls, now } = await enabled();
      const other = compile();
      await expectInputError(
        () => predict(other, state, { calls }, now),
        "state.permissionId",
        short(state.permissionId),
        new RegExp(`not the session's, which is ${short(other.permissionId)}`),
      );
    });

    it("with a state that went through JSON, or none", async () => {
      const { asked, state } = await enabled();
      const stored = JSON.parse(toJson(state));
      await expectInputError(() => asked({}, stored), "nonce", notShown, /not what the chain holds/);
      for (const none of [null, {}, []]) {
        expect(() => asked({}, none as never)).to.throw(InvalidInputError);
      }
    });

    it("with another session's enable signature", async () => {
      const { asked, compile } = await enabled();
      const { session, permissionId } = compile();
      const sessionDigest = `0x${"00".repeat(32)}` as const;
      const enable = {
        mode: "ENABLE",
        session,
        chainDigests: [{ chainId: 1946n, sessionDigest }],
        signature: `0x${"00".repeat(85)}`,
      } as const;
      await expectInputError(
        () => asked({ enable }),
        "enable.session.permissionId",
        short(permissionId),
        /not the session's/,
      );
    });

    it("with a time in milliseconds", async () => {
      const { asked, state, now } = await enabled();
      await expectInputError(() => asked({}, state, now * 1000n), "time", now * 1000n, /milliseconds/);
    });

    it("with no call, two ways of calling, or what is none of an operation", async () => {
      const { asked, calls } = await enabled();
      await expectInputError(() => asked({ calls: [] }), "calls", "(a list)", /empty/);
      await expectInputError(
        () => asked({ callData: "0x12345678" }),
        "callData",
        "0x12345678",
        /beside calls/,
      );
      await expectInputError(() => asked({ calls, signer: "0x12" }), "signer", "0x12", /address/);
      await expectInputError(() => asked({ key: 1 } as never), "key", "(not shown)", /not a field/);
    });
  });

  describe("an enable signature", () => {
    it("is for one chain, and moves the enable nonce", async () => {
      const { world, account, compiled, calls, now } = await enabled();
      const { permissionId, session } = compiled;
      const before = neverEnabled(world, account, permissionId);
      const digest = { account: account.address, session, mode: "ENABLE", nonce: 0n } as const;
      const signed = (chainId: bigint) => ({
        mode: "ENABLE" as const,
        session,
        chainDigests: [{ chainId, sessionDigest: world.release.sessionDigest(digest) }],
        signature: `0x${"00".repeat(85)}` as const,
      });
      const asked = (state: SessionOnChain, chainId: bigint) =>
        predict({ permissionId }, state, { calls, enable: signed(chainId) }, now);

      expect(refusedBy(asked(before, 1868n))).to.deep.include({
        code: "ChainIdMismatch",
        args: { providedChainId: 1868n },
      });
      const first = asked(before, BigInt(world.chainId));
      if (first.status !== "accepted") expect.fail(first.status);
      expect(first.state).to.deep.include({ enabled: true, enableNonce: 1n });
      expect(refusedBy(asked(first.state, BigInt(world.chainId))).code).to.equal("HashMismatch");
    });
  });

  describe("a session that is enabled", () => {
    it("is the one whose state is given", async () => {
      const { state, compile } = await enabled();
      const other = compile();
      await expectInputError(
        () => afterEnabling(state, other),
        "session.permissionId",
        short(other.permissionId),
        /not the session's/,
      );
      expect(() => afterEnabling(state, { session: other } as never)).to.throw(InvalidInputError);
      expect(() => afterEnabling({} as never, other)).to.throw(InvalidInputError);
    });

    it("is named by an account and an id", async () => {
      const { world, account } = await scene();
      expect(() => neverEnabled(world, account, "0x12")).to.throw(InvalidInputError);
      expect(() => neverEnabled(world, {} as never, `0x${"12".repeat(32)}`)).to.throw(InvalidInputError);
    });
  });

  it("starts from a session that was never enabled", async () => {
    const { world, account, compiled, calls, now } = await enabled();
    const { permissionId } = compiled;
    const state = neverEnabled(world, account, permissionId);
    expect(state).to.deep.include({ enabled: false, sessionValidator: zeroAddress, actions: [] });
    expect(refusedBy(predict(compiled, state, { calls }, now))).to.deep.equal({
      layer: "SmartSession",
      code: "InvalidPermissionId",
      args: { permissionId },
      rule: "sessionEnabled",
    });
  });
});
