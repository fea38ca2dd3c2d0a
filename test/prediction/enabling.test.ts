import { expect } from "chai";
import { concat, encodeAbiParameters, type Hex, numberToHex, parseAbiParameters, zeroAddress } from "viem";
import {
  erc20SpendingLimit,
  neverEnabled,
  type PolicyData,
  predict,
  type Session,
  timeFrame,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { buildSceneByHand } from "../helpers/byHand.ts";
import { increment } from "../helpers/counter.ts";
import { fixture } from "../helpers/fixture.ts";

const word = (value: bigint) => numberToHex(value, { size: 32 });
const spending = (tokens: Hex[], limits: bigint[]) =>
  encodeAbiParameters(parseAbiParameters("address[], uint256[]"), [tokens, limits]);
const some = "0x5000000000000000000000000000000000000001";

/** What policies refuse to be configured with, or accept and then refuse to be used with. */
const configurations: readonly [string, PolicyData, ("userOp" | "action")[]][] = [
  [
    "a time frame that ends before it begins",
    timeFrameOf("0x00000000000a00000000000b"),
    ["userOp", "action"],
  ],
  ["a time frame of one second", timeFrameOf("0x00000000000b00000000000b"), ["userOp", "action"]],
  ["a time frame that is cut short", timeFrameOf("0x00000000000a000000"), ["userOp", "action"]],
  ["a time frame of zeroes", timeFrameOf("0x000000000000000000000000"), ["userOp", "action"]],
  ["a time frame with bytes behind it", timeFrameOf("0xffffffffffff000000000001ff"), ["userOp", "action"]],
  ["no uses", { policy: usageLimit.address, initData: numberToHex(0n, { size: 16 }) }, ["userOp", "action"]],
  ["uses that are cut short", { policy: usageLimit.address, initData: "0x01" }, ["userOp", "action"]],
  ["uses as a whole word", { policy: usageLimit.address, initData: word(3n) }, ["userOp", "action"]],
  ["no value", { policy: valueLimit.address, initData: word(0n) }, ["userOp", "action"]],
  ["value that is cut short", { policy: valueLimit.address, initData: "0x01" }, ["userOp", "action"]],
  ["rules that are cut short", { policy: uniAction.address, initData: word(1n) }, ["userOp", "action"]],
  [
    "no rules at all",
    { policy: uniAction.address, initData: concat(Array<Hex>(98).fill(word(0n))) },
    ["userOp", "action"],
  ],
  ["no amount of a token", tokensOf(spending([some], [0n])), ["userOp", "action"]],
  ["an amount of no token", tokensOf(spending([zeroAddress], [1n])), ["action"]],
  ["more tokens than amounts", tokensOf(spending([some, some], [1n])), ["action"]],
  ["amounts that are cut short", tokensOf("0x01"), ["action"]],
  ["another token than the target", tokensOf(spending([some], [1n])), ["action"]],
];

describe("the prediction and the chain, where a session is enabled by its use", () => {
  const scene = fixture(buildSceneByHand("nexus"));

  for (const [what, data, roles] of configurations) {
    for (const role of roles) {
      it(`say the same of ${what}, as ${role} policy`, async () => {
        const { make, counter } = await scene();
        const actionPolicies = role === "action" ? [data] : make().session.actions[0]?.actionPolicies;
        const actions = [
          {
            actionTarget: counter.address,
            actionTargetSelector: increment,
            actionPolicies: actionPolicies ?? [],
          },
        ];
        await say({ actions, userOpPolicies: role === "userOp" ? [data] : [] });
      });
    }
  }

  it("say the same of actions that may not be", async () => {
    const { make, smartSession } = await scene();
    const [action] = make().session.actions;
    if (!action) expect.fail("a compiled session has an action");
    await say({ actions: [{ ...action, actionTarget: smartSession }] });
    await say({ actions: [{ ...action, actionTarget: zeroAddress }] });
    await say({ actions: [] });
    await say({ actions: [{ ...action, actionPolicies: [] }] });
  });

  /** Signs, predicts and sends the first operation of a session made by hand. */
  async function say(change: Partial<Session>): Promise<void> {
    const { world, account, counter, key, make, send, now } = await scene();
    const { session, permissionId } = make(change);
    const asked = { account: account.address, session, mode: "ENABLE" } as const;
    const { hash, chainDigests } = await world.release.enableDigest(world.client, asked);
    expect(chainDigests[0]?.sessionDigest, "the digest, without a chain").to.equal(
      world.release.sessionDigest({ ...asked, nonce: 0n }),
    );
    const leave = {
      mode: "ENABLE",
      session,
      chainDigests,
      signature: await account.signEnable(hash),
    } as const;
    const prediction = predict(
      { permissionId },
      neverEnabled(world, account, permissionId),
      { calls: [counter.call(increment)], enable: leave, signer: key.address },
      now,
    );

    const outcome = await send(permissionId, undefined, { enable: leave });

    if (prediction.status !== "rejected") {
      expect(outcome.status).to.equal(prediction.status);
      return;
    }
    if (outcome.status === "accepted") expect.fail(JSON.stringify(prediction.refusal));
    const { layer, code, args, policy, rule } = outcome.refusal;
    expect(prediction.refusal).to.deep.equal({ layer, code, args, rule, ...(policy && { policy }) });
  }
});

function timeFrameOf(initData: Hex): PolicyData {
  return { policy: timeFrame.address, initData };
}

function tokensOf(initData: Hex): PolicyData {
  return { policy: erc20SpendingLimit.address, initData };
}
