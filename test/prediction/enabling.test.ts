import { expect } from "chai";
import { concat, encodeAbiParameters, type Hex, numberToHex, parseAbiParameters, zeroAddress } from "viem";
import {
  afterEnabling,
  type Call,
  erc20SpendingLimit,
  neverEnabled,
  type PolicyData,
  predict,
  type Session,
  setChainTime,
  sudo,
  timeFrame,
  toSessionAccount,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { execute } from "../../src/outcome/execute.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { word } from "../helpers/words.ts";

const transfer = "0xa9059cbb";
const spending = (tokens: Hex[], limits: bigint[]) =>
  encodeAbiParameters(parseAbiParameters("address[], uint256[]"), [tokens, limits]);
const some = "0x5000000000000000000000000000000000000001";

/** The 98 words that configure UniActionPolicy: value, number of rules, and 16 rules of 6 words. */
const rules = (changed: Readonly<Record<number, bigint>>) =>
  concat(Array.from({ length: 98 }, (_, index) => word(changed[index] ?? (index === 0 ? 7n : 0n))));

type Role = "userOp" | "action" | "erc1271";
const each: readonly Role[] = ["userOp", "action", "erc1271"];

/** What policies are configured with: well, badly, and so that they can then not be used. */
const configurations: readonly [string, PolicyData, readonly Role[]][] = [
  ["a time frame that ends before it begins", timeFrameOf("0x00000000000a00000000000b"), each],
  ["a time frame of one second", timeFrameOf("0x00000000000b00000000000b"), each],
  ["a time frame that is cut short", timeFrameOf("0x00000000000a000000"), each],
  ["a time frame of zeroes", timeFrameOf("0x000000000000000000000000"), each],
  ["a time frame with bytes behind it", timeFrameOf("0xffffffffffff000000000001ff"), each],
  ["a time frame that begins late and never ends", timeFrameOf("0xfffffffffffffffffffffffe"), each],
  ["no uses", { policy: usageLimit.address, initData: numberToHex(0n, { size: 16 }) }, each],
  ["uses that are cut short", { policy: usageLimit.address, initData: "0x01" }, each],
  ["uses as a whole word", { policy: usageLimit.address, initData: word(3n) }, each],
  ["some uses", usageLimit.encode({ limit: 3n }), each],
  ["no value", { policy: valueLimit.address, initData: word(0n) }, each],
  ["value that is cut short", { policy: valueLimit.address, initData: "0x01" }, each],
  ["Sudo", sudo.encode(), each],
  ["rules that are cut short", rulesOf(word(1n)), each],
  ["no rules at all", rulesOf(rules({})), each],
  ["a rule that adds on to what is given", rulesOf(rules({ 1: 1n, 2: 3n, 4: 1n, 6: 9n, 7: 4n })), ["action"]],
  ["17 rules", rulesOf(rules({ 1: 17n })), ["action"]],
  ["more rules than numbers", rulesOf(rules({ 1: 2n ** 256n - 1n })), ["action"]],
  ["a condition that is none", rulesOf(rules({ 1: 1n, 2: 7n })), ["action"]],
  ["a condition beyond a byte", rulesOf(rules({ 1: 1n, 2: 256n })), ["action"]],
  ["a condition that is none, of a rule that is not used", rulesOf(rules({ 1: 1n, 8: 7n })), ["action"]],
  ["an offset beyond its type", rulesOf(rules({ 1: 1n, 3: 2n ** 64n })), ["action"]],
  ["an offset beyond all data", rulesOf(rules({ 1: 1n, 3: 2n ** 64n - 1n })), ["action"]],
  ["a flag that is neither", rulesOf(rules({ 1: 1n, 4: 2n })), ["action"]],
  ["no amount of a token", tokensOf(spending([some], [0n])), ["userOp", "action"]],
  ["an amount of no token", tokensOf(spending([zeroAddress], [1n])), ["action"]],
  ["more tokens than amounts", tokensOf(spending([some, some], [1n])), ["action"]],
  ["amounts that are cut short", tokensOf("0x01"), ["action"]],
  ["another token than the target", tokensOf(spending([some], [1n])), ["action"]],
];

onEveryAccount("the prediction and the chain, where a session is enabled by its use", ({ scene }) => {
  for (const [what, data, roles] of configurations) {
    for (const role of roles) {
      it(`say the same of ${what}, as ${role} policy`, async () => {
        const { make, action } = await scene();
        const added = role === "action" ? [data] : (make().session.actions[0]?.actionPolicies ?? []);
        await say({
          actions: [action(increment, ...added)],
          userOpPolicies: role === "userOp" ? [data] : [],
          ...(role === "erc1271" && {
            erc7739Policies: { allowedERC7739Content: [], erc1271Policies: [data] },
          }),
        });
      });
    }
  }

  it("say the same of the last of two limits of one token", async () => {
    const { counter, action } = await scene();
    // The Counter is no token: it is enough that the policy is asked about calls to it.
    const limits = spending([counter.address, some, counter.address], [9n, 1n, 2n]);
    await say({ actions: [action(transfer, tokensOf(limits))] }, [
      { to: counter.address, data: concat([transfer, word(BigInt(some)), word(3n)]) },
    ]);
  });

  it("say the same of actions that may not be, or are none", async () => {
    const { make, smartSession } = await scene();
    const [first] = make().session.actions;
    if (!first) expect.fail("a compiled session has an action");
    await say({ actions: [{ ...first, actionTarget: smartSession }] });
    await say({ actions: [{ ...first, actionTarget: zeroAddress }] });
    await say({ actions: [] });
    await say({ actions: [{ ...first, actionPolicies: [] }] });
  });

  it("know an encoding that contracts read otherwise for what it is", async () => {
    const { world, account, make, action } = await scene();
    const dirty = concat([spending([some], [1n]).slice(0, 2 + 64 * 3) as Hex, word(2n ** 160n + 1n)]);
    const endless = concat([word(64n), word(64n), word(2n ** 255n)]);
    for (const initData of [concat([dirty, word(1n), word(1n)]), endless]) {
      const { session, permissionId } = make({ actions: [action(increment, tokensOf(initData))] });
      const after = afterEnabling(neverEnabled(world, account, permissionId), { session });
      expect(after).to.deep.include({ status: "unknown" });
    }
  });

  /** Signs, predicts and sends the first operation of a session made by hand, and compares what the chain then holds. */
  async function say(change: Partial<Session>, calls?: readonly Call[]): Promise<void> {
    const { world, harness, account, counter, key, make, signEnable, now } = await scene();
    const { session, permissionId } = make(change);
    const enable = await signEnable(session);
    const signed = { account: account.address, session, mode: "ENABLE", nonce: 0n } as const;
    expect(enable.chainDigests[0]?.sessionDigest, "the digest, without a chain").to.equal(
      world.release.sessionDigest(signed),
    );
    const made = calls ?? [counter.call(increment)];
    const before = await harness.readSession(account, { permissionId, session });
    expect(before).to.deep.equal(neverEnabled(world, account, permissionId));
    const operation = { calls: made, enable, signer: key.address };
    const prediction = predict({ permissionId }, before, operation, now);

    await setChainTime(world, now);
    const signer = toSessionAccount(world, account, permissionId, key, enable);
    const outcome = await execute({ world, client: harness.client, account, signer, calls: made });

    if (prediction.status === "accepted") {
      await expectAccepted(world, outcome);
      expect(await harness.readSession(account, { permissionId, session })).to.deep.equal(prediction.state);
      return;
    }
    if (prediction.status === "unknown") expect.fail(prediction.because);
    if (outcome.status === "accepted") expect.fail(JSON.stringify(prediction.refusal));
    const { layer, code, args, policy, rule } = outcome.refusal;
    expect(prediction.refusal).to.deep.equal({ layer, code, args, rule, ...(policy && { policy }) });
    expect(await harness.readSession(account, { permissionId, session })).to.deep.equal(before);
  }
});

function rulesOf(initData: Hex): PolicyData {
  return { policy: uniAction.address, initData };
}

function timeFrameOf(initData: Hex): PolicyData {
  return { policy: timeFrame.address, initData };
}

function tokensOf(initData: Hex): PolicyData {
  return { policy: erc20SpendingLimit.address, initData };
}
