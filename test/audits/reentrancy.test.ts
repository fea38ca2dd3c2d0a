import { expect } from "chai";
import { encodeInstallModule } from "permissionless/utils";
import { decodeAbiParameters, type Hex, hexToBigInt, type Log, parseAbi, parseEventLogs, slice } from "viem";
import { type Call, type PolicyData, sudo, toActionId } from "../../src/index.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { executingFor } from "../helpers/execution.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { askingCall, hashOf, mail, mayContent, noSignature, signContent } from "../helpers/sign1271.ts";
import { auditRoom, type FindingScene } from "./auditRoom.ts";
import { decodeError } from "./expectAnswer.ts";

const reentered = parseAbi(["event Reentered(bool success, bytes result)"]);

/** A policy that makes a call while it is configured, and one that lets nothing pass. */
const hostilePolicies = async ({ world, harness, account }: FindingScene) => {
  const reentrant = await deployMock(world, "ReentrantPolicy");
  const answering = await deployMock(world, "AnsweringPolicy");
  const policy: PolicyData = { policy: reentrant.address, initData: "0x" };
  const refusing: PolicyData = { policy: answering.address, initData: `0x${"00".repeat(31)}01` };
  const prepare = async (target: Hex, data: Hex) =>
    expectAccepted(world, await harness.execute(account, [reentrant.call("prepare", [target, data])]));
  return {
    policy,
    refusing,

    /** Whom the policy calls, and what. */
    prepare,

    /** What the account is made to call: the policy is one of its executors, too. */
    async prepareAsAccount(call: Call) {
      const modules = { type: "executor", address: reentrant.address, context: "0x" } as const;
      const install = encodeInstallModule({ account: account.smartAccount, modules }) as readonly Call[];
      await expectAccepted(world, await harness.execute(account, install));
      await prepare(account.address, executingFor(call));
    },
  };
};

/** What the policy was answered when it called back. */
const answerIn = (logs: readonly Log[]) => {
  const [event, ...others] = parseEventLogs({ abi: reentered, logs: [...logs] });
  if (event === undefined) expect.fail("the policy did not call back");
  expect(others).to.have.lengthOf(0);
  return event.args;
};

/** The validation data that the account passes on, as the executor that it is for gets it: in a list of bytes. */
const validationOf = (result: Hex) => {
  const [[answer = "0x"]] = decodeAbiParameters([{ type: "bytes[]" }], result);
  const validationData = hexToBigInt(answer);
  return { failed: (validationData & (2n ** 160n - 1n)) !== 0n, validAfter: validationData >> 208n };
};

auditRoom("control gained while something is enabled", (finding) => {
  finding("Cantina 0826 H3.1.7", async (scene) => {
    const { world, release, account, key, make, action, enableMade, validation } = scene;
    const { policy, refusing, prepare, prepareAsAccount } = await hostilePolicies(scene);
    const acting = make({ actions: [action(increment, policy, refusing)] });
    await prepareAsAccount(await validation(acting.permissionId));
    const early = answerIn((await enableMade(acting)).logs);
    expect(early.success).to.equal(false);
    expect(decodeError(world, early.result)).to.deep.equal({
      errorName: "InvalidPermissionId",
      args: [acting.permissionId],
    });
    if (release === "beta") return "fixed"; // the harness encodes no contents for it

    const signing = make(mayContent(mail, [policy, refusing]));
    const { permissionId } = signing;
    const signature = await signContent({ world, account, permissionId, key }, mail);
    await prepare(account.address, askingCall(world, hashOf(mail), signature));
    const { success, result } = answerIn((await enableMade(signing)).logs);
    expect(success).to.equal(true);
    expect(slice(result, 0, 4)).to.equal(noSignature);
    return "fixed";
  });

  finding("Renascence v1 H-1", async (scene) => {
    const { release, make, enableMade, action, validation, counter, managing, world } = scene;
    const { harness, account, use, read } = scene;
    const { policy, refusing, prepare, prepareAsAccount } = await hostilePolicies(scene);
    const made = make();
    await enableMade(made);
    const { permissionId } = made;
    const calls = [counter.call(decrement)];
    const enable = managing("enableActionPolicies", [permissionId, [action(decrement, policy, refusing)]]);

    // The session is enabled already. While the second policy is still to come, the first one decides alone.
    await prepareAsAccount(await validation(permissionId, calls));
    const { logs } = await expectAccepted(world, await harness.execute(account, [enable]));
    const { success, result } = answerIn(logs);
    expect(success).to.equal(true);
    expect(validationOf(result)).to.deep.equal({ failed: false, validAfter: 0n });
    expectRefused(await use(permissionId, calls), {
      layer: "policy",
      code: "PolicyViolation",
      rule: "unknown",
      args: { permissionId, policy: refusing.policy },
      policy: "unknown policy",
    });

    // What v1 mends is the list of actions: one that is disabled meanwhile does not keep policies unlisted.
    const actionId = toActionId(counter.address, decrement);
    await prepare(account.address, executingFor(managing("disableActionId", [permissionId, actionId])));
    const again = await expectAccepted(world, await harness.execute(account, [enable]));
    expect(answerIn(again.logs).success).to.equal(true);
    const args = [account.address, permissionId, actionId] as const;
    expect(await read("isActionPolicyEnabled", [...args, refusing.policy])).to.equal(true);
    expect(await read("isActionIdEnabled", args)).to.equal(release === "v1");
    return "still so";
  });

  finding("Renascence v1 M-2", async (scene) => {
    const { world, release, harness, account, make, enableMade, managing, read } = scene;
    const { policy, prepareAsAccount } = await hostilePolicies(scene);
    const made = make();
    await enableMade(made);
    const { permissionId } = made;
    await prepareAsAccount(managing("removeSession", [permissionId]));

    const enable = managing("enableUserOpPolicies", [permissionId, [policy, sudo.encode()]]);
    const outcome = await harness.execute(account, [enable]);

    const policiesLeft = () => read("getUserOpPolicies", [account.address, permissionId]);
    const isEnabled = () => read("isPermissionEnabled", [permissionId, account.address]);
    if (release === "beta") {
      const { logs } = await expectAccepted(world, outcome);
      expect(answerIn(logs).success).to.equal(true);
      expect(await isEnabled()).to.equal(false);
      expect(await policiesLeft()).to.deep.equal([sudo.address]);
      await enableMade(made); // which has no such policy
      expect(await policiesLeft()).to.deep.equal([sudo.address]);
      return "still so";
    }
    await expectReverted(world, outcome, {
      layer: "SmartSession",
      code: "InvalidPermissionId",
      args: { permissionId },
    });
    expect(await isEnabled()).to.equal(true);
    expect(await policiesLeft()).to.deep.equal([]);
    return "fixed";
  });
});
