import { expect } from "chai";
import { encodeFunctionData, type Hex, numberToHex, parseAbi } from "viem";
import {
  erc20SpendingLimit,
  type PolicyData,
  sudo,
  timeFrame,
  uniAction,
  usageLimit,
} from "../../src/index.ts";
import { increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { auditRoom, type FindingScene } from "./auditRoom.ts";
import { expectError, expectPass } from "./expectAnswer.ts";

/** Where SmartSession's fallback action stands. */
const fallbackAction = {
  actionTarget: "0x0000000000000000000000000000000000000001",
  actionTargetSelector: "0x00000001",
} as const;
/** What SmartSession tells itself where an action has no policy (`RETRY_WITH_FALLBACK`). */
const retryMarker = 0x50ffbaadn;

/** A policy that answers with a word. */
const answering = async ({ world }: FindingScene) => {
  const { address } = await deployMock(world, "AnsweringPolicy");
  return (word: bigint): PolicyData => ({ policy: address, initData: numberToHex(word, { size: 32 }) });
};

/** Validation data that bounds the time (ERC-4337). */
const bounded = (validAfter: bigint, validUntil: bigint) => (validAfter << 208n) | (validUntil << 160n);

auditRoom("what policies answer", (finding) => {
  finding("Cantina 0826 H3.1.1", async (scene) => {
    const { make, enableMade, action, ask, account, counter, now } = scene;
    const answer = await answering(scene);
    const late = timeFrame.encode({ validAfter: now + 20n, validUntil: now + 1000n });
    const early = answer(bounded(now + 10n, now + 500n));
    const callData = await callOf(account, counter.call(increment));
    // Whichever comes last, in the same role or in the next one: the latest beginning and the earliest end hold.
    for (const [userOpPolicies, actionPolicies] of [
      [[late, early], [sudo.encode()]],
      [[early, late], [sudo.encode()]],
      [[], [late, early]],
      [[], [early, late]],
      [[late], [early]],
      [[early], [late]],
    ] as const) {
      const made = make({ userOpPolicies, actions: [action(increment, ...actionPolicies)] });
      await enableMade(made);
      expectPass(await ask(made.permissionId, callData), { validAfter: now + 20n, validUntil: now + 500n });
    }
    return "fixed";
  });

  finding("Cantina 0826 H3.1.6", async (scene) => {
    const { world, account, make, enableMade, ask } = scene;
    const callData = encodeFunctionData({
      abi: parseAbi(["function installModule(uint256 moduleTypeId, address module, bytes initData)"]),
      args: [1n, account.address, "0x"],
    });
    const selector = callData.slice(0, 10) as Hex;
    const fallback = make({ actions: [{ ...fallbackAction, actionPolicies: [sudo.encode()] }] });
    const granted = make({
      actions: [
        { actionTarget: account.address, actionTargetSelector: selector, actionPolicies: [sudo.encode()] },
      ],
    });
    const none = make();
    await enableMade(fallback, granted, none);
    for (const { permissionId } of [none, fallback]) {
      expectError(world, await ask(permissionId, callData), "NoPoliciesSet", [permissionId]);
    }
    expectPass(await ask(granted.permissionId, callData));
    return "fixed";
  });

  finding("Cantina 0826 M3.2.4", async (scene) => {
    const { world, harness, account, make, read } = scene;
    const limit = erc20SpendingLimit.encode([{ token: account.address, limit: 1n }]);
    const uni = uniAction.encode({ maxValue: 1n, comparisons: [] });
    const uses = usageLimit.encode({ limit: 1n });
    const wrong = [
      { policy: limit.policy, change: { userOpPolicies: [limit] } },
      { policy: uni.policy, change: { userOpPolicies: [uni] } },
      {
        policy: uses.policy,
        change: { erc7739Policies: { allowedERC7739Content: [], erc1271Policies: [uses] } },
      },
    ] as const;
    for (const { policy, change } of wrong) {
      const { session, permissionId } = make(change);
      const outcome = await harness.execute(account, [world.release.encodeEnable([session])]);
      const { refusal } = await expectReverted(world, outcome, {
        layer: "SmartSession",
        code: "UnsupportedPolicy",
        args: { policy },
      });
      expect(refusal.layers.at(-1)?.code).to.equal("UnsupportedPolicy");
      expect(await read("isPermissionEnabled", [permissionId, account.address])).to.equal(false);
    }
    return "fixed";
  });

  finding("Cantina 0826 M3.2.5", async (scene) => {
    const { make, enableMade, action, use } = scene;
    const answer = await answering(scene);
    const { policy } = answer(0n);
    const { address: other } = await deployMock(scene.world, "HostilePolicy");
    const aggregators = [1n, 2n, retryMarker, BigInt(policy), 2n ** 160n - 1n];
    for (const word of aggregators) {
      for (const change of [
        { userOpPolicies: [answer(word)] },
        { actions: [action(increment, answer(word))] },
        // A second refusal, which would undo the first one where they are added or compared bit by bit.
        { userOpPolicies: [answer(word)], actions: [action(increment, answer(2n ** 160n - word))] },
        {
          actions: [action(increment, answer(word), { policy: other, initData: "0x03" as const })],
        },
      ]) {
        const made = make(change);
        await enableMade(made);
        expectRefused(await use(made.permissionId), {
          layer: "policy",
          code: "PolicyViolation",
          rule: "unknown",
          args: { permissionId: made.permissionId, policy },
          policy: "unknown policy",
        });
      }
    }
    const passing = make({ userOpPolicies: [answer(0n)] });
    await enableMade(passing);
    await expectAccepted(scene.world, await use(passing.permissionId));
    return "fixed";
  });

  finding("Renascence v1 L-2", async (scene) => {
    const { world, release, harness, account, make, action, read } = scene;
    const { address: policy } = await deployMock(world, "AgreeablePolicy");
    const { session, permissionId } = make({ actions: [action(increment, { policy, initData: "0x" })] });
    const outcome = await harness.execute(account, [world.release.encodeEnable([session])]);
    const isEnabled = () => read("isPermissionEnabled", [permissionId, account.address]);
    if (release === "beta") {
      await expectAccepted(world, outcome);
      expect(await isEnabled()).to.equal(true);
      return "still so";
    }
    await expectReverted(world, outcome, {
      layer: "SmartSession",
      code: "UnsupportedPolicy",
      args: { policy },
    });
    expect(await isEnabled()).to.equal(false);
    return "fixed";
  });
});
