import { expect } from "chai";
import type { EnableSignature } from "../../src/index.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { freshKey } from "../helpers/scene.ts";
import { askAccount, hashOf, mail, mayContent, signContent, validSignature } from "../helpers/sign1271.ts";
import { auditRoom, type FindingScene } from "./auditRoom.ts";

/** Makes every call to the registry revert: who asks it now shows that it does. */
const breakRegistry = ({ world }: FindingScene) =>
  world.provider.request({
    method: "hardhat_setCode",
    params: [world.contracts.ModuleRegistry.address, "0x5f5ffd"],
  });

auditRoom("enabling", (finding) => {
  finding("Cantina 0826 H3.1.2", async (scene) => {
    const { world, harness, account, counter, make, action, enableMade, signEnable, send, use, read } = scene;
    // The stranger has a session of its own, with less in it.
    const stranger = freshKey();
    const theirs = harness.compile({
      sessionKey: stranger.address,
      target: counter.address,
      function: "increment()",
    });
    await enableMade(theirs);
    const ours = make({ actions: [action(decrement, ...(make().session.actions[0]?.actionPolicies ?? []))] });
    const enable = await signEnable(ours.session);
    const callData = await callOf(account, counter.call(decrement));
    await expectAccepted(world, await harness.execute(account, [counter.call(increment)])); // one to take away
    const actionsOf = (permissionId: typeof ours.permissionId) =>
      read("getEnabledActions", [account.address, permissionId]);
    const before = await actionsOf(theirs.permissionId);

    // Whatever id the operation names, the one that is enabled is the one that was signed for.
    expectRefused(await send(theirs.permissionId, callData, { by: stranger, enable }), {
      layer: "SmartSession",
      code: "SIG_VALIDATION_FAILED",
      rule: "sessionKey",
      args: { permissionId: ours.permissionId },
    });
    expect(await actionsOf(theirs.permissionId)).to.deep.equal(before);
    const renamed: EnableSignature = { ...enable, session: { ...ours.session, salt: theirs.session.salt } };
    const signed = enable.chainDigests[0]?.sessionDigest;
    const { chainDigests } = await world.release.enableDigest(world.client, {
      account: account.address,
      session: renamed.session,
      mode: "ENABLE",
    });
    expectRefused(await send(theirs.permissionId, callData, { enable: renamed }), {
      layer: "SmartSession",
      code: "HashMismatch",
      rule: "enableSignature",
      args: { providedHash: signed, computedHash: chainDigests[0]?.sessionDigest },
    });

    await expectAccepted(world, await send(ours.permissionId, callData, { enable }));
    expect(await actionsOf(theirs.permissionId)).to.deep.equal(before);
    expect(await actionsOf(ours.permissionId)).to.have.lengthOf(1);
    expectRefused(await use(ours.permissionId), {
      layer: "SmartSession",
      code: "NoPoliciesSet",
      rule: "action",
      args: { permissionId: ours.permissionId },
    });
    return "fixed";
  });

  finding("Cantina 0826 M3.2.2", async (scene) => {
    const { world, account, key, counter, make, signEnable, send } = scene;
    const made = make(mayContent(mail));
    const { permissionId } = made;
    const enable = await signEnable(made.session);
    const callData = await callOf(account, counter.call(increment));
    await expectAccepted(world, await send(permissionId, callData, { enable }));
    const signature = await signContent({ world, account, permissionId, key }, mail);
    expect(await askAccount(scene, hashOf(mail), signature)).to.equal(validSignature);
    return "fixed";
  });

  finding("Renascence v1 L-1", async (scene) => {
    const { world, release, harness, smartSession, make, read } = scene;
    const fresh = await harness.createAccount({ kind: "nexus" });
    const made = make();
    await breakRegistry(scene);
    const install = fresh.encodeInstall(smartSession, world.release.encodeInstallData([made.session]));
    const outcome = await harness.execute(fresh, [install]);
    const isEnabled = () => read("isPermissionEnabled", [made.permissionId, fresh.address]);
    if (release === "beta") {
      await expectReverted(world, outcome, { layer: "target", code: "no data", args: {} });
      expect(await isEnabled()).to.equal(false);
      return "still so";
    }
    await expectAccepted(world, outcome);
    expect(await isEnabled()).to.equal(true);
    return "fixed";
  });

  finding("Cantina 0826 I3.5.16", async (scene) => {
    const { world, release, harness, account, counter, make, enableMade, use } = scene;
    const made = make();
    await enableMade(made);
    await breakRegistry(scene);
    await expectAccepted(world, await use(made.permissionId));
    expect(await counter.count(account.address)).to.equal(1n);
    // The beta asks when it enables; v1 does not even then.
    const outcome = await harness.execute(account, [world.release.encodeEnable([made.session])]);
    if (release === "beta")
      await expectReverted(world, outcome, { layer: "target", code: "no data", args: {} });
    else await expectAccepted(world, outcome);
    return "acknowledged: still so";
  });
});
